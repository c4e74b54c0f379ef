"""Tables of clinics: what their columns mean, what is wrong with a line, and ours there and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Side
from plantigrade.interop.sheets.cells import guarded, unguarded
from plantigrade.interop.sheets.columns import Meaning, Reading, faults_of, guessed
from plantigrade.interop.sheets.lines import Trials, WallTest, wall_tests_of
from plantigrade.interop.sheets.reading import MOST_BYTES, SheetError, sheets_of
from plantigrade.interop.sheets.table import csv_lines, table_schema

TODAY = dt.date(2026, 12, 1)
L, R = Side.LEFT, Side.RIGHT

# How clinics write one test: Ada, 14 March 2026, left 7.5 and right 11 cm. (text, encoding)
WAYS = {
    "German, semicolons, cp1252": ("Athlet;Datum;Links;Rechts;Größe\nAda;14.3.2026;7,5;11,0;170", "cp1252"),
    "English, commas": ("Name,Test date,Left KTW (cm),Right KTW (cm)\nAda,2026-03-14,7.5,11", "utf-8-sig"),
    "American dates": ("Player,Date,L,R\nAda,3/14/2026,7.5,11", "utf-8"),
    "millimetres by the header": ("Name,Date,left_mm,right_mm\nAda,14/03/2026,75,110", "utf-8"),
    "millimetres by size": ("Name,Date,left,right\nAda,14/03/26,75,110", "utf-8"),
    "inches": ("Name,Date,Left (in),Right (in)\nAda,2026-03-14,2.953,4.331", "utf-8"),
    "a line a side, tabs": ("Patient\tSeite\tAbstand\tDatum\nAda\tli\t7,5\t14.03.2026\nAda\tre\t11\t14.03.2026", "utf-16"),
    "a title above, blank lines": ("KTW,,\n\nName,Date,Left,Right\n\nAda,2026-03-14,7.5 cm,11 cm\n", "utf-8"),
    "names in two columns": ('Vorname;Nachname;Tag;L;R\nAda;;14-03-2026;"7,5";11', "utf-8"),
    "a mean beside its trials": ("name|date|left 1|left mean|right 1|right best\nAda|2026-03-14|7.5|7.5|11|11", "utf-8"),
}  # fmt: skip


def read(data: bytes) -> Any:
    sheet = sheets_of(data)[0]
    return wall_tests_of(sheet, guessed(sheet), TODAY)


@pytest.mark.parametrize("way", WAYS)
def test_a_table_is_understood_as_its_clinic_meant_it(way: str) -> None:
    text, encoding = WAYS[way]
    tests, faults = read(text.encode(encoding))
    assert not faults
    [test] = tests
    assert (test.name, test.on) == ("Ada", dt.date(2026, 3, 14))
    assert {side: tested.ktw_cm for side, tested in test.sides.items()} == {L: (7.5,), R: (11.0,)}


def test_a_workbook_is_read_with_its_days_numbers_and_kept_values() -> None:
    book = openpyxl.Workbook()
    empty, sheet = book.active, book.create_sheet("Preseason")
    assert empty is not None
    for row in (
        ["Name", "Date", "Left", "Right", "Pain R"],
        ["Ada", dt.datetime(2026, 3, 14, 9), 7.5, "11,0", 3],
    ):
        sheet.append(row)
    # A cell at the far end must cost nothing, and nothing is run.
    sheet.cell(1_048_576, 16_384).value = '=HYPERLINK("https://evil.example")'
    data = io.BytesIO()
    book.save(data)
    [found] = sheets_of(data.getvalue())
    assert found.name == "Preseason"
    tests, faults = wall_tests_of(found, guessed(found), TODAY)
    assert not faults
    assert tests[0].sides == {L: Trials((7.5,)), R: Trials((11.0,), 3)}


def test_every_fault_is_told_with_its_line_and_column() -> None:
    text = (
        "Name,Date,Left,Right,Pain L\n"
        "Ada,2026-03-14,7.5,11,\n"
        "Bea,31.2.2026,7,x,\n"
        "Cyd,2027-01-01,75,7..5,11\n"
        ",2026-03-14,7,7,\n"
        "Dee,,7,7,\n"
        "Eve,2026-03-14,n/a,-,\n"
    )
    tests, faults = read(text.encode())
    assert [test.name for test in tests] == ["Ada", "Eve"]
    assert (tests[1].sides, tests[1].on) == ({}, None)
    told = [(fault.line, fault.column) for fault in faults]
    assert told == [
        (3, "Date"),
        (4, "Left"),
        (4, "Right"),
        (4, "Pain L"),
        (4, "Date"),
        (5, "Name"),
        (6, "Date"),
    ]


def test_what_a_choice_of_columns_lacks_is_said() -> None:
    assert faults_of([Meaning.NAME, Meaning.LEFT, Meaning.LEFT]) == ()
    assert len(faults_of([Meaning.LEFT, Meaning.DISTANCE])) == 3
    assert len(faults_of([Meaning.NAME, Meaning.DATE, Meaning.DATE])) == 1


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
TRIALS = st.builds(
    Trials,
    st.lists(st.integers(0, 300).map(lambda mm: mm / 10), min_size=1, max_size=10).map(tuple),
    st.none() | st.integers(0, 10),
)
TESTS = st.builds(
    WallTest,
    lines=st.just((2,)),
    name=TEXTS | st.sampled_from(["=1+1", "'Ada", "@sum", "-", "x", '"', "a,b;c"]),
    athlete_id=st.uuids(),
    group=TEXTS | st.just(""),
    position=st.just(""),
    on=st.dates(dt.date(1990, 1, 1), TODAY),
    sides=st.dictionaries(st.sampled_from(Side), TRIALS, min_size=1),
)


@given(st.lists(TESTS, min_size=1, max_size=5, unique_by=lambda test: test.athlete_id))
def test_our_table_reads_back_as_it_was(tests: list[WallTest]) -> None:
    written = "".join(csv_lines(tests))
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(written)) for cell in row
    )
    back, faults = read(written.encode())
    assert not faults
    assert [(one.name, one.athlete_id, one.group, one.on, one.sides) for one in back] == [
        (one.name, one.athlete_id, one.group, one.on, one.sides) for one in tests
    ]


@given(st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_schema_names_every_column_in_order() -> None:
    fields = json.loads(table_schema())["fields"]
    [header] = csv.reader(csv_lines([]))
    assert [one["name"] for one in fields] == header
    assert {one["type"] for one in fields} == {"string", "date", "number", "integer"}
    assert all(one["description"] for one in fields)


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def entities() -> bytes:
    """A workbook whose one sheet grows by entities of XML."""
    book, plain = openpyxl.Workbook(), io.BytesIO()
    book.save(plain)
    grown = io.BytesIO()
    lol = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(grown, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = lol + b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
            new.writestr(name, data)
    return grown.getvalue()


HOSTILE = {
    "nothing": b"",
    "a header alone": b"Name,Left,Right\n",
    "no text": bytes(range(256)) * 20,
    "too large": b"a,b\n" * (MOST_BYTES // 4 + 1),
    "too many lines": b"Name,Left\n" + b"A,7\n" * 5001,
    "too many columns": b"a," * 70 + b"b\n" + b"1," * 70 + b"2\n",
    "a broken workbook": b"PK\x03\x04" + b"\x00" * 100,
    "an archive of something else": packed(readme=b"hello"),
    "a bomb": packed(**{"xl/workbook.xml": b"\x00" * 70_000_000}),
    "entities": entities(),
}


@pytest.mark.parametrize("file", HOSTILE)
def test_what_is_no_table_is_refused_in_words(file: str) -> None:
    with pytest.raises(SheetError) as told:
        sheets_of(HOSTILE[file])
    assert str(told.value).endswith(".")


def test_an_id_that_is_none_is_told() -> None:
    sheet = sheets_of(b"athlete_id,left\n42,7\n")[0]
    reading = Reading((Meaning.ATHLETE_ID, Meaning.LEFT))
    tests, [fault] = wall_tests_of(sheet, reading, TODAY)
    assert (tests, fault.column) == ((), "athlete_id")
    known = UUID(int=7)
    sheet = sheets_of(f"athlete_id,left\n{known},7\n".encode())[0]
    assert wall_tests_of(sheet, reading, TODAY)[0][0].athlete_id == known
