"""Fitting exercises into the minutes of a day.

Nothing is put in that does not fit, so a day never exceeds its minutes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from plantigrade.core.prescription.types import Block, Candidate, Item
from plantigrade.knowledge.types.exercises import Dose, Stage
from plantigrade.knowledge.types.programme import DoseLevel, Programme

# Sums of seconds are exact in binary far below this.
_TOLERANCE_S = 1e-9
LEVELS: tuple[DoseLevel, ...] = ("minimal", "standard", "full")


def dose_at(stage: Stage, level: DoseLevel) -> Dose:
    """The dose of a stage at one level."""
    if level == "minimal":
        return stage.doses.minimal
    return stage.doses.standard if level == "standard" else stage.doses.full


def seconds_of(candidate: Candidate, level: DoseLevel) -> float:
    """Honest seconds: getting into position and the whole dose."""
    return candidate.exercise.setup_s + dose_at(candidate.stage, level).total_s


class _Bag:
    """What is chosen so far, and the seconds that are left."""

    def __init__(self, limit_s: float) -> None:
        self.left_s = limit_s
        self.chosen: dict[int, tuple[Candidate, DoseLevel]] = {}

    def add(self, candidates: Sequence[Candidate], level: DoseLevel) -> bool:
        """Takes all of them at this dose, or raises those held to it; nothing when it does not fit."""
        more = math.fsum(seconds_of(c, level) for c in candidates)
        more -= math.fsum(seconds_of(*self.chosen[id(c)]) for c in candidates if id(c) in self.chosen)
        if more > self.left_s + _TOLERANCE_S:
            return False
        self.left_s -= more
        self.chosen.update((id(c), (c, level)) for c in candidates)
        return True

    def holds(self, candidate: Candidate) -> bool:
        return id(candidate) in self.chosen


def fill(
    candidates: Sequence[Candidate],
    limit_s: float,
    most_exercises: int,
    level: DoseLevel,
    programme: Programme,
    block: Block,
) -> tuple[Item, ...]:
    """The items of one block, in the order in which they are done. `limit_s` may be infinite.

    Three rounds: what matters at its smallest dose, larger doses, then what else still fits.
    """
    groups = _by_weight(candidates)
    if not groups:
        return ()
    bag = _Bag(limit_s)
    worth = groups[0][0].score * programme.core_share.value
    core = [group for group in groups if group[0].score >= worth][:most_exercises]
    held = [group for group in core if _take(group, bag)]
    for step in LEVELS[1 : LEVELS.index(level) + 1]:
        for group in held:
            for part in _parts(group):
                if all(bag.holds(c) and not c.only_keeps for c in part):
                    bag.add(part, step)
    for group in groups:
        if len(held) < most_exercises and group not in held and _take(group, bag):
            held.append(group)
            for step in LEVELS[1 : LEVELS.index(level) + 1]:
                if all(bag.holds(c) and not c.only_keeps for c in group):
                    bag.add(group, step)
    order = programme.role_order
    ranked = sorted(
        bag.chosen.values(),
        key=lambda pair: (order.index(pair[0].exercise.role), _number(pair[0])),
    )
    return tuple(_item(candidate, at, block) for candidate, at in ranked)


def _number(candidate: Candidate) -> tuple[int, str]:
    return len(candidate.exercise.id), candidate.exercise.id


def _by_weight(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The sides of each exercise together, the weightiest exercise first."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.exercise.id, []).append(candidate)
    for group in groups.values():
        group.sort(key=lambda c: not c.lead)
    return sorted(groups.values(), key=lambda g: (-max(c.score for c in g), _number(g[0])))


def _take(group: list[Candidate], bag: _Bag) -> bool:
    """All sides at the smallest dose; when only one fits, the weaker one, if there is a weaker one."""
    if bag.add(group, "minimal"):
        return True
    return len(group) > 1 and group[0].lead and bag.add(group[:1], "minimal")


def _parts(group: list[Candidate]) -> list[list[Candidate]]:
    """Both sides grow together, unless one is the weaker: that one first."""
    if group[0].lead and len(group) > 1:
        return [group[:1], group[1:]]
    return [group]


def _item(candidate: Candidate, level: DoseLevel, block: Block) -> Item:
    return Item(
        exercise=candidate.exercise.id,
        stage=candidate.stage.id,
        variant=candidate.variant.id,
        side=candidate.side,
        dose=dose_at(candidate.stage, level),
        setup_s=candidate.exercise.setup_s,
        seconds=seconds_of(candidate, level),
        block=block,
        why=candidate.why,
        sources=candidate.slot.sources,
    )
