"""What was measured: the ankle of each side, both against the bands, and the difference."""

from __future__ import annotations

from collections.abc import Mapping

from plantigrade import writing
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.core.wall_test import Asymmetry, WallTest
from plantigrade.draw.charts import (
    AnkleAngle,
    Bands,
    Difference,
    NamedLine,
    Spread,
    Stretch,
    ankle_chart,
    bands_chart,
    difference_chart,
)
from plantigrade.knowledge.types.measurement import Band, BandProfile
from plantigrade.knowledge.words import say, word
from plantigrade.report.frame import (
    CHART_WIDTH,
    Frame,
    Section,
    chart_figure,
    disclosure,
    pair,
    side_label,
    wide_table,
)
from plantigrade.report.markup import Markup, paragraphs, tag, text

_END_FEELS = {
    "calf_pull_straight": word("a calf pull with the knee straight"),
    "calf_pull_bent": word("a low calf pull with the knee bent"),
    "no_calf_feeling": word("no calf feeling"),
    "front_pinch": word("a pinch in front"),
    "hard_block": word("a hard block"),
}
_INSTRUMENTS = {
    "ktw_cm": word("the tape"),
    "wb_bent_deg": word("the inclinometer"),
    "photo_deg": word("the photograph"),
}

_ANKLE = {Side.LEFT: word("Left ankle"), Side.RIGHT: word("Right ankle")}
_AS_TABLE = {Side.LEFT: word("Left ankle as a table"), Side.RIGHT: word("Right ankle as a table")}


def sides(assessment: Assessment, frame: Frame) -> Section | None:
    """A card for each side that was given, and under each what it means; None when there is no side."""
    if not assessment.sides:
        return None
    stopped = assessment.safety.decision == "stop"
    faces = [_face(side, found, stopped, frame) for side, found in assessment.sides.items()]
    if stopped:
        return Section("sides", say("What was measured"), pair(*faces, name="faces"))
    more = [_meaning(side, found, frame) for side, found in assessment.sides.items()]
    placed = any(found.place for found in assessment.sides.values())
    caution = f" {frame.knowledge.norms.caution}" if placed else ""
    error = say("The error beside a number holds the true value 95 times in 100.")
    notes = tag("p", f"{error}{caution}", class_="note")
    body = text(pair(*faces, name="faces"), pair(*more, name="meanings"), notes)
    return Section("sides", say("Each ankle"), body, title=say("Each ankle"), heading_hidden=True)


def _face(side: Side, found: SideAssessment, stopped: bool, frame: Frame) -> Markup:
    test, angle = found.wall_test, found.shin_angle
    parts: list[str] = [tag("h3", say(_ANKLE[side]), class_="unseen")]
    table = Markup()
    if angle is not None:
        low, high = angle.angle_deg.interval(0.8)
        ktw_cm = test.ktw_cm.value if test else None
        drawn = ankle_chart(
            AnkleAngle(side, angle.angle_deg.value, low, high, ktw_cm, frame.unit), f"ankle-{side}"
        )
        parts.append(Markup(drawn.svg))
        table = wide_table(Markup(drawn.table), say(_AS_TABLE[side]))
    else:
        parts.append(tag("p", side_label(side)))
    if test is not None:
        parts.append(
            _large(
                writing.amount(test.ktw_cm.value, frame.unit), writing.error_length(test.ktw_cm, frame.unit)
            )
        )
    elif angle is not None:
        shown = writing.about_degrees(angle.angle_deg.value)
        parts.append(_large(shown, writing.error_degrees(angle.angle_deg)))
    else:
        parts.append(tag("p", say("No distance and no angle yet."), class_="band"))
    if test is not None and found.named_band and not stopped:
        parts.append(tag("p", test.band.name, class_="band"))
    parts.append(
        disclosure(
            say("All readings"), _readings(found, frame), _warnings(found, frame) if stopped else "", table
        )
    )
    return tag("article", *parts, class_="card face")


def _large(value: str, error: str) -> Markup:
    return tag("p", tag("b", value), " ", tag("span", error), class_="large")


def _readings(found: SideAssessment, frame: Frame) -> Markup:
    """Everything that was entered for one side, with the error of what was measured."""
    rows = reading_rows(found, frame)
    return tag("dl", *(text(tag("dt", name), tag("dd", value)) for name, value in rows))


def reading_rows(found: SideAssessment, frame: Frame) -> list[tuple[str, str]]:
    """Name and value of everything that was entered for one side."""
    return [*_distance_rows(found, frame), *_finding_rows(found, frame)]


def _distance_rows(found: SideAssessment, frame: Frame) -> list[tuple[str, str]]:
    rows = []
    if found.wall_test is not None:
        test = found.wall_test
        within = writing.between(*test.ktw_cm.interval(writing.COVERAGE), frame.unit)
        trials = ", ".join(writing.amount(trial, frame.unit) for trial in test.trials_cm)
        rows = [
            (
                say("Toe to wall, mean of {trials}", trials=writing.count(len(test.trials_cm), "trial")),
                writing.length(test.ktw_cm.value, frame.unit),
            ),
            (say("Trials"), f"{trials}{writing.NBSP}{frame.unit}"),
            (say("95 times in 100 between"), f"{within}{writing.NBSP}{frame.unit}"),
        ]
    if found.shin_angle is not None:
        origin = writing.listed([say(_INSTRUMENTS[name]) for name in found.shin_angle.sources])
        rows.append(
            (say("Shin angle, from {origin}", origin=origin), writing.angle_error(found.shin_angle.angle_deg))
        )
    return rows


def _finding_rows(found: SideAssessment, frame: Frame) -> list[tuple[str, str]]:
    f = found.findings
    angles = (
        (say("Shin angle read, knee bent"), f.wb_bent_deg),
        (say("Shin angle read, knee straight"), f.wb_straight_deg),
        (say("Shin angle in the photograph"), f.photo_deg),
        (say("Lying, knee bent"), f.nwb_bent_deg),
        (say("Lying, knee straight"), f.nwb_straight_deg),
    )
    gains = (
        (say("Gain with the band"), f.band_probe_gain_cm),
        (say("Gain by stretching"), f.stretch_probe_gain_cm),
    )
    counts = (
        (say("Sprains"), f.sprains),
        (say("Calf raises on one leg"), f.single_leg_calf_raises),
        (say("Weeks of stretching without gain"), f.weeks_stretching_without_gain),
    )
    rows = [(name, writing.degrees(value)) for name, value in angles if value is not None]
    rows += [(name, writing.signed_length(cm, frame.unit)) for name, cm in gains if cm is not None]
    rows += [(name, str(number)) for name, number in counts if number is not None]
    if f.fracture_or_immobilised is not None:
        rows.append((say("Broken or in a cast"), say("yes" if f.fracture_or_immobilised else "no")))
    if f.single_leg_balance_s is not None:
        rows.append((say("Balance on one leg"), writing.seconds(f.single_leg_balance_s)))
    if f.end_feel is not None:
        felt = [say(name) for feel, name in _END_FEELS.items() if feel in f.end_feel]
        rows.append((say("What ended the movement"), writing.listed(felt) or say("nothing named")))
    if f.pain_0_10 is not None:
        rows.append((say("Pain at the end"), say("{points} of 10", points=writing.short(f.pain_0_10))))
    return rows


def _meaning(side: Side, found: SideAssessment, frame: Frame) -> Markup:
    """In words: the band, the chance of being short, the mark for the squat, the place among others."""
    test = found.wall_test
    told: list[str] = []
    if test is not None:
        cuts = frame.knowledge.bands.cuts
        if found.named_band:
            told.append(test.band.means)
        else:
            told.append(say("The bands are made for adults, so this ankle gets no band name."))
        short = writing.in_100(test.ktw_cm.p_below(cuts.functional_cm.value))
        functional = writing.short_length(cuts.functional_cm.value, frame.unit)
        told.append(
            say("{chance} that it is truly below the functional {mark}.", chance=short, mark=functional)
        )
        told.append(_cleared(test.cleared, writing.short_length(cuts.cleared_cm.value, frame.unit)))
    if found.place is not None:
        place = writing.count_in_100(found.place.below)
        wording = frame.knowledge.norms.wording
        told.append(wording.format(below_in_100=place, group=found.place.norm.group))
    sources = [*(test.band.sources if test else ()), *(found.place.norm.sources if found.place else ())]
    for meaning in found.angles:
        told.append(meaning.text)
        sources += meaning.sources
    return tag(
        "div",
        tag("p", side_label(side), class_="column-head"),
        paragraphs(told),
        _warnings(found, frame),
        frame.cite(sources),
        class_="meaning",
    )


def _cleared(cleared: bool, mark: str) -> str:
    if cleared:
        return say("It reaches {mark}, which clears an ankle for the squat.", mark=mark)
    return say("It is short of {mark}, which would clear it for the squat.", mark=mark)


def _warnings(found: SideAssessment, frame: Frame) -> Markup:
    return paragraphs((frame.knowledge.wording.warnings[name] for name in found.warnings), class_="warning")


def against_bands(assessment: Assessment, frame: Frame) -> Section | None:
    """Both sides on one ruler, and their difference; None without a distance.

    Where a side has no band name, for a child, there is no ruler of bands either.
    """
    tests = {side: found.wall_test for side, found in assessment.sides.items() if found.wall_test}
    drawn, asked = [], []
    if tests and all(assessment.sides[side].named_band for side in tests):
        ladder = _ladder([test.band for test in tests.values()], frame)
        cuts = frame.knowledge.bands.cuts
        drawn.append(_ruler({side: Spread.of(test.ktw_cm) for side, test in tests.items()}, ladder, frame))
        asked += [*ladder.sources, *cuts.functional_cm.sources, *cuts.cleared_cm.sources]
    if assessment.asymmetry is not None:
        drawn.append(_difference(tests, assessment.asymmetry, frame))
        asked += frame.knowledge.measurement.asymmetry.unilateral_cm.sources
    if not drawn:
        return None
    body = text(tag("div", *drawn, class_="charts"), tag("p", frame.cite(asked)))
    return Section("bands", say("Side by side"), body, title=say("Side by side"))


def _ruler(spreads: Mapping[Side, Spread], ladder: BandProfile, frame: Frame) -> Markup:
    cuts = frame.knowledge.bands.cuts
    left, right = (spreads.get(side) for side in SIDES)
    stretches = tuple(Stretch(band.name, band.from_cm) for band in ladder.bands)
    lines = (
        NamedLine(say("functional"), cuts.functional_cm.value),
        NamedLine(say("cleared"), cuts.cleared_cm.value),
    )
    ruler = bands_chart(Bands(left, right, stretches, lines, frame.unit), "bands", CHART_WIDTH)
    return chart_figure(ruler, say("The bands are functional targets, not norms."), "card")


def _ladder(bands: list[Band], frame: Frame) -> BandProfile:
    """The ladder that these bands stand on, the default one first."""
    known = frame.knowledge.bands
    ladders = sorted(known.profiles.items(), key=lambda named: named[0] != known.default_profile)
    return next(ladder for _, ladder in ladders if all(band in ladder.bands for band in bands))


def _difference(tests: Mapping[Side, WallTest], found: Asymmetry, frame: Frame) -> Markup:
    limits = frame.knowledge.measurement.asymmetry
    marks = (
        NamedLine(say("watch"), limits.watch_cm.value),
        NamedLine(say("one-sided"), limits.unilateral_cm.value),
        NamedLine(say("high"), limits.high_cm.value),
    )
    signed = tests[Side.LEFT].ktw_cm.value - tests[Side.RIGHT].ktw_cm.value
    spread = Spread.of(Estimate(signed, found.sd_cm))
    drawn = difference_chart(Difference(spread, marks, frame.unit), "difference", CHART_WIDTH)
    return chart_figure(drawn, frame.knowledge.wording.asymmetry[found.kind], "card")
