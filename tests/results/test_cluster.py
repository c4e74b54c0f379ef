"""A folder of clips on a Dask cluster of two processes, one of which is killed: the table of a local run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from plantigrade.cli.main import main
from plantigrade.results import batch, cluster
from plantigrade.results.batch import Settings, local, run
from plantigrade.results.tables import CLIP_TABLE, FAILED, TABLE, write_tables
from tests.results.folders import calls, folder_of

# Our tests make every warning an error; those inside another's processes and threads are not ours.
pytestmark = pytest.mark.filterwarnings("default")
NAMES = ("a.mp4", "crash.mp4", "deadly.mp4", "deep/b.mov", "garbled.mp4", "refused.mp4", "z.mp4")


@pytest.fixture
def scheduler(program: list[str]) -> Iterator[str]:
    """The address of a cluster; its processes begin after the program has said where its calls are kept."""
    assert program
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    ) as made:
        yield made.scheduler_address


def test_a_killed_worker_loses_no_clip(
    tmp_path: Path,
    program: list[str],
    scheduler: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, near, far = folder_of(tmp_path, *NAMES), tmp_path / "near", tmp_path / "far"
    monkeypatch.setattr(batch, "run", partial(run, program=program))
    words = ["batch", str(folder), "--out", str(far), "--scheduler", scheduler]
    assert main([*words, "--table", str(tmp_path / "far.parquet")]) == 0
    assert "4 analysed, 0 done before, 3 failed." in capsys.readouterr().out
    assert calls(tmp_path).count("deadly.mp4") == 2
    write_tables(near, run(folder, near, Settings(), local(2), program=program))
    for name in (TABLE, CLIP_TABLE, FAILED):
        assert (far / name).read_bytes() == (near / name).read_bytes()
    assert sorted(path.name for path in far.iterdir() if path.is_dir()) == ["clips"]
    calls(tmp_path)
    assert main(words) == 0
    assert calls(tmp_path) == ["crash.mp4", "garbled.mp4", "refused.mp4"]


@pytest.mark.slow
def test_a_clip_that_kills_every_worker_is_a_clip_that_failed(
    tmp_path: Path, program: list[str], scheduler: str
) -> None:
    out = tmp_path / "out"
    with cluster.cluster(scheduler) as runner:
        outcome = run(
            folder_of(tmp_path, "a.mp4", "poison.mp4", "z.mp4"), out, Settings(), runner, program=program
        )
    assert outcome.analysed == ("a.mp4", "z.mp4")
    assert [(d.clip, "every worker that took it died" in (d.fault or "")) for d in outcome.failed] == [
        ("poison.mp4", True)
    ]


def test_a_scheduler_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_S", 0.2)
    words = ["batch", str(folder_of(tmp_path, "a.mp4")), "--out", str(tmp_path / "out")]
    assert main([*words, "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in capsys.readouterr().err
