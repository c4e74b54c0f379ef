"""The page as text: well-formed, complete, honest, and nothing but itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from itertools import pairwise

import pytest

from plantigrade.core.assessment import assess
from plantigrade.core.case import Case
from plantigrade.core.prescription import prescribe
from plantigrade.interop.answers.assessment import assessment_values
from plantigrade.interop.answers.plan import plan_values
from plantigrade.report.page import assessment_page, progress_page
from plantigrade.writing import digits_for, signed, whole_minutes
from tests.report.made import (
    BUDGETS,
    HOSTILE,
    LONG_WORD,
    START,
    SVG,
    assessed_example,
    crowded,
    crowded_page,
    has_part,
    made_review,
    page_of,
    parsed,
    part,
    plan_of,
    progress,
    words,
)
from tests.support import EXAMPLES, GOING, KNOWLEDGE, assessed, example, in_100

PAGES = [
    *(
        pytest.param(partial(page_of, name, budget), id=f"{name}-{budget}")
        for name in EXAMPLES
        for budget in BUDGETS
    ),
    pytest.param(crowded_page, id="crowded"),
    pytest.param(partial(crowded_page, "in"), id="crowded-in"),
    pytest.param(progress, id="progress"),
]
VOID = {"meta", "input", "br", "hr", "link"}


@pytest.mark.parametrize("page", PAGES)
def test_it_is_well_formed_with_unique_ids_and_links_that_lead_somewhere(page: Callable[[], str]) -> None:
    root = parsed(page())
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    for element in root.iter():
        for attribute in ("aria-labelledby", "for"):
            for id_ in (element.get(attribute) or "").split():
                assert id_ in ids
        if element.tag == "a":
            target = element.get("href") or ""
            assert target.startswith("#")
            assert target[1:] in ids


@pytest.mark.parametrize("page", PAGES)
def test_only_void_elements_and_drawings_close_themselves(page: Callable[[], str]) -> None:
    text = page()
    drawn = {element.tag.removeprefix(SVG) for element in parsed(text).iter() if element.tag.startswith(SVG)}
    assert set(re.findall(r"<([a-zA-Z0-9]+)[^<>]*/>", text)) <= VOID | drawn


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_nobody_for_anything(page: Callable[[], str]) -> None:
    text = page()
    assert set(re.findall(r"https?://[^\"'\s<)]*", text)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\((?!#)|\son\w+=", text)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text.replace("&#x27;", "'")
    assert len(text.encode()) < 600_000


@pytest.mark.parametrize("page", PAGES)
def test_its_headings_stand_in_order_under_one_title(page: Callable[[], str]) -> None:
    root = parsed(page())
    levels = [int(e.tag[1]) for e in root.iter() if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert root.get("lang") == "en"
    assert [len(root.findall(f".//{tag}")) for tag in ("main", "header", "footer")] == [1, 1, 1]


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_has_its_table(page: Callable[[], str]) -> None:
    root = parsed(page())
    tables = {table.get("id") for table in root.iter("table")}
    for drawn in root.iter(f"{SVG}svg"):
        if "pg-chart" in (drawn.get("class") or ""):
            uid = (drawn.get("aria-labelledby") or "").split()[0].removesuffix("-title")
            assert f"{uid}-table" in tables
    for table in root.iter("table"):
        assert table.find("caption") is not None


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_measured_number_of_the_answer_stands_on_the_page(name: str) -> None:
    text = words(parsed(page_of(name)))
    values = assessment_values(assessed_example(name), KNOWLEDGE)
    assert values["headline"] in text
    for side in values["sides"].values():
        ktw = side["ktw_cm"]
        assert f"{ktw['mean']:.1f} ± {1.96 * ktw['sem']:.1f} cm" in text
        assert all(f"{trial:.1f}" in text for trial in ktw["trials"])
        angle = side["shin_angle_deg"]
        assert f"{angle['value']:.0f}° ± {1.96 * angle['sd']:.0f}°" in text
        for warning in side["warnings"]:
            assert warning["text"] in text


@pytest.mark.parametrize("name", GOING)
def test_every_chance_point_and_source_stands_on_the_page(name: str) -> None:
    page = page_of(name)
    text, sources = words(parsed(page)), words(part(page, "sources"))
    values = assessment_values(assessed_example(name), KNOWLEDGE)
    for side in values["sides"].values():
        assert f"{in_100(side['p_below_functional'])} that it is truly below" in text
        assert f"About {side['place']['below_in_100']} in 100 {side['place']['group']}" in text
        assert all(in_100(target["p_met"]) in text for target in side["targets"])
        assert all(meaning["text"] in text for meaning in side["angles"])
        for reading in side["limiters"].values():
            assert in_100(reading["p"]) in text
            points = [f["points"] for f in reading["findings"]]
            digits = digits_for((reading["prior"], reading["log_odds"], *points))
            for finding in reading["findings"]:
                assert finding["text"] in text
                assert signed(finding["points"], digits) in text
                assert all(source in sources for source in finding["sources"])
    for test in values["next_tests"]:
        assert test["why"] in text
        assert f"{whole_minutes(test['minutes'])} min" in text
    for told in (*values["squat"], *values["referrals"], *values["profiles"]):
        assert told["text"] in text
        assert all(source in sources for source in told["sources"])
    assert values["notice"] in text
    assert f"{len(values['safety']['not_asked'])} of the safety questions were not asked" in text
    assert KNOWLEDGE.screening.positioning.text in text


def test_a_difference_is_told_with_its_error_and_its_chance() -> None:
    text = words(part(page_of("after-sprains"), "answer"))
    assert "The difference, 3.5 cm, is larger than the test's own error (± 1.2 cm)" in text
    assert "99 in 100 that the left truly is the stiffer one" in text


def test_a_difference_within_the_error_is_no_news() -> None:
    assessment = assessed(left={"ktw_cm": [9.0, 9.0, 9.0]}, right={"ktw_cm": [9.5, 9.5, 9.5]})
    text = words(part(assessment_page(assessment, None, KNOWLEDGE), "answer"))
    assert "The difference, 0.5 cm, is less than the 1.5 cm that the test can tell apart." in text


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("name", GOING)
def test_the_programme_is_there_with_every_exercise_dose_and_reason(name: str, budget: str) -> None:
    page = page_of(name, budget)
    text, calendar = words(parsed(page)), words(part(page, "programme"))
    values = plan_values(plan_of(name, budget), KNOWLEDGE)
    for week in values["weeks"]:
        assert week["goal"] in calendar
        for day in week["days"]:
            if day["items"]:
                assert f"{whole_minutes(day['minutes'])} min" in calendar
            for item in day["items"]:
                card = words(part(page, item["exercise"]))
                assert item["why"] in card
                assert str(item["reps"] or f"{item['seconds']:g}".removesuffix(".0")) in card or "min" in card
    for note in (*values["notes"], *values["maintenance"]["notes"]):
        assert note in text
    for id_, named in values["exercises"].items():
        card = words(part(page, id_))
        exercise = KNOWLEDGE.exercises[id_]
        for told in (
            named["name"],
            named["summary"],
            exercise.feel,
            *exercise.stop,
            *exercise.steps,
            *exercise.faults,
        ):
            assert told in card
    assert page.count('id="EX') == len(values["exercises"])
    missing = values["left_out"]
    assert has_part(page, "left-out") is bool(missing)
    for left in missing:
        assert KNOWLEDGE.exercises[left["exercise"]].name in words(part(page, "left-out"))


def test_an_exercise_is_drawn_on_the_side_that_needs_it_more() -> None:
    card = part(page_of("after-sprains"), "EX1")
    assert "pg-EX1-left" in str([e.get("id") for e in card.iter()])
    only_right = part(page_of("front-pinch"), "EX1")
    assert "pg-EX1-right" in str([e.get("id") for e in only_right.iter()])


def test_the_wedge_and_the_shoes_are_shown_when_they_are_planned() -> None:
    _, plan = crowded()
    text = words(part(crowded_page(), "tracks"))
    assert plan.wedge is not None
    assert plan.footwear is not None
    for stage in plan.wedge.stages[:-1]:
        assert f"{stage.tilt_deg:.0f}°" in text
    assert all(note in text for note in plan.footwear.notes)
    assert all(f"{week.drop_mm:g} mm" in text for week in plan.footwear.weeks)


def test_what_safety_changes_is_shown() -> None:
    text = words(part(crowded_page(), "answer"))
    for id_ in ("AM3", "AM6", "AM10"):
        assert KNOWLEDGE.screening.amber[id_].text in text


def test_a_stop_shows_what_to_do_and_the_measurements_and_nothing_else() -> None:
    page = page_of("red-flag")
    text = words(parsed(page))
    assert KNOWLEDGE.screening.red["RF2"].text in text
    assert "6.0 ± 1.2 cm" in text
    for id_ in ("limits", "programme", "exercises", "tests", "aims", "bands", "claims", "EX1"):
        assert not has_part(page, id_)
    assert not any(hypothesis.name in text for hypothesis in KNOWLEDGE.limiters.hypotheses)
    assert not any(exercise.name in text for exercise in KNOWLEDGE.exercises.values())
    assert not any(band.name in text for band in KNOWLEDGE.bands.profiles["seed-merged"].bands[:2])


def test_a_page_without_a_programme_has_all_but_the_programme() -> None:
    page = assessment_page(assessed_example("after-sprains"), None, KNOWLEDGE)
    assert has_part(page, "limits")
    assert not has_part(page, "programme")


def test_nothing_measured_still_makes_a_page() -> None:
    assessment = assess(Case(), KNOWLEDGE)
    page = assessment_page(assessment, prescribe(assessment, START, KNOWLEDGE), KNOWLEDGE)
    text = words(parsed(page))
    assert KNOWLEDGE.wording.headline["unknown"] in text
    assert KNOWLEDGE.wording.plan["not_measured"] in text


def test_an_angle_without_a_distance_and_one_side_alone_make_a_page() -> None:
    assessment = assessed(right={"wb_bent_deg": 31, "pain_0_10": 2})
    text = words(parsed(assessment_page(assessment, None, KNOWLEDGE)))
    assert "31° ±" in text
    assert "Left ankle" not in text


def test_a_child_gets_no_band_name() -> None:
    assessment = assessed(left={"ktw_cm": [8.0]}, person={"age_years": 10})
    page = assessment_page(assessment, None, KNOWLEDGE)
    assert "no band name" in words(parsed(page))
    assert KNOWLEDGE.bands.profiles["seed-merged"].bands[0].name not in words(parsed(page))


def test_another_ladder_of_bands_is_drawn_as_itself() -> None:
    assessment = assess(example("desk-worker"), KNOWLEDGE, "seed-b")
    text = words(part(assessment_page(assessment, None, KNOWLEDGE), "bands"))
    assert "meaningful restriction" in text


def test_markup_in_an_answer_stays_text() -> None:
    page = crowded_page()
    assert HOSTILE not in page
    assert HOSTILE in words(parsed(page))
    assert LONG_WORD in words(parsed(page))


def test_characters_that_no_page_can_hold_are_replaced() -> None:
    assessment = assessed(left={"ktw_cm": [8.0]}, person={"sports": ["ju\x00do\x1b"]})
    assert "ju\ufffddo\ufffd" in words(parsed(assessment_page(assessment, None, KNOWLEDGE)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_claim_we_do_not_make_is_never_said_as_fact(name: str) -> None:
    root = deepcopy(parsed(page_of(name, "full")))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("id") == "claims":
                parent.remove(child)
    text = words(root).lower()
    said = [phrase for claim in KNOWLEDGE.claims.values() for phrase in claim.never if phrase.lower() in text]
    assert said == []


@pytest.mark.parametrize("name", GOING)
def test_the_claims_are_quoted_and_refused(name: str) -> None:
    section = part(page_of(name), "claims")
    quoted = [words(q) for q in section.iter("q")]
    refused = {
        c.claim: c for c in KNOWLEDGE.claims.values() if c.verdict in ("not_established", "unsupported")
    }
    assert 0 < len(quoted) <= 6
    for claim in quoted:
        assert claim in refused
        assert refused[claim].because in words(section)


def test_inches_are_inches_everywhere() -> None:
    text = words(parsed(page_of("after-sprains", "10", "in")))
    assert "3.0 ± 0.3 in" in text
    assert "The difference, 1.4 in" in text
    with pytest.raises(ValueError, match="no such unit"):
        assessment_page(assessed_example("after-sprains"), None, KNOWLEDGE, "ells")


def test_progress_begins_with_the_verdict_of_each_side() -> None:
    review, page = made_review(), progress()
    headline = words(next(parsed(page).iter("h1")))
    answer, text = words(part(page, "answer")), words(parsed(page))
    for side, found in review.progress.items():
        title = KNOWLEDGE.progress.verdicts[found.verdict].title
        assert f"{side.capitalize()}: {title[:1].lower()}{title[1:]}" in headline
        assert KNOWLEDGE.progress.reasons[found.reason].text in answer
        assert in_100(found.p_gain_real) in answer
        assert f"{found.now_cm.value:.1f} ± {1.96 * found.now_cm.sd:.1f} cm" in text
        assert f"{found.target.cm:g} cm: {in_100(found.target.p_by_week_12)}" in text
        for point in found.forecast:
            assert f"{point.low_cm:.1f} to {point.high_cm:.1f}" in text
    wording = KNOWLEDGE.progress.decisions[review.decision.kind]
    assert wording.text in text
    for change in review.decision.changes:
        assert change.what in text
        assert change.why in text
        assert all(has_part(page, f"source-{source}") for source in change.sources)


def test_sides_with_one_target_share_a_chart_and_others_do_not() -> None:
    assert has_part(progress_page(made_review(target=12.0), KNOWLEDGE), "trend-title")
    assert has_part(progress(), "trend-left-title")
    assert has_part(progress(), "trend-right-title")


def test_one_test_of_one_side_is_a_page_too() -> None:
    text = "date,side,ktw_cm,trials\n2026-09-07,right,9.0,1\n"
    page = progress_page(made_review(text), KNOWLEDGE, "in")
    assert "Right: too early to say." in words(parsed(page))
