"""The first screen: what it means in one sentence, why, and whether it is safe to start."""

from __future__ import annotations

from plantigrade import writing
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.quantities import Estimate, Side
from plantigrade.core.screening import SafetyItem
from plantigrade.report.frame import Frame, side_label
from plantigrade.report.markup import Markup, items, paragraphs, tag, text


def answer(assessment: Assessment, frame: Frame) -> Markup:
    """The opening of an assessment. A stop says what to do now, and nothing of the ankles."""
    headline = frame.knowledge.wording.headline[assessment.headline]
    if assessment.safety.decision == "stop":
        return _opening(headline, _stopped(assessment, frame), "now")
    told = " ".join(why(assessment, frame))
    return _opening(headline, text(tag("p", told, class_="lead"), _safety(assessment, frame)))


def _opening(headline: str, body: Markup, name: str = "") -> Markup:
    heading = tag("h1", headline, id="answer-heading")
    return tag("section", heading, body, id="answer", aria_labelledby="answer-heading", class_=name or None)


def _stopped(assessment: Assessment, frame: Frame) -> Markup:
    told = (
        tag(
            "li",
            tag("b", writing.sentence(item.short)),
            tag("p", item.referral, class_="do"),
            frame.cite(item.sources),
        )
        for item in assessment.safety.items
        if item.action != "modify"
    )
    return text(
        tag("p", frame.knowledge.wording.safety["stop"], class_="lead"), tag("ul", *told, class_="stop plain")
    )


def why(assessment: Assessment, frame: Frame) -> list[str]:
    """Short sentences: what was measured, whether it is more than error, what probably limits."""
    if assessment.headline == "unknown":
        test = frame.knowledge.protocols.tests["wall_test"]
        return [
            "Nothing that an answer could rest on has been measured yet.",
            f"Begin with the {test.title.lower()}; it takes {writing.minutes(test.minutes)} for both sides.",
        ]
    told = [*_measured(assessment, frame), *_uneven(assessment, frame)]
    if not assessment.headline.startswith("lower_"):
        told += _against_mark(assessment, frame)
    if assessment.headline == "squat_only":
        told += [reading.text for reading in assessment.squat.readings[:1]]
    return [*told, *_limits(assessment, frame)]


def _measured(assessment: Assessment, frame: Frame) -> list[str]:
    """The distances; the angles where there is no distance."""
    tests = _distances(assessment)
    if tests:
        values = [f"{writing.length(ktw.value, frame.unit)} on the {side}" for side, ktw in tests]
        return [f"From toe to wall you reach {writing.listed(values)}."]
    read = [
        f"{writing.angle_error(found.shin_angle.angle_deg)} on the {side}"
        for side, found in assessment.sides.items()
        if found.shin_angle is not None
    ]
    return [f"At the end of the bend the shin leans {writing.listed(read)} from upright."] if read else []


def _distances(assessment: Assessment) -> list[tuple[Side, Estimate]]:
    return [(side, found.wall_test.ktw_cm) for side, found in assessment.sides.items() if found.wall_test]


def _against_mark(assessment: Assessment, frame: Frame) -> list[str]:
    """How likely each side is short of the functional mark; sides alike share a sentence."""
    functional = frame.knowledge.bands.cuts.functional_cm.value
    mark = writing.short_length(functional, frame.unit)
    chances: dict[str, list[str]] = {}
    for side, ktw in _distances(assessment):
        short = ktw.p_below(functional)
        told = (short, "is truly below") if short >= 0.5 else (1 - short, "truly reaches")
        said = f"{writing.in_100(told[0])} that {{}} {told[1]} the functional mark of {mark}"
        chances.setdefault(said, []).append(f"the {side}")
    many = len(chances) == 1 and len(next(iter(chances.values()))) > 1
    return [f"{said.format('each' if many else writing.listed(sides))}." for said, sides in chances.items()]


def _uneven(assessment: Assessment, frame: Frame) -> list[str]:
    found = assessment.asymmetry
    if found is None:
        return []
    if found.lower_side is None:
        return ["Both sides read the same."]
    error = Estimate(found.cm, found.sd_cm)
    size, own = writing.length(found.cm, frame.unit), writing.error_length(error, frame.unit)
    if found.kind == "symmetric":
        watch = writing.short_length(frame.knowledge.measurement.asymmetry.watch_cm.value, frame.unit)
        return [f"The difference, {size}, is less than the {watch} that the test can tell apart."]
    chance = f"{writing.in_100(found.p_real)} that the {found.lower_side} truly is the stiffer one"
    compared = "is larger than" if found.cm > writing.half95(error) else "lies within"
    return [
        f"The difference, {size}, {compared} the test's own error ({own}): {chance}.",
        frame.knowledge.wording.asymmetry[found.kind],
    ]


def _limits(assessment: Assessment, frame: Frame) -> list[str]:
    """The likely limiting factors of each side; sides with the same ones share a sentence."""
    names = {side: _likely(found, frame) for side, found in assessment.sides.items()}
    told = {side: found for side, found in names.items() if found}
    if len(told) == 2 and len(set(told.values())) == 1:
        return [_limit_sentence("On both sides", next(iter(told.values())))]
    return [_limit_sentence(f"On the {side}", found) for side, found in told.items()]


def _likely(found: SideAssessment, frame: Frame) -> tuple[str, ...]:
    readings = sorted((found.limiters or {}).values(), key=lambda reading: -reading.p)
    names = frame.knowledge.next_tests.names
    return tuple(f"{names[r.limiter]} ({writing.in_100(r.p)})" for r in readings if r.label == "likely")


def _limit_sentence(where: str, found: tuple[str, ...]) -> str:
    is_a = "the likely limiting factor is" if len(found) == 1 else "likely limiting factors are"
    return f"{where} {is_a} {writing.listed(found)}."


def _safety(assessment: Assessment, frame: Frame) -> Markup:
    safety, wording = assessment.safety, frame.knowledge.wording.safety
    unasked = wording["not_asked"].format(count=len(safety.not_asked)) if safety.not_asked else ""
    if not safety.items:
        asked = bool(assessment.case.screen)
        return paragraphs([f"{wording['go']} {unasked}".strip() if asked else unasked], class_="safety")
    changes = [_change(item, frame) for item in safety.items]
    body = text(
        tag("h2", "What safety changes", id="safety-heading"),
        tag("p", wording["modify"]),
        items(changes, class_="plain"),
        paragraphs([unasked]),
    )
    return tag("aside", body, class_="safety", aria_labelledby="safety-heading")


def _change(item: SafetyItem, frame: Frame) -> Markup:
    origin = "" if item.asked else " Your findings ask for this, not an answer."
    where = text(" ", side_label(item.side)) if item.side else Markup()
    return text(
        tag("b", writing.sentence(item.short)),
        where,
        tag("p", f"{item.text}{origin}"),
        frame.cite(item.sources),
    )
