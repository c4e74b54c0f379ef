"""What a professional set in place of what the programme would hold, from a day on until it is ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plantigrade.core.prescription.edits import (
    Form,
    lighter_item,
    phase_of_week,
    room_s,
    swapped,
    with_items,
    without,
)
from plantigrade.core.prescription.filling import LEVELS, dose_at
from plantigrade.core.prescription.types import Day, Item, Plan, Week
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Dose, Stage
from plantigrade.knowledge.types.programme import DoseLevel

_WEEK = 7


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """No such exercise."""

    exercise: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A form in place of an exercise; where it cannot stand, the exercise is left out."""

    exercise: str
    form: Form


@dataclass(frozen=True, slots=True)
class Redose:
    """So many sets of so many seconds or repetitions, as far as the phase and the minutes allow."""

    exercise: str
    sets: int
    seconds: float | None = None
    reps: int | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The work stays that of the week in which it begins. `seen`: the day on which one looks."""

    seen: date


What = LeaveOut | Exchange | Redose | Hold


@dataclass(frozen=True, slots=True)
class Override:
    """Made on the day `on`, for the days from `begins` up to `until` (None: not ended yet).

    `key` comes back on the days and items that it changed.
    """

    key: str
    on: date
    begins: date
    until: date | None
    what: What

    def covers(self, day: date) -> bool:
        return self.begins <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a day stands in: its week, and the plan and equipment that it was prescribed from."""

    week: Week
    plan: Plan
    equipment: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that a form may be done with in a phase: sets, seconds or repetitions of one, work of all."""

    sets: int
    seconds: float | None
    reps: int | None
    work_s: float


def bounds(stage: Stage, level: DoseLevel) -> Bounds:
    """Over the doses up to a level: no professional's number leads past what is described."""
    doses = [dose_at(stage, one) for one in LEVELS[: LEVELS.index(level) + 1]]
    seconds = [dose.seconds for dose in doses if dose.seconds is not None]
    reps = [dose.reps for dose in doses if dose.reps is not None]
    return Bounds(
        max(dose.sets for dose in doses),
        max(seconds, default=None),
        max(reps, default=None),
        max(dose.sets * dose.set_s for dose in doses),
    )


def bounds_of(item: Item, week: Week, knowledge: Catalogue) -> Bounds:
    """The bounds of an item in its week."""
    _, stage, _ = Form(item.exercise, item.stage, item.variant).parts(knowledge)
    return bounds(stage, phase_of_week(week, knowledge).level)


def overridden(day: Day, override: Override, setting: Setting, cut_share: float, knowledge: Catalogue) -> Day:
    """The day as the override has it; the same day where it has nothing to change.

    What comes in loses `cut_share` (0 to 1) of its work: a lighter day stays lighter.
    """
    what = override.what
    if isinstance(what, Hold) or all(item.exercise != what.exercise for item in day.items):
        return day
    if isinstance(what, LeaveOut):
        after = without(day, what.exercise)
    elif isinstance(what, Exchange):
        after = _exchanged(day, what, setting, knowledge)
    else:
        after = _redosed(day, what, setting, knowledge)
    if after == day:
        return day
    marked = tuple(
        item if item in day.items else _marked(item, override.key, cut_share, knowledge)
        for item in after.items
    )
    return replace(with_items(after, marked), overrides=_with(day.overrides, override.key))


def told_to_hold(day: Day, overrides: Sequence[Override]) -> Day:
    """The day with the mark of a hold that covers it."""
    for override in overrides:
        if isinstance(override.what, Hold) and override.covers(day.date):
            day = replace(day, overrides=_with(day.overrides, override.key))
    return day


def weeks_held(overrides: Sequence[Override], first: date, on: date) -> int:
    """How many weeks of a programme that begins on `first` the work has stood still by a day."""
    still: set[int] = set()
    for override in overrides:
        if isinstance(override.what, Hold):
            last = on if override.until is None else min(on, override.until - timedelta(days=1))
            begins = max(override.begins, first)
            still.update(range((begins - first).days // _WEEK + 1, (last - first).days // _WEEK + 1))
    return len(still)


def weeks_held_in_all(overrides: Sequence[Override], first: date) -> int:
    """The weeks by which all holds make a programme longer, as far as they are known."""
    ends = [o.until or o.what.seen for o in overrides if isinstance(o.what, Hold)]
    return weeks_held(overrides, first, max(ends)) if ends else 0


def _with(held: tuple[str, ...], key: str) -> tuple[str, ...]:
    return held if key in held else (*held, key)


def _marked(item: Item, key: str, cut_share: float, knowledge: Catalogue) -> Item:
    return replace(lighter_item(item, cut_share, knowledge) if cut_share else item, override=key)


def _exchanged(day: Day, what: Exchange, setting: Setting, knowledge: Catalogue) -> Day:
    held = {Form(i.exercise, i.stage, i.variant) for i in day.items if i.exercise == what.exercise}
    if held == {what.form}:
        return day
    after = swapped(day, what.exercise, what.form, setting.week, setting.plan, setting.equipment, knowledge)
    return without(day, what.exercise) if after is day else after


def _redosed(day: Day, what: Redose, setting: Setting, knowledge: Catalogue) -> Day:
    old = [item for item in day.items if item.exercise == what.exercise]
    room = room_s(day, old, setting.plan, knowledge)
    for sets in range(what.sets, 0, -1):
        asked = replace(what, sets=sets)
        new = {id(item): _dosed(item, asked, setting.week, knowledge) for item in old}
        if sum(item.seconds for item in new.values()) <= room:
            return with_items(day, tuple(new.get(id(item), item) for item in day.items))
    return day


def _dosed(item: Item, what: Redose, week: Week, knowledge: Catalogue) -> Item:
    """The item at the dose, within its bounds; as it is when it counts in another unit."""
    most, dose = bounds_of(item, week, knowledge), item.dose
    if dose.reps is not None and what.reps is not None:
        changed = replace(dose, reps=min(what.reps, most.reps or dose.reps))
    elif dose.seconds is not None and what.seconds is not None:
        changed = replace(dose, seconds=min(what.seconds, most.seconds or dose.seconds))
    else:
        return item
    within: Dose = replace(changed, sets=_sets(what.sets, changed, most))
    seconds = knowledge.exercises[item.exercise].setup_s + within.total_s
    return replace(item, dose=within, seconds=seconds)


def _sets(asked: int, dose: Dose, most: Bounds) -> int:
    return max(1, min(asked, most.sets, int(most.work_s / dose.set_s + 1e-9)))
