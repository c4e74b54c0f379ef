"""The first screen: what it means in one sentence, why, and whether it is safe to start."""

from __future__ import annotations

from plantigrade import writing
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.quantities import Estimate, Side
from plantigrade.core.screening import SafetyItem
from plantigrade.knowledge.words import say, say_many, word
from plantigrade.report.frame import Frame, side_label
from plantigrade.report.markup import Markup, items, paragraphs, tag, text

_BELOW_MARK = {
    "each": word("{chance} that each is truly below the functional mark of {mark}."),
    "left": word("{chance} that the left is truly below the functional mark of {mark}."),
    "right": word("{chance} that the right is truly below the functional mark of {mark}."),
}
_REACHES_MARK = {
    "each": word("{chance} that each truly reaches the functional mark of {mark}."),
    "left": word("{chance} that the left truly reaches the functional mark of {mark}."),
    "right": word("{chance} that the right truly reaches the functional mark of {mark}."),
}


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
            say("Nothing that an answer could rest on has been measured yet."),
            say(
                "Begin with the {test}; it takes {minutes} for both sides.",
                test=writing.lowered(test.title),
                minutes=writing.minutes(test.minutes),
            ),
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
        values = [_on_side(writing.length(ktw.value, frame.unit), side) for side, ktw in tests]
        return [say("From toe to wall you reach {values}.", values=writing.listed(values))]
    read = [
        _on_side(writing.angle_error(found.shin_angle.angle_deg), side)
        for side, found in assessment.sides.items()
        if found.shin_angle is not None
    ]
    return (
        [say("At the end of the bend the shin leans {angles} from upright.", angles=writing.listed(read))]
        if read
        else []
    )


def _on_side(value: str, side: Side) -> str:
    left = side is Side.LEFT
    return say("{value} on the left" if left else "{value} on the right", value=value)


def _distances(assessment: Assessment) -> list[tuple[Side, Estimate]]:
    return [(side, found.wall_test.ktw_cm) for side, found in assessment.sides.items() if found.wall_test]


def _against_mark(assessment: Assessment, frame: Frame) -> list[str]:
    """How likely each side is short of the functional mark; sides alike share a sentence."""
    functional = frame.knowledge.bands.cuts.functional_cm.value
    mark = writing.short_length(functional, frame.unit)
    chances: dict[tuple[str, bool], list[Side]] = {}
    for side, ktw in _distances(assessment):
        short = ktw.p_below(functional)
        below = short >= 0.5
        chance = writing.in_100(short if below else 1 - short)
        chances.setdefault((chance, below), []).append(side)
    return [
        say(_BELOW_MARK[_each(sides)] if below else _REACHES_MARK[_each(sides)], chance=chance, mark=mark)
        for (chance, below), sides in chances.items()
    ]


def _each(sides: list[Side]) -> str:
    return "each" if len(sides) > 1 else sides[0].value


def _uneven(assessment: Assessment, frame: Frame) -> list[str]:
    found = assessment.asymmetry
    if found is None:
        return []
    if found.lower_side is None:
        return [say("Both sides read the same.")]
    error = Estimate(found.cm, found.sd_cm)
    size, own = writing.length(found.cm, frame.unit), writing.error_length(error, frame.unit)
    if found.kind == "symmetric":
        watch = writing.short_length(frame.knowledge.measurement.asymmetry.watch_cm.value, frame.unit)
        return [
            say(
                "The difference, {size}, is less than the {watch} that the test can tell apart.",
                size=size,
                watch=watch,
            )
        ]
    left = found.lower_side is Side.LEFT
    chance = say(
        "{chance} that the left truly is the stiffer one"
        if left
        else "{chance} that the right truly is the stiffer one",
        chance=writing.in_100(found.p_real),
    )
    compared = (
        word("The difference, {size}, is larger than the test's own error ({own}): {chance}.")
        if found.cm > writing.half95(error)
        else word("The difference, {size}, lies within the test's own error ({own}): {chance}.")
    )
    return [
        say(compared, size=size, own=own, chance=chance),
        frame.knowledge.wording.asymmetry[found.kind],
    ]


def _limits(assessment: Assessment, frame: Frame) -> list[str]:
    """The likely limiting factors of each side; sides with the same ones share a sentence."""
    names = {side: _likely(found, frame) for side, found in assessment.sides.items()}
    told = {side: found for side, found in names.items() if found}
    if len(told) == 2 and len(set(told.values())) == 1:
        return [_limit_sentence(say("On both sides"), next(iter(told.values())))]
    return [
        _limit_sentence(say("On the left" if side is Side.LEFT else "On the right"), found)
        for side, found in told.items()
    ]


def _likely(found: SideAssessment, frame: Frame) -> tuple[str, ...]:
    readings = sorted((found.limiters or {}).values(), key=lambda reading: -reading.p)
    names = frame.knowledge.next_tests.names
    return tuple(f"{names[r.limiter]} ({writing.in_100(r.p)})" for r in readings if r.label == "likely")


def _limit_sentence(where: str, found: tuple[str, ...]) -> str:
    return say_many(
        "{where} the likely limiting factor is {found}.",
        "{where} likely limiting factors are {found}.",
        len(found),
        where=where,
        found=writing.listed(found),
    )


def _safety(assessment: Assessment, frame: Frame) -> Markup:
    safety, wording = assessment.safety, frame.knowledge.wording.safety
    unasked = wording["not_asked"].format(count=len(safety.not_asked)) if safety.not_asked else ""
    if not safety.items:
        asked = bool(assessment.case.screen)
        return paragraphs([f"{wording['go']} {unasked}".strip() if asked else unasked], class_="safety")
    changes = [_change(item, frame) for item in safety.items]
    body = text(
        tag("h2", say("What safety changes"), id="safety-heading"),
        tag("p", wording["modify"]),
        items(changes, class_="plain"),
        paragraphs([unasked]),
    )
    return tag("aside", body, class_="safety", aria_labelledby="safety-heading")


def _change(item: SafetyItem, frame: Frame) -> Markup:
    origin = "" if item.asked else f" {say('Your findings ask for this, not an answer.')}"
    where = text(" ", side_label(item.side)) if item.side else Markup()
    return text(
        tag("b", writing.sentence(item.short)),
        where,
        tag("p", f"{item.text}{origin}"),
        frame.cite(item.sources),
    )
