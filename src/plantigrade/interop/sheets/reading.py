"""A file of a spreadsheet into texts: CSV of any usual kind, or the sheets of an Excel workbook.

Nothing is run and nothing is looked up: of a formula the value counts that was saved with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from plantigrade.knowledge.words import say

# Far above any roster that is kept in one sheet; a larger file is a mistake or an attack.
MOST_BYTES = 5_000_000
_MOST_UNPACKED = 60_000_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELL = 5_000, 60, 500
# Titles and empty lines besides.
_MOST_LINES = 2 * _MOST_ROWS
_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
# What zipfile, openpyxl and defusedxml (a ValueError) raise for what is damaged, packed in an unknown way, no
# workbook, or an attack.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
# What Excel writes where it was not asked for UTF-8; unlike Latin-1 it can refuse a byte.
_ELSE = "cp1252"


class SheetError(Exception):
    """The file cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and its rows, all of its width; `lines` says on which line of the file each row stands."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def sheets_of(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet with a header and a row below it. Raises SheetError."""
    if len(data) > MOST_BYTES:
        raise SheetError(
            say("The file is larger than {limit} MB; keep one sheet of it.", limit=MOST_BYTES // 1_000_000)
        )
    tables = _workbook(data) if data.startswith(b"PK") else [("", _csv(data))]
    found = tuple(sheet for sheet in (_sheet(name, cells) for name, cells in tables) if sheet is not None)
    if not found:
        raise SheetError(
            say("There is no table in this file: a line with names of columns, and lines below it.")
        )
    return found


def _sheet(name: str, cells: Sequence[Sequence[str]]) -> Sheet | None:
    """The first line with two texts or more is the header: above it stand titles."""
    top = next((at for at, row in enumerate(cells) if sum(map(bool, row)) > 1), None)
    if top is None:
        return None
    width = max(at for at, cell in enumerate(cells[top], 1) if cell)
    below = [
        (at, row) for at, row in enumerate(cells[top + 1 :], top + 2) if any(cell for cell in row[:width])
    ]
    if not below:
        return None
    if width > _MOST_COLUMNS or len(below) > _MOST_ROWS:
        raise SheetError(
            say(
                "The table has {columns} columns and {rows} lines. At most {most} columns and {lines} "
                "lines are read at once; take it apart.",
                columns=width,
                rows=len(below),
                most=_MOST_COLUMNS,
                lines=_MOST_ROWS,
            )
        )
    rows = tuple((*row, *[""] * width)[:width] for _, row in below)
    return Sheet(name, tuple(cells[top][:width]), rows, tuple(at for at, _ in below))


def _clean(cells: Iterable[str]) -> list[str]:
    """Without what cannot be seen and without ends of blanks, no cell longer than a note."""
    return ["".join(one if one.isprintable() else " " for one in cell).strip()[:_MOST_CELL] for cell in cells]


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    try:
        return [_clean(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))]
    except csv.Error as error:
        raise SheetError(
            say("The file is no table ({reason}); save it as CSV or as an Excel workbook.", reason=error)
        ) from None


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for tried in (encoding, _ELSE):
        try:
            text = data.decode(tried)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetError(say("The file is no text; save it as CSV in UTF-8 or as an Excel workbook."))


def _delimiter(text: str) -> str:
    """The one that parts most lines into the same number of cells, more than one."""

    def score(delimiter: str) -> tuple[int, int]:
        lines = text.splitlines()[:50]
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        width, lines_alike = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return lines_alike, width

    return max(_DELIMITERS, key=score)


def _workbook(data: bytes) -> list[tuple[str, list[list[str]]]]:
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        # A chart of its own has a tab, but no cells.
        return [(str(sheet.title), _cells(sheet)) for sheet in book.worksheets]
    except (*_DAMAGED, InvalidFileException, ParseError):
        raise _unreadable() from None


def _cells(sheet: Worksheet) -> list[list[str]]:
    """Line by line: a cell at the far end of a sheet costs no more than the lines that are looked at."""
    rows = sheet.iter_rows(max_row=_MOST_LINES, max_col=_MOST_COLUMNS + 1, values_only=True)
    return [_clean(map(_text, row)) for row in rows]


def _refuse_bomb(data: bytes) -> None:
    """Unpacks to nowhere and counts: what a packed file says of its size need not be so."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                with packed.open(name) as part:
                    while chunk := part.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > _MOST_UNPACKED:
                            raise SheetError(say("The workbook is too large; keep one sheet of it."))
    except _DAMAGED:
        raise _unreadable() from None


def _unreadable() -> SheetError:
    return SheetError(
        say("The workbook cannot be read; save it again as .xlsx without a password, or as CSV.")
    )


def _text(value: object) -> str:
    """A cell as a person would write it: a whole number without a point, a day without a time."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case dt.datetime():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
