"""The tables of a batch: each column told, the same values as CSV and as Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from plantigrade.results.batch import Settings, local, run
from plantigrade.results.columns import CLIPS, FAILURES, REPETITIONS, Column
from plantigrade.results.tables import CLIP_TABLE, FAILED, PACKAGE, TABLE, write_table, write_tables
from tests.results.folders import folder_of, table

KINDS: dict[str, Callable[[str], object]] = {
    "string": str,
    "boolean": lambda cell: cell == "True",
    "integer": int,
    "number": float,
}


@pytest.mark.parametrize("columns", [REPETITIONS, CLIPS, FAILURES])
def test_every_column_is_told_and_every_measured_number_has_its_unit(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    assert all(column.text.endswith(".") for column in columns)
    assert [c.name for c in columns if c.kind == "number" and c.unit is None] == []
    errors = {name.removesuffix("_sd") for name in names if name.endswith("_sd")}
    angles = {c.name for c in columns if c.unit == "deg" and not c.name.endswith("_sd")}
    assert angles <= errors <= set(names)


def test_parquet_holds_what_csv_holds(tmp_path: Path, program: list[str]) -> None:
    folder, out = folder_of(tmp_path, "one.mp4", "two.mp4", "refused.mp4"), tmp_path / "out"
    outcome = run(folder, out, Settings(), local(2), program=program)
    write_tables(out, outcome)
    for path, beside, columns in zip(
        write_table(tmp_path / "all.parquet", out, outcome),
        (TABLE, CLIP_TABLE),
        (REPETITIONS, CLIPS),
        strict=True,
    ):
        found = pq.read_table(path)
        cells = [
            {c.name: KINDS[c.kind](row[c.name]) if row[c.name] else None for c in columns}
            for row in table(out / beside)
        ]
        # A text that is empty and one that is missing are the same in CSV.
        assert [{k: v if v != "" else None for k, v in row.items()} for row in found.to_pylist()] == cells
        for column in columns:
            about = found.schema.field(column.name).metadata
            assert (about[b"unit"].decode() or None, about[b"description"].decode()) == (
                column.unit,
                column.text,
            )
    told = json.loads((out / PACKAGE).read_text())
    assert [resource["path"] for resource in told["resources"]] == [TABLE, CLIP_TABLE, FAILED]
    for resource in told["resources"]:
        head = (out / resource["path"]).read_text().splitlines()[0]
        assert head == ",".join(field["name"] for field in resource["schema"]["fields"])
