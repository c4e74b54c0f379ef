"""One day of a programme as the timeline that a player plays.

Every step has its seconds; they add up to the day's honest minutes. A player needs nothing else but the
pictures: what to do, on which side, which set, for how long, and what to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.prescription.types import Day, Item
from plantigrade.core.quantities import Side
from plantigrade.knowledge.types.exercises import Exercise, Tempo
from plantigrade.knowledge.words import say

StepKind = Literal["prepare", "side_change", "work", "rest", "hold"]


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of time. `item` is the place of its item in the day, from 0.

    `side` None means both legs at once. `reps` and `tempo_s` are given for counted work, whose seconds
    are what the tempo takes; `set_number` and `sets` count from 1, and are 0 outside of sets.
    """

    kind: StepKind
    item: int
    exercise: str
    side: Side | None
    starts_s: float
    seconds: float
    set_number: int
    sets: int
    reps: int | None
    tempo_s: Tempo | None
    says: str
    cues: tuple[str, ...]


def _parts(
    item: Item, exercise: Exercise, follows_other_side: bool
) -> Iterator[tuple[StepKind, float, int, str]]:
    """Kind, seconds, set and what is said, of every step of one item."""
    variant = next(v for v in exercise.variants if v.id == item.variant)
    if follows_other_side:
        yield (
            "side_change",
            item.setup_s,
            0,
            say("Now the left side." if item.side is Side.LEFT else "Now the right side."),
        )
    else:
        where = ""
        if item.side is not None:
            where = f", {say('left side' if item.side is Side.LEFT else 'right side')}"
        yield "prepare", item.setup_s, 0, f"{exercise.name}{where}. {variant.note}"
    dose = item.dose
    for number in range(1, dose.sets + 1):
        yield "work", dose.set_s, number, exercise.cues[(number - 1) % len(exercise.cues)]
        if number < dose.sets and dose.rest_s:
            yield "rest", dose.rest_s, number, say("Rest.")
    if dose.hold_s:
        yield "hold", dose.hold_s, dose.sets, say("Hold the deepest comfortable position and breathe.")


def timeline(day: Day, exercises: Mapping[str, Exercise]) -> tuple[Step, ...]:
    """The steps of a day in order, gapless, from 0 to the day's seconds; empty on a rest day."""
    steps: list[Step] = []
    clock = 0.0
    before: Item | None = None
    for index, item in enumerate(day.items):
        exercise = exercises[item.exercise]
        other_side = (
            before is not None and before.exercise == item.exercise and before.side not in (None, item.side)
        )
        for kind, seconds, number, says in _parts(item, exercise, other_side):
            counted = kind == "work"
            steps.append(
                Step(
                    kind=kind,
                    item=index,
                    exercise=item.exercise,
                    side=item.side,
                    starts_s=clock,
                    seconds=seconds,
                    set_number=number,
                    sets=item.dose.sets if number else 0,
                    reps=item.dose.reps if counted else None,
                    tempo_s=item.dose.tempo_s if counted else None,
                    says=says,
                    cues=exercise.cues if kind in ("work", "hold") else (),
                )
            )
            clock += seconds
        before = item
    return tuple(steps)
