"""What is printed agrees with the values, fits the window, and is plain where it has to be."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.cli.show import assessment as assessment_page
from plantigrade.cli.show import plan as plan_page
from plantigrade.cli.show import progress as progress_page
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.progress import Retest
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review, review
from plantigrade.interop.answers.assessment import assessment_values
from plantigrade.interop.answers.plan import plan_values
from plantigrade.interop.answers.progress import progress_values
from plantigrade.interop.case_file import case_from
from plantigrade.writing import CM_PER, Unit, decimal, digits_for, signed, whole_minutes
from tests.cli.support import WIDTHS, a_console, assert_fits, flat, text_of
from tests.support import EXAMPLES, GOING, KNOWLEDGE, in_100, raw_example

START = date(2026, 12, 1)


SYMBOLS = {"left": "●", "right": "■"}


def page_of(raw: dict[str, Any], width: int = 100, units: Unit = "cm") -> str:
    out = a_console(width)
    assessment_page.show(assess(case_from(raw), KNOWLEDGE), KNOWLEDGE, units, out)
    text = text_of(out)
    assert_fits(text, width)
    return text


def plan_of(raw: dict[str, Any], width: int = 100, week: int | None = None) -> tuple[str, dict[str, Any]]:
    plan = prescribe(assess(case_from(raw), KNOWLEDGE), START, KNOWLEDGE)
    out = a_console(width)
    plan_page.show(plan, KNOWLEDGE, "cm", week, out)
    text = text_of(out)
    assert_fits(text, width)
    return text, plan_values(plan, KNOWLEDGE)


@pytest.mark.parametrize("units", ["cm", "in"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_distances_angles_and_chances_are_the_values(name: str, width: int, units: Unit) -> None:
    assessment = assess(case_from(raw_example(name)), KNOWLEDGE)
    values = assessment_values(assessment, KNOWLEDGE)
    words = flat(page_of(raw_example(name), width, units))
    per = CM_PER[units]
    stopped = values["safety"]["decision"] == "stop"
    for side, found in values["sides"].items():
        ktw = found["ktw_cm"]
        told = f"{ktw['mean'] / per:.1f} ± {1.959964 * ktw['sem'] / per:.1f} {units}"
        assert f"{SYMBOLS[side]} {side} {told}" in words
        shin = assessment.sides[Side(side)].shin_angle
        assert shin is not None
        assert f"Shin angle {shin.angle_deg.value:.0f}° ± {1.959964 * shin.angle_deg.sd:.0f}°" in words
        functional = "3.9 in" if units == "in" else "10 cm"
        chance = f"{in_100(found['p_below_functional'])} that the true distance is below {functional}"
        assert (chance in words) is not stopped


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", GOING)
def test_the_answer_opens_with_its_sentence_and_tells_all_parts(name: str, width: int) -> None:
    raw = raw_example(name)
    values = assessment_values(assess(case_from(raw), KNOWLEDGE), KNOWLEDGE)
    text = page_of(raw, width)
    words = flat(text)
    opening = values["headline"]
    if values["summary"] == "no_ankle_restriction_shown":
        opening = f"{KNOWLEDGE.wording.summary[values['summary']]} {opening}"
    assert words.startswith(opening)
    for told in [*values["referrals"], *values["squat"], *values["profiles"]]:
        assert told["text"] in words
    for test in values["next_tests"]:
        assert KNOWLEDGE.protocols.tests[test["id"]].title in words
        assert test["why"] in words
    assert "25 of the safety questions were not asked" in words
    assert values["notice"] in words
    assert KNOWLEDGE.wording.asymmetry[values["asymmetry"]["class"]] in words
    for side, found in values["sides"].items():
        assert (
            f"About {found['place']['below_in_100']} in 100 {found['place']['group']} measure less" in words
        )
        for target in found["targets"]:
            met = "met" if target["met"] else "not met"
            assert f"{SYMBOLS[side]} {met}; {in_100(target['p_met'])} that it is truly met" in words
        for told in (*found["warnings"], *found["angles"]):
            assert told["text"] in words


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", GOING)
def test_every_structure_has_its_bar_its_chance_and_its_label(name: str, width: int) -> None:
    values = assessment_values(assess(case_from(raw_example(name)), KNOWLEDGE), KNOWLEDGE)
    words = flat(page_of(raw_example(name), width))
    names = {h.id: h.name for h in KNOWLEDGE.limiters.hypotheses}
    for side, found in values["sides"].items():
        for id_, reading in found["limiters"].items():
            told = f"{in_100(reading['p'])} {reading['label']}"
            row = re.compile(rf"{SYMBOLS[side]}[ ●■]* {names[id_]} ([█░]+) {told}")
            bars = [m[1] for m in row.finditer(words)]
            assert bars, (side, id_)
            assert any(abs(bar.count("█") / len(bar) - reading["p"]) <= 0.5 / len(bar) + 1e-9 for bar in bars)


def waterfalls(text: str) -> list[tuple[list[float], float]]:
    """The points of each waterfall and the sum it states."""
    found: list[tuple[list[float], float]] = []
    points: list[float] = []
    for line in text.splitlines():
        row = re.match(r"\s+([+−]?\d+\.\d+)  [█▒│ ]{17}  (.+)", line)
        if row is None:
            continue
        number = float(row[1].replace("−", "-"))
        if row[2].startswith("Together"):
            found.append((points, number))
            points = []
        else:
            points.append(number)
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", GOING)
def test_the_points_of_a_waterfall_add_up_and_none_is_missing(name: str, width: int) -> None:
    text = page_of(raw_example(name), width)
    read = [found.limiters for found in assess(case_from(raw_example(name)), KNOWLEDGE).sides.values()]
    blocks = [limiters for i, limiters in enumerate(read) if limiters and limiters not in read[:i]]
    ranked = [r for block in blocks for r in sorted(block.values(), key=lambda r: -r.p)]
    readings = [r for r in ranked if r.points]
    shown = [r for r in readings if r.label != "unlikely"]
    drawn = waterfalls(text)
    assert len(drawn) == len(shown)
    for (points, total), reading in zip(drawn, shown, strict=True):
        expected = [reading.prior, *(point.points for point in reading.points)]
        if reading.capped:
            assert abs(sum(points) - total) < 0.011
            points = points[:-1]
        assert points == pytest.approx(expected, abs=0.005)
        assert total == pytest.approx(reading.log_odds, abs=0.006)
    words = flat(text)
    for reading in readings:
        digits = digits_for((reading.prior, reading.log_odds, *(p.points for p in reading.points)))
        for point in reading.points:
            sources = ", ".join(point.sources)
            if reading.label == "unlikely":
                told = f"{signed(point.points, digits)} {point.text[0].lower()}{point.text[1:]}"
            else:
                told = point.text
            assert f"{told} [{sources}]" in words


def test_a_sum_past_the_cap_says_that_it_is_held() -> None:
    words = flat(page_of(raw_example("after-sprains")))
    assert "Held at +3.00, because no sum of points may sound certain" in words


def test_sides_that_read_alike_share_a_block_and_others_do_not() -> None:
    assert "Likely limiting factors of both ankles" in page_of(raw_example("runner-soleus"))
    apart = page_of(raw_example("after-sprains"))
    assert "Likely limiting factors of the left ankle" in apart
    assert "Likely limiting factors of the right ankle" in apart


@pytest.mark.parametrize("width", WIDTHS)
def test_a_stop_shows_the_referral_the_measurement_and_nothing_else(width: int) -> None:
    raw = {**raw_example("red-flag"), "screen": {"RF2": True, "RF3": True, "AM6": True}}
    words = flat(page_of(raw, width).replace("┃", ""))
    assert words.startswith(KNOWLEDGE.wording.headline["stop"])
    for id_ in ("RF2", "RF3"):
        assert KNOWLEDGE.screening.red[id_].text in words
    assert "Get help now" in words
    assert "6.0 ± 1.2 cm" in words
    assert KNOWLEDGE.screening.amber["AM6"].text not in words
    for unwanted in ("limiting", "functional", "measure less", "What to test", "sports and goals", "likely"):
        assert unwanted not in words
    text, values = plan_of(raw, width)
    assert values["weeks"] == []
    assert KNOWLEDGE.screening.red["RF2"].text in flat(text.replace("┃", ""))
    assert "min" not in flat(text).split()


def test_an_answer_without_findings_says_so_and_asks_for_the_wall_test() -> None:
    words = flat(page_of({}))
    assert words.startswith(KNOWLEDGE.wording.headline["unknown"])
    assert "● ■ Knee-to-wall test" in words
    text, values = plan_of({})
    assert values["weeks"] == []
    assert flat(text).startswith(values["notes"][0])


def test_a_child_gets_no_band_and_no_marks() -> None:
    words = flat(page_of({"person": {"age_years": 10}, "left": {"ktw_cm": [8, 8, 8]}}))
    assert KNOWLEDGE.bands.profiles["seed-merged"].bands[0].name not in words
    assert "Toe to wall" not in words
    assert "Under 18, as your other answers show" in words


def test_all_asked_and_nothing_left_to_test_is_said() -> None:
    screening = KNOWLEDGE.screening
    raw = {
        **raw_example("lifter-with-range"),
        "screen": dict.fromkeys([*screening.red, *screening.amber], False),
    }
    raw["person"] = {**raw["person"], "equipment": []}
    done = {
        "end_feel": [],
        "wb_bent_deg": 45,
        "wb_straight_deg": 38,
        "sprains": 0,
        "weeks_stretching_without_gain": 0,
        "single_leg_calf_raises": 25,
        "single_leg_balance_s": 30,
        "nwb_bent_deg": 25,
    }
    raw["left"], raw["right"] = ({**raw[side], **done} for side in ("left", "right"))
    raw["squat"] = {**raw["squat"], "heels_rise_flat": False}
    words = flat(page_of(raw))
    assert "not asked" not in words
    assert "Nothing cheap would change the answer now." in words


HOSTILE = [
    "[bold red]x[/bold red]",
    "[link=http://x]y[/link]",
    "a\x1b[31mred\x1b[0m",
    "b\x9b2J",
    "r\u202etl",
    "\ud800",
    ":warning:",
]


@pytest.mark.parametrize("width", [100, 60, 24])
def test_what_a_file_says_is_shown_as_words_only(width: int) -> None:
    text = page_of({"person": {"sports": HOSTILE, "goals": ["squat"]}}, width)
    words = flat(text)
    if width == 100:
        assert "[bold red]x[/bold red]" in words
        assert "[link=http://x]y[/link]" in words
        assert ":warning:" in words
        assert "a[31mred[0m" in words
    assert not {c for c in text if c != "\n" and not c.isprintable()}
    text.encode("utf-8")


def test_colour_only_in_a_terminal_and_never_without_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = assess(case_from(raw_example("after-sprains")), KNOWLEDGE)
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = a_console(80, terminal=True)
    assessment_page.show(assessment, KNOWLEDGE, "cm", out)
    assert "\x1b[38;2;" in text_of(out)
    monkeypatch.setenv("NO_COLOR", "1")
    out = a_console(80, terminal=True)
    assessment_page.show(assessment, KNOWLEDGE, "cm", out)
    assert not re.search(r"\x1b\[[0-9;]*(3[0-8]|4[0-8]|9[0-7])[;m]", text_of(out))


def test_emphasis_ends_with_its_words() -> None:
    out = a_console(100, terminal=True)
    assessment_page.show(assess(case_from(raw_example("after-sprains")), KNOWLEDGE), KNOWLEDGE, "cm", out)
    line = next(line for line in text_of(out).splitlines() if "Landing drills" in line)
    assert "\x1b[1m" not in line
    line = next(line for line in text_of(out).splitlines() if "Low stances" in line)
    assert re.search(r"\x1b\[1mBasketball\. \x1b\[0mLow stances", line)


@given(st.sampled_from(EXAMPLES), st.integers(20, 130))
def test_no_width_breaks_a_page(name: str, width: int) -> None:
    page_of(raw_example(name), width)
    plan_of(raw_example(name), width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", GOING)
def test_a_plan_tells_its_days_minutes_and_reasons(name: str, width: int) -> None:
    text, values = plan_of(raw_example(name), width, week=5)
    words = flat(text)
    names = {id_: exercise.name for id_, exercise in KNOWLEDGE.exercises.items()}
    totals = re.findall(r"^  week +\d+ +(\d+) min", text, re.MULTILINE)
    assert totals == [whole_minutes(sum(d["minutes"] for d in w["days"])) for w in values["weeks"]]
    week = values["weeks"][4]
    assert f"Week 5 by day: {week['phase']}" in words
    for day in week["days"]:
        when = date.fromisoformat(day["date"])
        written = f"{when:%a} {when.day} {when:%b}"
        shown = re.search(rf"{written} +(\d+ min|{KNOWLEDGE.wording.plan['rest']})", text)
        assert shown is not None
        if day["items"]:
            assert shown[1].split()[0] == whole_minutes(day["minutes"])
        else:
            assert shown[1] == KNOWLEDGE.wording.plan["rest"]
    held = {item["exercise"] for w in values["weeks"] for d in w["days"] for item in d["items"]}
    reasons = text[text.index("Why each exercise") :]
    for id_ in held:
        assert len(re.findall(rf"· {re.escape(names[id_])}[.,]", flat(reasons))) == 1
    for note in values["notes"]:
        assert note in words
    for checkpoint in values["checkpoints"]:
        when = date.fromisoformat(checkpoint["date"])
        if checkpoint["kind"] != "capture":
            assert f"{when.day} {when:%b %Y}" in words
    for left in values["left_out"]:
        assert f"{names[left['exercise']]}, for safety" in words


def test_a_day_shows_each_side_with_its_own_dose() -> None:
    text, values = plan_of(raw_example("after-sprains"))
    first = values["weeks"][0]["days"][0]["items"]
    assert [(i["exercise"], i["side"], i["seconds"]) for i in first if i["exercise"] == "EX1"] == [
        ("EX1", "left", 75),
        ("EX1", "right", 45),
    ]
    assert "Knee-to-wall circles ● 75 s ■ 45 s" in flat(text)
    text, values = plan_of(raw_example("runner-soleus"), week=5)
    both = [i for d in values["weeks"][4]["days"] for i in d["items"] if i["side"] == "both" and i["reps"]]
    assert both
    for item in both:
        assert re.search(rf"both legs {item['sets']} × {item['reps']} \(.*s down\)", text)


def test_the_wedge_and_the_shoes_have_their_steps() -> None:
    raw = raw_example("runner-soleus")
    raw["person"]["squats_with_heel_lift_cm"] = 2
    text, values = plan_of(raw)
    for stage in values["heel_lift"]["stages"]:
        when = date.fromisoformat(stage["earliest"])
        assert re.search(
            rf"{stage['height_cm']:g} cm +[█░]+ +{stage['tilt_deg']:.0f}°, from {when.day} {when:%b %Y}", text
        )
    last = values["footwear"]["weeks"][-1]
    assert f"{last['share_pct']:.0f} % of your running in shoes with {last['drop_mm']:g} mm" in flat(text)


def history() -> Review:
    days = [START + timedelta(days=7 * n) for n in range(6)]
    left = [Retest(d, cm, 3, 6, 5) for d, cm in zip(days, (8.2, 8.4, 8.7, 9.3, 9.2, 9.6), strict=True)]
    right = [Retest(d, cm, 1) for d, cm in zip(days[::2], (10.6, 10.5, 10.8), strict=True)]
    return review({Side.LEFT: tuple(left), Side.RIGHT: tuple(right)}, KNOWLEDGE)


@pytest.mark.parametrize("units", ["cm", "in"])
@pytest.mark.parametrize("width", [100, 60, 36])
def test_progress_tells_the_values_of_each_side(width: int, units: Unit) -> None:
    found = history()
    values = progress_values(found.progress, found.decision, KNOWLEDGE)
    out = a_console(width)
    progress_page.show(found, KNOWLEDGE, units, out)
    text = text_of(out)
    assert_fits(text, width)
    words = flat(text)
    per = CM_PER[units]
    for side, told in values["sides"].items():
        verdict = KNOWLEDGE.progress.verdicts[told["verdict"]]
        assert f"{SYMBOLS[side]} {side.capitalize()}: {verdict.title}. {verdict.text}" in words
        now, gain = found.progress[Side(side)].now_cm, found.progress[Side(side)].gain_cm
        assert f"Now {now.value / per:.1f} ± {1.959964 * now.sd / per:.1f} {units}" in words
        assert f"a change of {decimal(gain.value / per)} ± {1.959964 * gain.sd / per:.1f} {units}" in words
        assert f"{in_100(told['p_gain_real'])} that the gain is real" in words
        assert f"{in_100(told['target']['p_by_week_12'])} by week 12" in words
        for point in told["trend"]:
            when = date.fromisoformat(point["date"])
            row = rf"{when.day} {when:%b %Y} +([\d.]+) +([\d.]+)"
            rows = [(float(m[1]), float(m[2])) for m in re.finditer(row, text)]
            wanted = (point["measured_cm"] / per, point["mean_cm"] / per)
            assert any(r == pytest.approx(wanted, abs=0.0505) for r in rows)
        for point in told["forecast"]:
            assert re.search(rf"week {point['week']} +forecast +{point['mean_cm'] / per:.1f}", text)
    assert f"{values['decision']['title']}. {values['decision']['text']}" in words
    for change in values["decision"]["changes"]:
        assert f"{change['what']} {change['why']} [{', '.join(change['sources'])}]" in words
    assert "80 times in 100" in words
    assert "You did 83 % of the planned sessions" in words
