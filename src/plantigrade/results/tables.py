"""A batch's tables as files: CSV with a Frictionless data package beside it, or Parquet.

Rows are written as they come, so that memory does not grow with their number; the same rows give the same
bytes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from plantigrade import __version__
from plantigrade.results.batch import Outcome
from plantigrade.results.columns import CLIPS, FAILURES, REPETITIONS, Column
from plantigrade.results.rows import Row, clip_rows, failure_rows, repetition_rows

TABLE, CLIP_TABLE, FAILED, PACKAGE = "repetitions.csv", "clips.csv", "failed.csv", "datapackage.json"
ENDINGS = (".csv", ".parquet")
_BATCH = 2000

Writer = Callable[[Path, tuple[Column, ...], Iterable[Row]], None]


class TableError(ValueError):
    """A table cannot be written as asked; `text` says why, and what can."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def writer_for(path: Path, out: Path) -> Writer:
    """What writes a file of this ending. Raises TableError for another, for Parquet without its extra, and
    for a table that the batch writes into `out` itself."""
    ending = path.suffix.lower()
    if path.parent.resolve() == out.resolve() and path.name in (TABLE, CLIP_TABLE, FAILED):
        raise TableError("is a table of the batch itself; give another name or folder")
    if ending not in ENDINGS:
        raise TableError("is no table that can be written; name a file that ends in .csv or .parquet")
    if ending == ".csv":
        return write_csv
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        what = "Parquet needs the extra `tables`: pip install 'plantigrade[tables]'; or name a .csv file"
        raise TableError(what) from None
    return write_parquet


def write_tables(out: Path, outcome: Outcome) -> None:
    """The three tables of a batch as CSV, and what their columns mean. Raises OSError."""
    tables = (
        (TABLE, REPETITIONS, repetition_rows(out, outcome)),
        (CLIP_TABLE, CLIPS, clip_rows(out, outcome)),
        (FAILED, FAILURES, failure_rows(outcome)),
    )
    for name, columns, rows in tables:
        write_csv(out / name, columns, rows)
    _write_package(out / PACKAGE, {name: columns for name, columns, _ in tables})


def write_table(path: Path, out: Path, outcome: Outcome) -> tuple[Path, ...]:
    """Repetitions into `path` and clips beside it, `NAME-clips`; with CSV also `NAME.datapackage.json`.

    Returns the files. Raises OSError, TableError.
    """
    write = writer_for(path, out)
    clips = path.with_name(f"{path.stem}-clips{path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, REPETITIONS, repetition_rows(out, outcome))
    write(clips, CLIPS, clip_rows(out, outcome))
    if write is not write_csv:
        return path, clips
    package = path.with_name(f"{path.stem}.{PACKAGE}")
    _write_package(package, {path.name: REPETITIONS, clips.name: CLIPS})
    return path, clips, package


def write_csv(path: Path, columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    """RFC 4180 in UTF-8; an empty cell where nothing was measured. Raises OSError."""
    with _whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in columns])
        writer.writeheader()
        writer.writerows(rows)


def write_parquet(path: Path, columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    """Typed columns, null where nothing was measured; each field carries its unit and description.

    Raises OSError. Needs pyarrow.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"string": pa.string(), "boolean": pa.bool_(), "integer": pa.int64(), "number": pa.float64()}
    fields = [
        pa.field(c.name, kinds[c.kind], metadata={"description": c.text, "unit": c.unit or ""})
        for c in columns
    ]
    schema = pa.schema(fields, metadata={"plantigrade": __version__})
    with _whole(path) as part, pq.ParquetWriter(part, schema) as writer:
        for some in _batches(rows):
            full = [{column.name: row.get(column.name) for column in columns} for row in some]
            writer.write_table(pa.Table.from_pylist(full, schema=schema))


def package(tables: dict[str, tuple[Column, ...]]) -> dict[str, Any]:
    """A Frictionless data package (version 1) of CSV tables by file name."""
    return {
        "profile": "tabular-data-package",
        "name": "plantigrade-batch",
        "title": "Squats and wall lunges measured in clips",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": Path(name).stem.lower().replace(" ", "-"),
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [_field(column) for column in columns], "missingValues": [""]},
            }
            for name, columns in tables.items()
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.text}
    if column.kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return field if column.unit is None else field | {"unit": column.unit}


def _write_package(path: Path, tables: dict[str, tuple[Column, ...]]) -> None:
    with _whole(path) as part:
        part.write_text(json.dumps(package(tables), indent=1) + "\n", encoding="utf-8")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        yield some


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all is written, whenever the machine stops."""
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
