"""Figures of a batch: every measured repetition is in them, nothing else is, and the page needs nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from plantigrade.cli.main import main
from plantigrade.results.batch import Outcome, Settings, local, run
from plantigrade.results.batch_figures import ROWS
from plantigrade.results.clip_job import Done
from plantigrade.results.tables import TABLE, write_tables
from tests.draw.svg import SVG, named
from tests.results.folders import folder_of, table

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def measured(tmp_path: Path, program: list[str]) -> Path:
    out = tmp_path / "out"
    folder = folder_of(tmp_path, "one.mp4", "deep/two.mp4", "refused.mp4")
    write_tables(out, run(folder, out, Settings(), local(2), program=program))
    return out


def plots(out: Path, to: Path) -> int:
    return main(["plots", str(out), "--to", str(to)])


def marks(picture: Path) -> int:
    """Marks of readings; those of the legend have no value to show."""
    root = ET.fromstring(picture.read_text(encoding="utf-8"))
    return sum(
        e.find(f"{SVG}title") is not None
        for kind in ("circle", "rect", "polygon")
        for e in root.iter(f"{SVG}{kind}")
    )


def test_each_repetition_of_the_table_has_its_mark(tmp_path: Path, program: list[str]) -> None:
    out, to = measured(tmp_path, program), tmp_path / "figures"
    assert plots(out, to) == 0
    rows = table(out / TABLE)
    drawn = {path.stem: marks(path) for path in to.glob("*.svg")}
    side = rows[0]["working_side"]
    assert drawn == {
        "heel-height": sum(bool(row["heel_height_pct_foot"]) for row in rows),
        "heel-down-shin-angle": sum(bool(row["heel_down_shin_angle_deg"]) for row in rows),
        f"dorsiflexion-{side}": sum(bool(row["ankle_dorsiflexion_deg"]) for row in rows),
    }
    assert min(drawn.values()) >= 2
    page = (to / "index.html").read_text(encoding="utf-8")
    assert "refused.mp4" in page
    assert "no picture in it" in page
    assert "2 of 3 not measured" in page


def test_a_large_study_has_pages_on_one_scale_and_an_overview(tmp_path: Path, program: list[str]) -> None:
    out, to = measured(tmp_path, program), tmp_path / "figures"
    head, *rows = csv.reader((out / TABLE).read_text(encoding="utf-8").splitlines())
    at, name = head.index("heel_height_pct_foot"), head.index("clip")
    with (out / TABLE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for number in range(2 * ROWS + 5):
            row = list(rows[0])
            row[name], row[at] = f"{number:03}.mp4", str(number / 10)
            writer.writerow(row)
    assert plots(out, to) == 0
    pages = sorted(to.glob("heel-height-[0-9].svg"))
    assert [marks(page) for page in pages] == [ROWS, ROWS, 5]
    scales = {
        tuple(e.attrib["x1"] for e in named(ET.fromstring(page.read_text()), "pg-s-line")) for page in pages
    }
    assert len(scales) == 1
    index = (to / "index.html").read_text(encoding="utf-8")
    assert (to / "heel-height-all.svg").exists()
    assert index.count('href="heel-height-3.svg"') == 1


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_page_asks_for_nothing_fits_and_is_accessible(
    tmp_path: Path, program: list[str], browser: Browser, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    to = tmp_path / "figures"
    assert plots(measured(tmp_path, program), to) == 0
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((to / "index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [(to / "index.html").as_uri()]
    assert [v["id"] for v in axe.run(page).response["violations"]] == []
    context.close()


def test_what_is_no_batch_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plots(tmp_path / "nowhere", tmp_path / "figures") == 2
    assert "name the folder that plantigrade batch --out wrote" in capsys.readouterr().err
    (tmp_path / TABLE).write_text("clip,usable\n")
    assert plots(tmp_path, tmp_path / "figures") == 2
    assert "lacks the column view" in capsys.readouterr().err


def test_a_batch_in_which_all_failed_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tables(tmp_path, Outcome((), (), (Done("a.mp4", "no picture in it"),)))
    assert main(["plots", str(tmp_path), "--to", str(tmp_path / "figures"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["figures"] == []
    assert "no picture in it" in Path(answer["page"]).read_text(encoding="utf-8")
