"""An assessment in the terminal: a sentence, why, the numbers with their error, and what limits."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from plantigrade.cli.show.limiters import show_limiters
from plantigrade.cli.show.parts import LEGEND, one_line, show_legend, show_referrals, show_stop
from plantigrade.cli.show.scale import axis_over, draw_labels, range_row
from plantigrade.cli.show.terminal import (
    SIDE_STYLE,
    SOFT,
    STRONG,
    SYMBOL,
    WARN,
    Page,
    clean,
    side_mark,
    sides_mark,
    sources_mark,
    styled,
)
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.quantities import Estimate, Side
from plantigrade.core.sports import Demand
from plantigrade.core.wall_test import Asymmetry
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.programme import Profile
from plantigrade.writing import (
    COVERAGE,
    Unit,
    angle_error,
    capital,
    count,
    count_in_100,
    degrees,
    in_100,
    length_error,
    listed,
    minutes,
    short_length,
)

# Columns before what is said of one side: its symbol, its name, a gap.
_SIDE = 11
_FROM = {
    "ktw_cm": "the tape",
    "wb_bent_deg": "the phone on the shin",
    "photo_deg": "the photograph",
}


def show(assessment: Assessment, knowledge: Catalogue, units: Unit, out: Console | None = None) -> None:
    """Writes the answer to `out` (standard output when None). With a stop: the referral and the numbers."""
    page = Page(out)
    if assessment.safety.decision == "stop":
        show_stop(page, assessment.safety, knowledge)
        _measurements(page, assessment, knowledge, units, full=False)
        if any(side.wall_test is not None or side.shin_angle for side in assessment.sides.values()):
            page.line()
            page.text(LEGEND, 0, style=SOFT)
        return
    _opening(page, assessment, knowledge, units)
    _safety(page, assessment, knowledge)
    _measurements(page, assessment, knowledge, units, full=True)
    show_limiters(page, assessment, knowledge)
    _squat(page, assessment)
    _targets(page, assessment, knowledge, units)
    show_referrals(page, assessment.referrals)
    _next_tests(page, assessment, knowledge)
    show_legend(page, LEGEND, knowledge.screening.positioning.text)


def _opening(page: Page, assessment: Assessment, knowledge: Catalogue, units: Unit) -> None:
    wording = knowledge.wording
    headline, summary = wording.headline[assessment.headline], wording.summary[assessment.summary]
    nothing_shows = assessment.summary == "no_ankle_restriction_shown"
    page.title(f"{summary} {headline}" if nothing_shows else headline)
    page.text(" ".join(_why(assessment, knowledge, units)), 0)


def _why(assessment: Assessment, knowledge: Catalogue, units: Unit) -> Iterator[str]:
    """What the headline rests on."""
    measured = [
        f"{side} {length_error(found.wall_test.ktw_cm, units)}"
        for side, found in assessment.sides.items()
        if found.wall_test is not None
    ]
    if measured:
        functional = short_length(knowledge.bands.cuts.functional_cm.value, units)
        yield f"{capital(', '.join(measured))}; the functional mark is {functional}."
    adequate = knowledge.squat.bent_adequate_deg.value
    for side, found in assessment.sides.items():
        bent = found.findings.wb_bent_deg
        if bent is not None and bent < adequate:
            tilt = f"With the knee bent the {side} shin tilts {degrees(bent)}"
            yield f"{tilt}; {degrees(adequate)} is adequate."
    if assessment.asymmetry is not None and assessment.asymmetry.kind != "symmetric":
        yield f"The difference is {_difference_error(assessment.asymmetry, units)}."
    if assessment.headline == "squat_only" and assessment.squat.readings:
        yield assessment.squat.readings[0].text
    if assessment.summary == "restriction_shown":
        yield knowledge.wording.summary[assessment.summary]
    if assessment.summary == "not_enough_measured":
        yield from dict.fromkeys(test.why for test in assessment.next_tests[:1])


def _safety(page: Page, assessment: Assessment, knowledge: Catalogue) -> None:
    page.section("Before you start")
    safety, wording = assessment.safety, knowledge.wording.safety
    if safety.not_asked:
        page.text(wording["not_asked"].format(count=len(safety.not_asked)))
    page.text(wording[safety.decision])
    for item in safety.items:
        on = Text() if item.side is None else sides_mark([item.side]) + " "
        found = "" if item.asked else ", as your other answers show"
        body = on + styled(f"{capital(item.short)}{found}. ", STRONG) + item.text
        page.bullet(body, item.sources)


def _measurements(page: Page, assessment: Assessment, knowledge: Catalogue, units: Unit, full: bool) -> None:
    """Side by side; `full` adds what the distances mean."""
    sides = {
        side: found
        for side, found in assessment.sides.items()
        if found.wall_test is not None or found.shin_angle is not None
    }
    if not sides:
        return
    page.section("What was measured")
    for side, found in sides.items():
        lead = Text("  ") + side_mark(side) + styled(f" {side.value}", STRONG)
        for line in _side(found, knowledge, units, full):
            page.text(line, _SIDE, lead)
            lead = Text()
    values = {s: f.wall_test.ktw_cm for s, f in sides.items() if f.wall_test and f.named_band}
    if full and values:
        _chart(page, values, knowledge, units)
    if full and assessment.asymmetry is not None:
        _difference(page, assessment.asymmetry, knowledge, units)
    if full and any(found.place is not None for found in sides.values()):
        page.line()
        page.text(knowledge.norms.caution)


def _side(found: SideAssessment, knowledge: Catalogue, units: Unit, full: bool) -> Iterator[Text]:
    test, angle = found.wall_test, found.shin_angle
    if test is not None:
        number = styled(length_error(test.ktw_cm, units), STRONG)
        tries = f", {count(len(test.trials_cm), 'try', 'tries')}"
        band = f"   {test.band.name}" if full and found.named_band else ""
        yield number + styled(tries, SOFT) + Text(band)
        if full:
            functional = knowledge.bands.cuts.functional_cm.value
            chance = in_100(test.ktw_cm.p_below(functional))
            yield Text(f"{chance} that the true distance is below {short_length(functional, units)}.")
        if full and found.named_band:
            yield one_line(test.band.means, test.band.sources)
        if full and found.place is not None:
            place, norms = found.place, knowledge.norms
            told = norms.wording.format(below_in_100=count_in_100(place.below), group=place.norm.group)
            yield one_line(told, place.norm.sources)
    if angle is not None:
        came_from = listed([_FROM.get(name, name) for name in angle.sources])
        yield Text(f"Shin angle {angle_error(angle.angle_deg)}, from {came_from}.")
    if full:
        for meaning in found.angles:
            yield one_line(meaning.text, meaning.sources)
    for warning in found.warnings:
        yield styled("! ", WARN) + knowledge.wording.warnings[warning]


def _marks(knowledge: Catalogue) -> dict[float, str]:
    """The marks on the axis with their names."""
    cuts, bands = knowledge.bands.cuts, knowledge.bands
    return {
        cuts.functional_cm.value: "functional",
        cuts.cleared_cm.value: "cleared for the squat",
        cuts.maintenance_only_cm.value: "upkeep is enough",
        bands.profiles[bands.default_profile].bands[-1].from_cm: "more than almost anyone needs",
    }


def _chart(page: Page, values: dict[Side, Estimate], knowledge: Catalogue, units: Unit) -> None:
    marks = _marks(knowledge)
    ends = [end for value in values.values() for end in value.interval(COVERAGE)]
    axis = axis_over([*ends, *marks], page.width - 5)
    page.line()
    draw_labels(page, axis, tuple(marks), units, 4)
    for side, value in values.items():
        low, high = value.interval(COVERAGE)
        row = range_row(axis, side, low, value.value, high, tuple(marks))
        page.line(Text("  ") + side_mark(side) + Text(" ") + row)
    named = "; ".join(f"{short_length(cm, units)} {name}" for cm, name in marks.items())
    page.text(f"Toe to wall: {named}.", 4, style=SOFT)


def _difference_error(asymmetry: Asymmetry, units: Unit) -> str:
    return length_error(Estimate(asymmetry.cm, asymmetry.sd_cm), units)


def _difference(page: Page, asymmetry: Asymmetry, knowledge: Catalogue, units: Unit) -> None:
    size = _difference_error(asymmetry, units)
    told = Text(f"Difference {size}. {knowledge.wording.asymmetry[asymmetry.kind]}")
    if asymmetry.lower_side is not None:
        told.append(f" {in_100(asymmetry.p_real)} that the {asymmetry.lower_side} is truly the shorter one.")
    page.line()
    page.text(told)


def _squat(page: Page, assessment: Assessment) -> None:
    if not assessment.squat.readings:
        return
    page.section("What your squat shows")
    for reading in assessment.squat.readings:
        page.bullet(reading.text, reading.sources)


def _targets(page: Page, assessment: Assessment, knowledge: Catalogue, units: Unit) -> None:
    page.section("What your sports and goals ask for")
    for sport in assessment.unknown_sports:
        page.text(knowledge.sports.unknown.format(sport=clean(sport)))
    for profile in (*assessment.profiles, *assessment.groups):
        name = f"{capital(profile.name)}. "
        page.text(styled(name, STRONG) + profile.text + sources_mark(profile.sources))
        for demand in assessment.demands:
            if demand.profile == profile.name:
                _demand(page, demand, assessment, units)
        _notes(page, profile)


def _demand(page: Page, demand: Demand, assessment: Assessment, units: Unit) -> None:
    angle = demand.target.shin_angle_deg
    asked = short_length(demand.ktw_cm, units)
    if angle is not None:
        asked = f"{degrees(angle)} at the shin, for you about {asked}"
    page.text(f"{capital(demand.target.text)}: {asked}", 4)
    for side, found in assessment.sides.items():
        lead = styled(f"    {SYMBOL[side]}", SIDE_STYLE[side])
        reach = next((r for r in found.reaches if r.demand == demand), None)
        if reach is None:
            page.text("not measured", 6, lead)
        else:
            met = "met" if reach.met else "not met"
            page.text(f"{met}; {in_100(reach.p_met)} that it is truly met", 6, lead)


def _notes(page: Page, profile: Profile) -> None:
    for note in profile.notes:
        page.bullet(note)


def _next_tests(page: Page, assessment: Assessment, knowledge: Catalogue) -> None:
    page.section("What to test next")
    if not assessment.next_tests:
        page.text("Nothing cheap would change the answer now.")
    sides: dict[str, list[Side | None]] = {}
    for test in assessment.next_tests:
        sides.setdefault(test.test, []).append(test.side)
    for id_, wanted in sides.items():
        protocol = knowledge.protocols.tests[id_]
        test = next(t for t in assessment.next_tests if t.test == id_)
        on = Text() if None in wanted else sides_mark(wanted) + " "
        told = on + styled(f"{protocol.title}, {minutes(test.minutes)}. ", STRONG) + test.why
        page.bullet(told)
