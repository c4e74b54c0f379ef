"""Each exercise of a programme once: its picture, its doses, why, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Item, Plan
from plantigrade.core.quantities import Side
from plantigrade.knowledge.types.exercises import Exercise
from plantigrade.knowledge.words import say
from plantigrade.report.frame import Frame, Section, disclosure, side_label
from plantigrade.report.markup import Markup, items, tag, text

# The stage that goes without saying.
_PLAIN = "standard"


@dataclass(slots=True)
class _Use:
    """One form of an exercise on one side, and the weeks and days in which it is done."""

    stage: str
    dose: str
    pace: str
    days: dict[int, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        low, high = min(self.days.values()), max(self.days.values())
        often = writing.count(low, "day") if low == high else say("{low} to {high} days", low=low, high=high)
        return say("{weeks}, {often} a week", weeks=writing.weeks(self.days), often=often)


def exercise_cards(plan: Plan, assessment: Assessment, frame: Frame) -> Section | None:
    """A card for each exercise, in the order in which they come; None when no day holds any."""
    held: dict[str, list[tuple[int, Item]]] = {}
    for week in plan.weeks:
        for day in week.days:
            for item in day.items:
                held.setdefault(item.exercise, []).append((week.number, item))
    if not held:
        return None
    cards = [
        _card(frame.knowledge.exercises[exercise], done, _shown_side(done, assessment), frame)
        for exercise, done in held.items()
    ]
    # The switch stills the moving pictures without a script (WCAG 2.2.2).
    switch = tag(
        "label",
        tag("input", type="checkbox", id="still"),
        tag("span", say("Hold the pictures still")),
        class_="switch",
    )
    return Section("exercises", say("The exercises"), text(switch, *cards), title=say("The exercises"))


def _shown_side(done: Iterable[tuple[int, Item]], assessment: Assessment) -> Side:
    """The weaker side where it works, else the side that does, else the left."""
    working = [item.side for _, item in done if item.side is not None]
    uneven = assessment.asymmetry
    weaker = uneven.lower_side if uneven is not None and uneven.lower_side is not None else Side.LEFT
    return weaker if not working or weaker in working else working[0]


def _card(exercise: Exercise, done: list[tuple[int, Item]], side: Side, frame: Frame) -> Markup:
    drawn = frame.figure(exercise.id, side, "do", animated=True)
    body = tag(
        "div",
        tag("h3", exercise.name),
        tag("p", exercise.standard_name, class_="under"),
        tag("p", exercise.summary),
        _doses(exercise, done),
        _why(exercise, done, frame),
        *_forms(exercise, done),
        *_how(exercise),
        class_="words",
    )
    return tag("article", tag("div", drawn, class_="figure"), body, class_="card exercise", id=exercise.id)


def _doses(exercise: Exercise, done: list[tuple[int, Item]]) -> Markup:
    """The doses of each side; sides that do the same share a line."""
    by_side = {
        where: _uses(exercise, [(week, item) for week, item in done if item.side is where])
        for where in dict.fromkeys(item.side for _, item in done)
    }
    left, right = by_side.get(Side.LEFT), by_side.get(Side.RIGHT)
    alike = left is not None and left == right
    both = text(side_label(Side.LEFT), " ", side_label(Side.RIGHT))
    rows: list[Markup] = []
    for where, uses in by_side.items():
        if where is None:
            rows += [_dose_row(text(say("Both legs")), use) for use in uses]
        elif not alike:
            rows += [_dose_row(side_label(where), use) for use in uses]
        elif where is Side.LEFT:
            rows += [_dose_row(both, use, f" {say('each')}") for use in uses]
    return tag("dl", *rows, class_="doses")


def _uses(exercise: Exercise, done: list[tuple[int, Item]]) -> list[_Use]:
    found: dict[tuple[str, str, str], _Use] = {}
    names = {stage.id: "" if stage.id == _PLAIN else stage.name for stage in exercise.stages}
    for week, item in done:
        key = names[item.stage], writing.dose(item.dose), writing.pace(item.dose)
        use = found.setdefault(key, _Use(*key))
        use.days[week] = use.days.get(week, 0) + 1
    return list(found.values())


def _dose_row(name: Markup, use: _Use, each: str = "") -> Markup:
    details = [use.stage, use.words, use.pace]
    under = writing.sentence("; ".join(word for word in details if word))
    return text(tag("dt", name), tag("dd", tag("b", f"{use.dose}{each}"), tag("span", under, class_="under")))


def _why(exercise: Exercise, done: list[tuple[int, Item]], frame: Frame) -> Markup:
    """Each reason once, with the side that it is given for, and the sources of reasons and doses."""
    reasons: dict[str, dict[Side | None, None]] = {}
    for _, item in done:
        reasons.setdefault(item.why, {})[item.side] = None
    many = len(reasons) > 1
    told = []
    for why, where in reasons.items():
        sides = [side_label(side) for side in where if side is not None]
        lead = text(sides[0], " ") if many and len(sides) == 1 else Markup()
        told.append(tag("p", lead, why))
    stages = {item.stage for _, item in done}
    sources = [source for _, item in done for source in item.sources]
    sources += [source for stage in exercise.stages if stage.id in stages for source in stage.sources]
    return tag("div", *told, tag("p", frame.cite(sources)), class_="why")


def _forms(exercise: Exercise, done: list[tuple[int, Item]]) -> list[Markup]:
    """How it is done with what there is."""
    used = dict.fromkeys(item.variant for _, item in done)
    variants = {variant.id: variant for variant in exercise.variants}
    return [
        tag("p", tag("b", f"{writing.sentence(variants[id_].name)} "), variants[id_].note) for id_ in used
    ]


def _how(exercise: Exercise) -> list[Markup]:
    return [
        disclosure(
            say("How to do it"),
            tag("p", exercise.why),
            items(exercise.steps, ordered=True),
            tag("p", say("Think:"), " ", tag("i", "; ".join(exercise.cues)), "."),
            name="printed",
        ),
        disclosure(
            say("Where to feel it, and when to stop"),
            tag("p", exercise.feel),
            tag("p", tag("b", say("Stop when:"))),
            items(exercise.stop),
            name="printed",
        ),
        disclosure(
            say("Faults, easier, harder"),
            tag("h4", say("Common faults")),
            items(exercise.faults),
            tag("h4", say("Easier")),
            items(exercise.easier),
            tag("h4", say("Harder")),
            items(exercise.harder),
        ),
    ]
