"""A hub on loopback for tests: `running_hub` answers the requests of the real hub clients."""

from .fake_hub import READER, WRITER, FakeHub, running_hub
from .repository import Repository

__all__ = ["READER", "WRITER", "FakeHub", "Repository", "running_hub"]
