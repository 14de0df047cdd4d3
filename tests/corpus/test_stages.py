"""Stages: the same results here, on workers and on a scheduler; the cache; files under their final names only."""

from __future__ import annotations

import operator
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
import zstandard
from distributed import LocalCluster

from corpus.cache import Cached, partition_key
from corpus.stages import SchedulerError, Workers, run_stage
from corpus.store import recover_folder, swap_folder


@dataclass(frozen=True, slots=True)
class Inner:
    spans: tuple[tuple[int, int], ...]
    beads: range
    note: str | None


@dataclass(frozen=True, slots=True)
class Result:
    items: list[Inner]
    facts: frozenset[str]


RESULT = Result([Inner(((0, 3), (4, 9)), range(2, 5), None), Inner((), range(0), "é\ud800")], frozenset({"b", "a"}))


def test_here_and_on_a_cluster_in_order() -> None:
    numbers = list(range(8))
    here = run_stage(operator.neg, numbers, Workers(1))
    done: list[int] = []
    with LocalCluster(n_workers=1, processes=False, protocol="tcp", dashboard_address=None) as cluster:
        there = run_stage(operator.neg, numbers, Workers(scheduler=cluster.scheduler_address), done.append)
    assert here == there == [-number for number in numbers]
    assert done == list(range(1, 9))


def test_small_inputs_run_in_one_process() -> None:
    assert Workers.for_input(1_000, None, None).count == 1
    assert Workers.for_input(10**9, 3, None).count == 3
    with pytest.raises(ValueError, match="at least 1"):
        Workers.for_input(1, 0, None)


@pytest.mark.parametrize("address", ["nonsense://host:1", "tcp://127.0.0.1", "tcp://127.0.0.1:port", "tcp://[::1"])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"--scheduler .*as tcp://host:8786"):
        run_stage(operator.neg, [1, 2], Workers(scheduler=address))


def test_a_scheduler_that_is_not_there_is_named_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.stages.CONNECT_SECONDS", 0.2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(SchedulerError, match=rf"no dask scheduler answers at {address} within 0.2 s"):
            run_stage(operator.neg, [1, 2], Workers(scheduler=address))


def test_cache_gives_back_what_was_computed(tmp_path: Path) -> None:
    calls = []

    def compute(partition: str) -> Result:
        calls.append(partition)
        return RESULT

    stage = Cached(compute, Result, tmp_path)
    assert stage(("key", "p")) == stage(("key", "p")) == RESULT
    assert calls == ["p"]
    assert stage(("other", "p")) == RESULT
    assert calls == ["p", "p"]


@pytest.mark.parametrize(
    "damage", [b"", b"\x28\xb5\x2f\xfd", zstandard.compress(b"{"), zstandard.compress(b'{"x": 1}')]
)
def test_a_damaged_cache_is_computed_anew(damage: bytes, tmp_path: Path) -> None:
    stage = Cached(lambda partition: RESULT, Result, tmp_path)
    stage(("key", "p"))
    (tmp_path / "key.json.zst").write_bytes(damage)
    assert stage(("key", "p")) == RESULT


def test_keys_tell_settings_and_inputs_apart() -> None:
    assert partition_key("1", RESULT) == partition_key("1", RESULT)
    assert len({partition_key("1", RESULT), partition_key("2", RESULT), partition_key("1", "x")}) == 3


def test_a_swap_that_was_cut_short_is_undone(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "dataset"
    for folder, text in ((new, "new"), (old, "old")):
        folder.mkdir()
        (folder / "file").write_text(text)
    swap_folder(new, old)
    assert (old / "file").read_text() == "new"
    old.rename(tmp_path / ".dataset.old")
    recover_folder(old)
    assert (old / "file").read_text() == "new"
