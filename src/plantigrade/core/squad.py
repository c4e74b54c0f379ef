"""Many athletes together: how their distances lie, how even their sides are, and what has really changed."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from plantigrade.core.progress import Retest
from plantigrade.core.quantities import Estimate, as_read
from plantigrade.core.wall_test import sem_cm
from plantigrade.knowledge.catalogue import Catalogue

_COVERAGE = 0.95
# Beyond it the binomial of the ranks is as good as normal.
_EXACT_TO = 60


class Change(NamedTuple):
    """From an earlier test to the last, cm; the probabilities that the true change is a gain, or a loss."""

    cm: float
    p_more: float
    p_less: float


class Athlete(NamedTuple):
    """The last test of one athlete, cm, None where there is none; `part` is the group they are counted in.

    Changes and the probability that a side meets what the sports and goals ask are by side.
    """

    part: str
    left_ktw_cm: float | None
    right_ktw_cm: float | None
    left_change_cm: float | None
    right_change_cm: float | None
    left_more_p: float | None
    right_more_p: float | None
    left_less_p: float | None
    right_less_p: float | None
    left_met_p: float | None
    right_met_p: float | None


@dataclass(frozen=True, slots=True)
class Lie:
    """How `count` values lie: the median with the interval that holds the true one 95 times in 100.

    The interval is None for so few values that there is none. It rests on the order of the values alone
    and holds the error of measurement, since each value carries its own.
    """

    count: int
    median: float
    interval: tuple[float, float] | None
    quarters: tuple[float, float]
    tenths: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """One group. `more`, `less`: sides whose change is very likely real, of `changes`; `met`: athletes who
    very likely meet what is asked on both sides, of `asked`; `uneven`: sides further apart than the mark."""

    name: str
    people: int
    shorter_cm: Lie | None
    difference_cm: Lie | None
    uneven: int
    changes: int
    change_cm: float | None
    more: int
    less: int
    met: int
    open: int
    asked: int


def change_of(tests: Sequence[Retest], knowledge: Catalogue) -> Change | None:
    """The last test against the newest that lies a checkpoint's time before it; None without one."""
    if not tests:
        return None
    last = tests[-1]
    until = last.date - timedelta(days=int(knowledge.progress.rhythm.checkpoint_days.value))
    before = next((test for test in reversed(tests) if test.date <= until), None)
    if before is None:
        return None
    error = knowledge.measurement.wall_test
    sd = math.hypot(sem_cm(last.trials, error), sem_cm(before.trials, error))
    change = Estimate(as_read(last.ktw_cm - before.ktw_cm), sd)
    real = knowledge.progress.rules.real_gain_cm.value
    return Change(change.value, 1 - change.p_below(real), change.p_below(-real))


@dataclass(slots=True)
class _Tally:
    """What is counted of one group, in one pass over its athletes."""

    people: int = 0
    shorter: list[float] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    more: int = 0
    less: int = 0
    met: int = 0
    open: int = 0
    asked: int = 0


def parts_of(
    athletes: Iterable[Athlete], everybody: str, knowledge: Catalogue
) -> tuple[Part, tuple[Part, ...]]:
    """All together under the name `everybody`, and each group in the order of its name."""
    sure = knowledge.progress.rules.improving_probability.value
    held: dict[str, _Tally] = {}
    for one in athletes:
        tally = held.get(one[0])
        if tally is None:
            tally = held[one[0]] = _Tally()
        _count(tally, one, sure)
    whole = _Tally()
    for tally in held.values():
        for name in _Tally.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    parts = tuple(_part(name, held[name], knowledge) for name in sorted(held))
    return _part(everybody, whole, knowledge), parts


def _count(tally: _Tally, one: Athlete, sure: float) -> None:
    _, left, right, gain, other_gain, more, other_more, less, other_less, met, other_met = one
    tally.people += 1
    if left is not None and right is not None:
        tally.shorter.append(left if left < right else right)
        tally.apart.append(abs(left - right))
    elif left is not None:
        tally.shorter.append(left)
    elif right is not None:
        tally.shorter.append(right)
    if gain is not None:
        tally.changes.append(gain)
        tally.more += more is not None and more >= sure
        tally.less += less is not None and less >= sure
    if other_gain is not None:
        tally.changes.append(other_gain)
        tally.more += other_more is not None and other_more >= sure
        tally.less += other_less is not None and other_less >= sure
    if met is not None and other_met is not None:
        weaker = met if met < other_met else other_met
        tally.asked += 1
        tally.met += weaker >= sure
        tally.open += 1 - sure < weaker < sure


def _part(name: str, tally: _Tally, knowledge: Catalogue) -> Part:
    changes, cut = tally.changes, knowledge.measurement.asymmetry.unilateral_cm.value
    apart = sorted(tally.apart)
    return Part(
        name=name,
        people=tally.people,
        shorter_cm=lie_of(tally.shorter),
        difference_cm=lie_of(apart),
        # Readings in half centimetres meet the mark, whatever binary fractions leave of them.
        uneven=len(apart) - bisect_left(apart, cut - 1e-6),
        changes=len(changes),
        change_cm=math.fsum(changes) / len(changes) if changes else None,
        more=tally.more,
        less=tally.less,
        met=tally.met,
        open=tally.open,
        asked=tally.asked,
    )


def lie_of(values: Sequence[float]) -> Lie | None:
    """How values lie; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    rank = _rank(len(ordered))
    return Lie(
        count=len(ordered),
        median=_quantile(ordered, 0.5),
        interval=(ordered[rank - 1], ordered[-rank]) if rank else None,
        quarters=(_quantile(ordered, 0.25), _quantile(ordered, 0.75)),
        tenths=(_quantile(ordered, 0.1), _quantile(ordered, 0.9)),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _rank(count: int) -> int:
    """The rank k from either end between which the true median lies 95 times in 100; 0 for too few.

    The number of values below the true median is binomial with one half, whatever the values are.
    """
    tail = (1 - _COVERAGE) / 2
    if count > _EXACT_TO:
        return int(count / 2 - 1.96 * math.sqrt(count) / 2)
    below, rank = 0.0, 0
    while (below := below + math.comb(count, rank) / 2**count) <= tail:
        rank += 1
    return rank
