"""Fitting exercises into the minutes of a day.

Nothing is put in that does not fit, so a day never exceeds its minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade.core.prescription.types import Block, Candidate, Item
from plantigrade.knowledge.types.exercises import Dose, Stage
from plantigrade.knowledge.types.programme import DoseLevel

# Sums of seconds are exact in binary far below this.
_TOLERANCE_S = 1e-9
LEVELS: tuple[DoseLevel, ...] = ("minimal", "standard", "full")


def dose_at(stage: Stage, level: DoseLevel) -> Dose:
    """The dose of a stage at one level."""
    if level == "minimal":
        return stage.doses.minimal
    return stage.doses.standard if level == "standard" else stage.doses.full


class _Bag:
    """What is chosen so far, and the seconds that are left."""

    def __init__(self, limit_s: float) -> None:
        self.left_s = limit_s + _TOLERANCE_S
        self.chosen: dict[int, tuple[Candidate, DoseLevel]] = {}

    def add(self, candidates: Sequence[Candidate], level: DoseLevel) -> bool:
        """Takes all of them at this dose, or raises those held to it; nothing when it does not fit."""
        chosen, left = self.chosen, self.left_s
        for candidate in candidates:
            held = chosen.get(id(candidate))
            left -= candidate.seconds[level] - (candidate.seconds[held[1]] if held else 0.0)
        if left < 0:
            return False
        self.left_s = left
        for candidate in candidates:
            chosen[id(candidate)] = (candidate, level)
        return True

    def grow(self, candidates: Sequence[Candidate], level: DoseLevel) -> None:
        """Raises the dose up to `level` step by step, if all are held and none is only kept."""
        for candidate in candidates:
            if candidate.only_keeps or id(candidate) not in self.chosen:
                return
        for step in LEVELS[1 : LEVELS.index(level) + 1]:
            self.add(candidates, step)


def fill(
    candidates: Sequence[Candidate],
    limit_s: float,
    most_exercises: int,
    level: DoseLevel,
    core_share: float,
    block: Block,
) -> tuple[Item, ...]:
    """The items of one block, in the order in which they are done. `limit_s` may be infinite.

    Three rounds: what matters (at least `core_share` of the weightiest) at its smallest dose, larger
    doses, then what else still fits.
    """
    groups = _by_weight(candidates)
    if not groups:
        return ()
    bag = _Bag(limit_s)
    worth = _weight(groups[0]) * core_share
    held: list[list[Candidate]] = []
    rest: list[list[Candidate]] = []
    for group in groups:
        core = len(held) < most_exercises and _weight(group) >= worth
        (held if core and _take(group, bag) else rest).append(group)
    for group in held:
        for part in _parts(group):
            bag.grow(part, level)
    for group in rest:
        if len(held) < most_exercises and _take(group, bag):
            held.append(group)
            bag.grow(group, level)
    # Stable, so that the weaker side stays first.
    chosen = sorted(bag.chosen.values(), key=lambda pair: pair[0].place)
    return tuple(_item(candidate, at, block) for candidate, at in chosen)


def _weight(group: list[Candidate]) -> float:
    return max(candidate.score for candidate in group) if len(group) > 1 else group[0].score


def _by_weight(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The sides of each exercise together, the weaker side first, the weightiest exercise first."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        group = groups.get(candidate.exercise.id)
        if group is None:
            groups[candidate.exercise.id] = [candidate]
        elif candidate.lead:
            group.insert(0, candidate)
        else:
            group.append(candidate)
    return sorted(groups.values(), key=lambda group: (-_weight(group), group[0].place))


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
        seconds=candidate.seconds[level],
        block=block,
        why=candidate.why,
        sources=candidate.slot.sources,
    )
