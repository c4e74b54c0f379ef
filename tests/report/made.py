"""Pages that the tests of this folder look at."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from xml.etree import ElementTree

from plantigrade.core.assessment import Assessment, assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.types import Plan
from plantigrade.core.review import Review, review
from plantigrade.interop.case_file import case_from
from plantigrade.interop.history_file import history_from
from plantigrade.report.page import assessment_page, progress_page
from tests.support import KNOWLEDGE, example

BUDGETS = ("5", "10", "full")
START = date(2026, 11, 30)
HOSTILE = "<script>alert(1)</script>"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze" * 2
SVG = "{http://www.w3.org/2000/svg}"

HISTORY = """date,side,ktw_cm,trials,planned,done
2026-09-07,left,7.6,3,,
2026-09-14,left,7.9,3,7,6
2026-09-21,left,8.2,3,7,7
2026-10-05,left,8.9,3,14,11
2026-10-19,left,9.3,3,14,13
2026-09-07,right,10.9,3,,
2026-09-21,right,10.7,3,14,12
2026-10-19,right,11.1,3,28,25
"""


@cache
def assessed_example(name: str) -> Assessment:
    return assess(example(name), KNOWLEDGE)


@cache
def plan_of(name: str, budget: str) -> Plan:
    return prescribe(assessed_example(name), START, KNOWLEDGE, budget)


@cache
def page_of(name: str, budget: str = "10", units: str = "cm") -> str:
    return assessment_page(assessed_example(name), plan_of(name, budget), KNOWLEDGE, units)


@cache
def crowded() -> tuple[Assessment, Plan]:
    """A case with everything at once: ambers, a wedge, lower shoes, training days and odd sports."""
    side = {"ktw_cm": [7.0, 9.5], "end_feel": ["calf_pull_bent"], "pain_0_10": 4, "sprains": 3}
    case = case_from(
        {
            "person": {
                "age_years": 67,
                "sports": ["running", HOSTILE, LONG_WORD],
                "goals": ["squat", "running"],
                "equipment": ["wall", "step", "band", "anchor"],
                "lower_body_days": ["mon", "thu"],
                "heel_drop_mm": 10,
                "wants_lower_drop": True,
                "squats_with_heel_lift_cm": 2.5,
            },
            "screen": {"AM3": True, "AM6": True},
            "left": side,
            "right": {"ktw_cm": [8.0], "wb_bent_deg": 30, "wb_straight_deg": 29},
            "squat": {"heels_rise_flat": True, "elevated_response": "clearly_better"},
        }
    )
    assessment = assess(case, KNOWLEDGE)
    return assessment, prescribe(assessment, START, KNOWLEDGE, "full")


@cache
def crowded_page(units: str = "cm") -> str:
    return assessment_page(*crowded(), KNOWLEDGE, units)


def made_review(text: str = HISTORY, target: float | None = None) -> Review:
    return review(history_from(text), KNOWLEDGE, target=target)


@cache
def progress() -> str:
    return progress_page(made_review(), KNOWLEDGE)


@lru_cache(maxsize=64)
def parsed(page: str) -> ElementTree.Element:
    """The page as XML, which forgives nothing. Held for the next test: never change it."""
    return ElementTree.fromstring(page)


def words(element: ElementTree.Element) -> str:
    """What a reader reads, with plain spaces."""
    shown = "".join(element.itertext()).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", shown)


def part(page: str, id_: str) -> ElementTree.Element:
    """The element of that id. Raises LookupError when there is none."""
    found = parsed(page).find(f".//*[@id='{id_}']")
    if found is None:
        raise LookupError(id_)
    return found


def has_part(page: str, id_: str) -> bool:
    return parsed(page).find(f".//*[@id='{id_}']") is not None
