"""Runs a stage over its partitions: in this process, on local workers, or on a dask cluster, with the same results.

A stage is a pure function of one partition. Results come back in partition order whatever ran first, so that the bytes
written do not depend on the number of workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

Partition = TypeVar("Partition")
Result = TypeVar("Result")

SMALL_INPUT_BYTES = 8_000_000
"""Below this, one process is faster: starting local workers alone takes about three seconds, the work of some 2,000
pages."""

CONNECT_SECONDS = 5
"""How long a scheduler may take to answer; one on the other side of the world takes less than one second."""


class SchedulerError(RuntimeError):
    """There is no dask scheduler at the address given; the message says what to check."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Where stages run: ``count`` local processes (1 = this one), or a dask scheduler's address."""

    count: int = 1
    scheduler: str | None = None

    @classmethod
    def for_input(cls, size: int, count: int | None, scheduler: str | None) -> Workers:
        """The number asked for; by default this process for small inputs (``size`` in bytes) and all cores for more.

        Raises ``ValueError`` for fewer than one worker.
        """
        if count is not None and count < 1:
            raise ValueError(f"--workers must be at least 1, not {count}")
        if count is None:
            count = 1 if size < SMALL_INPUT_BYTES else os.cpu_count() or 1
        return cls(count, scheduler)


Progress = Callable[[int], None]
"""Called after each partition with the number of partitions done."""


def run_stage(
    function: Callable[[Partition], Result],
    partitions: Sequence[Partition],
    workers: Workers,
    progress: Progress = lambda done: None,
) -> list[Result]:
    """Results of ``function`` for every partition, in their order.

    Raises ``ValueError`` for a scheduler's address that is none, `SchedulerError` where no scheduler answers.
    """
    if workers.scheduler is None and (workers.count == 1 or len(partitions) < 2):
        return _here(function, partitions, progress)
    with _client(workers) as client:
        return _on_cluster(client, function, partitions, progress)


def _here(function: Callable[[Partition], Result], partitions: Sequence[Partition], progress: Progress) -> list[Result]:
    results = []
    for done, partition in enumerate(partitions, start=1):
        results.append(function(partition))
        progress(done)
    return results


def _on_cluster(
    client: Any, function: Callable[[Partition], Result], partitions: Sequence[Partition], progress: Progress
) -> list[Result]:
    from distributed import as_completed

    futures = client.map(function, partitions, pure=False)
    for done, future in enumerate(as_completed(futures), start=1):
        if future.status == "error":
            raise future.exception()
        progress(done)
    return list(client.gather(futures))


@contextmanager
def _client(workers: Workers) -> Iterator[Any]:
    """A dask client of the scheduler asked for, or of a cluster of local processes."""
    from distributed import Client, LocalCluster

    if workers.scheduler is not None:
        with _connected(workers.scheduler) as client:
            yield client
        return
    cluster = LocalCluster(
        n_workers=workers.count,
        threads_per_worker=1,
        processes=True,
        silence_logs="CRITICAL",
        # Any free port: the usual one may be taken, of which dask would warn.
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
    )
    with cluster, Client(cluster) as client:
        yield client


def _connected(address: str) -> Any:
    """A client of the scheduler at an address.

    Raises ``ValueError`` for what is no address, `SchedulerError` where no scheduler answers.
    """
    from distributed import Client
    from distributed.comm.addressing import get_address_host_port

    try:
        get_address_host_port(address, strict=True)
    except ValueError as error:
        raise ValueError(f"--scheduler {address}: {error}; give host and port, as tcp://host:8786") from None
    try:
        return Client(address, timeout=CONNECT_SECONDS)
    except OSError:
        raise SchedulerError(
            f"no dask scheduler answers at {address} within {CONNECT_SECONDS} s; check the address and that "
            "'dask scheduler' runs there, or leave --scheduler out to use this machine"
        ) from None
