"""The printed report, read back: one page and an appendix, tagged, in its own fonts, with every figure."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from plantigrade.cli.main import main
from plantigrade.core.assessment import Assessment, assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.review import review
from plantigrade.interop.case_file import case_from
from plantigrade.interop.history_file import history_from
from plantigrade.knowledge.catalogue import Catalogue, default_catalogue
from plantigrade.report.print.content import Printed, printed_values
from plantigrade.report.print.pdf import pdf
from tests.strategies import CASES
from tests.support import EXAMPLES, KNOWLEDGE, STOPPED, example, example_path

ON = datetime.date(2026, 11, 26)
AT = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)
HISTORY = "date,side,ktw_cm,trials\n" + "".join(
    f"2026-10-{1 + 7 * week:02d},{side},{8 + 0.3 * week:.1f},3\n"
    for week in range(4)
    for side in ("left", "right")
)


def printed(
    found: Assessment, name: str = "", history: str = HISTORY, knowledge: Catalogue = KNOWLEDGE
) -> bytes:
    plan = prescribe(found, ON, knowledge, "10")
    reviewed = review(history_from(history), knowledge, assessment=found) if history else None
    return pdf(printed_values(Printed(found, ON, plan, reviewed, name), knowledge), AT)


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def words(reader: PdfReader, page: int) -> str:
    return " ".join(reader.pages[page].extract_text().split())


def tags(reader: PdfReader) -> list[Any]:
    """Every element of the structure tree."""

    def below(node: Any) -> Iterator[Any]:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            one = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(one, dict):
                if "/S" in one:
                    yield one
                yield from below(one)

    return list(below(root_of(reader)["/StructTreeRoot"].get_object()))


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_page_then_the_appendix(name: str) -> None:
    reader = read(printed(assess(example(name), KNOWLEDGE)))
    starts = [n for n in range(len(reader.pages)) if words(reader, n).startswith("Appendix")]
    assert starts == [1]


@settings(max_examples=15, deadline=None)
@given(CASES)
def test_any_case_fits_the_page(raw: dict[str, Any]) -> None:
    reader = read(printed(assess(case_from(raw), KNOWLEDGE)))
    assert words(reader, 1).startswith("Appendix")


def test_the_page_is_tagged_and_speaks_its_language() -> None:
    reader = read(printed(assess(example("after-sprains"), KNOWLEDGE)))
    root = root_of(reader)
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Ankle report"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    found = tags(reader)
    kinds = [tag["/S"] for tag in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    figures = [tag for tag in found if tag["/S"] == "/Figure"]
    said = " ".join(str(tag["/Alt"]) for tag in figures)
    assert len(figures) >= 5
    assert "Left: shin 34 degrees forward" in said


def test_in_german_no_english_word_is_left_but_the_titles_of_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plantigrade.knowledge.words._asked", lambda: "de")
    german = default_catalogue()
    reader = read(printed(assess(example("after-sprains"), german), knowledge=german))
    assert root_of(reader)["/Lang"] == "de"
    assert words(reader, 1).startswith("Anhang")
    told = " ".join(words(reader, page) for page in range(len(reader.pages)))
    before_the_sources = told[: told.rindex("Quellen")]
    assert not re.findall(
        r"\b(the|of|and|left|right|with|week|days|every|not|both|yes|no)\b", before_the_sources
    )


def test_the_figures_carry_their_errors() -> None:
    front = words(read(printed(assess(example("after-sprains"), KNOWLEDGE))), 0)
    for told in (
        "7.5 ± 0.9 cm",
        "11.0 ± 0.9 cm",
        "34° ± 4°",
        "99 in 100",
        "3.5 ± 1.2 cm",
        "The joint itself",
    ):
        assert told in front.replace("\u00a0", " ")


def test_fonts_are_embedded_and_of_the_package() -> None:
    reader = read(printed(assess(example("after-sprains"), KNOWLEDGE)))
    pages: Any = reader.pages
    fonts = [
        font.get_object()
        for page in pages
        for font in page["/Resources"].get_object().get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        held = inner["/FontDescriptor"].get_object()
        assert "SourceSans3" in inner["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & set(held)


def test_a_stop_prints_what_to_do_and_the_measurements() -> None:
    front = words(read(printed(assess(example(STOPPED), KNOWLEDGE))), 0)
    assert "Please do not start a programme now." in front
    assert "6.0 ± 1.2 cm" in front.replace("\u00a0", " ")
    for untold in ("Likely limiting", "Programme", "Band", "Since then"):
        assert untold not in front


def test_a_name_is_text_and_nothing_else() -> None:
    name = '#panic("x") $a$ *b* _c_ </svg> Łukasz'
    front = words(read(printed(assess(example("desk-worker"), KNOWLEDGE), name, "")), 0)
    assert name in front


def test_the_same_input_gives_the_same_bytes() -> None:
    found = assess(example("desk-worker"), KNOWLEDGE)
    assert printed(found) == printed(found)


def test_the_command_writes_the_report(tmp_path: Path) -> None:
    history, out = tmp_path / "history.csv", tmp_path / "report.pdf"
    history.write_text(HISTORY)
    done = main(["report", example_path("desk-worker"), "--history", str(history), "--out", str(out)])
    assert done == 0
    assert "Since then" in words(read(out.read_bytes()), 0)
    assert main(["report", example_path("desk-worker"), "--out", str(tmp_path / "no" / "x.pdf")]) == 2
