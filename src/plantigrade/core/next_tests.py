"""What to test next: the information each test not yet done is expected to give.

A test is a channel between a structure (limiting or not) and its outcomes. The points of section H are
log likelihood ratios, so with the share s_o of each outcome and its points w_o,

    P(o | not limiting) = s_o / sum(s),    P(o | limiting) = s_o exp(w_o) / sum(s exp(w))

and the expected information is the mutual information of the two, in bits. It is summed over the
structures whose action in the programme some outcome would change, and divided by the minutes the test
takes. Nothing above the worthwhile rate left means: stop testing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plantigrade.core.limiters import (
    Measure,
    Reading,
    in_dependency_order,
    is_present,
    with_derived,
    within_cap,
)
from plantigrade.core.quantities import SIDES, Side
from plantigrade.knowledge.types.limiters import (
    Finding,
    Limiter,
    Limiters,
    NextTests,
    Prospect,
)
from plantigrade.knowledge.types.protocols import Protocol
from plantigrade.knowledge.words import say

# Which measures follow from which (core.limiters.with_derived).
_DERIVED = {
    "ktw_cm": ("lower_by_cm", "sides_differ_cm", "range_measured"),
    "wb_bent_deg": ("gap_deg", "lower_by_deg", "range_measured"),
    "wb_straight_deg": ("gap_deg",),
}


@dataclass(frozen=True, slots=True)
class SideKnown:
    """One side as far as it is known."""

    measures: Mapping[str, Measure]
    present: frozenset[str]
    readings: Mapping[Limiter, Reading]


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test worth doing. `bits` is what it is expected to tell about what the programme rests on."""

    test: str
    side: Side | None
    bits: float
    minutes: float
    about: tuple[Limiter, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A test made ready once: what it measures, its outcomes as entered, and the rows it can switch.

    `reach` holds, per structure, the lowest and highest sum of points of those rows.
    """

    measures: frozenset[str]
    derives: bool
    readings: tuple[dict[str, Measure], ...]
    shares: tuple[float, ...]
    rows: tuple[Finding, ...]
    row_ids: frozenset[str]
    reach: Mapping[Limiter, tuple[float, float]]


@lru_cache(maxsize=256)
def _prepared(prospect: Prospect, limiters: Limiters) -> _Prepared:
    measures = prospect.measures
    names = set(measures)
    for measure in measures:
        names.update(_DERIVED.get(measure, ()))
    rows: dict[str, Finding] = {}
    for finding in in_dependency_order(limiters):
        clauses = (*finding.all, *finding.any, *finding.none)
        if any(c.measure in names or c.finding in rows for c in clauses):
            rows[finding.id] = finding
    points: dict[Limiter, list[float]] = {}
    for finding in rows.values():
        for limiter, value in finding.points.items():
            points.setdefault(limiter, []).append(value)
    return _Prepared(
        measures=measures,
        derives=not measures.isdisjoint(_DERIVED),
        readings=tuple(
            {name: frozenset({str(v)}) if name == "end_feel" else v for name, v in outcome.values.items()}
            for outcome in prospect.outcomes
        ),
        shares=tuple(outcome.share for outcome in prospect.outcomes),
        rows=tuple(rows.values()),
        row_ids=frozenset(rows),
        reach={
            limiter: (math.fsum(v for v in values if v < 0), math.fsum(v for v in values if v > 0))
            for limiter, values in points.items()
        },
    )


def _log_odds(p: float) -> float:
    return math.log(p / (1 - p))


@lru_cache(maxsize=8)
def action_cuts(limiters: Limiters) -> dict[Limiter, tuple[float, ...]]:
    """The scores at which what is done about a structure changes; between two of them it is the same.

    The front of the ankle rules out end-range loading or does not; control and hip are acted on when
    likely; the structures of the calf and joint count as unlikely, possible or likely.
    """
    labels = limiters.labels
    possible, likely = _log_odds(labels.possible_from.value), _log_odds(labels.likely_from.value)
    return {
        "gastrocnemius": (possible, likely),
        "soleus": (possible, likely),
        "talocrural_joint": (possible, likely),
        "motor_control": (likely,),
        "anterior_impingement": (_log_odds(labels.override_from.value),),
        "proximal": (likely,),
    }


def mutual_information_bits(p: float, shares: Sequence[float], points: Sequence[float]) -> float:
    """Expected information of a channel about a structure limiting with probability p (see module)."""
    total = math.fsum(shares)
    weighted = [s * math.exp(w) for s, w in zip(shares, points, strict=True)]
    norm = math.fsum(weighted)
    bits = 0.0
    for share, weight in zip(shares, weighted, strict=True):
        if_not, if_so = share / total, weight / norm
        mean = p * if_so + (1 - p) * if_not
        if if_so > 0:
            bits += p * if_so * math.log2(if_so / mean)
        if if_not > 0:
            bits += (1 - p) * if_not * math.log2(if_not / mean)
    return max(0.0, bits)


Edges = Mapping[Limiter, tuple[float, float]]


def edges_of(known: SideKnown, limiters: Limiters) -> Edges:
    """How far each structure's sum of points may fall or rise before what is done about it changes.

    Falling below the first number or reaching the second changes it. Cuts lie within the cap, so the cap
    itself never decides.
    """
    edges: dict[Limiter, tuple[float, float]] = {}
    for limiter, cuts in action_cuts(limiters).items():
        reading = known.readings[limiter]
        below = [cut for cut in cuts if cut <= reading.log_odds]
        above = [cut for cut in cuts if cut > reading.log_odds]
        edges[limiter] = (
            max(below) - reading.total if below else -math.inf,
            min(above) - reading.total if above else math.inf,
        )
    return edges


def expected_bits(
    prospect: Prospect, known: SideKnown, limiters: Limiters, edges: Edges
) -> dict[Limiter, float]:
    """Bits per structure that this test is expected to give on one side.

    Only structures whose action some outcome would change; empty when nothing would.
    """
    test = _prepared(prospect, limiters)
    now: dict[Limiter, float] = {}
    for finding in test.rows:
        if finding.id in known.present:
            for limiter, points in finding.points.items():
                now[limiter] = now.get(limiter, 0.0) + points
    open_to_change = []
    for limiter, (low, high) in test.reach.items():
        fall, rise = edges[limiter]
        today = now.get(limiter, 0.0)
        if low - today < fall or high - today >= rise:
            open_to_change.append(limiter)
    if not open_to_change:
        return {}
    changes = _changes(test, known, now)
    bits: dict[Limiter, float] = {}
    for limiter in open_to_change:
        moves = [change.get(limiter, 0.0) for change in changes]
        fall, rise = edges[limiter]
        if min(moves) < fall or max(moves) >= rise:
            reading = known.readings[limiter]
            cap = limiters.cap.value
            steps = [within_cap(reading.total + move, cap) - reading.log_odds for move in moves]
            bits[limiter] = mutual_information_bits(reading.p, test.shares, steps)
    return bits


def _changes(test: _Prepared, known: SideKnown, now: Mapping[Limiter, float]) -> list[dict[Limiter, float]]:
    """What each outcome would add to each structure, beyond what its rows add today."""
    kept = known.present - test.row_ids
    changes: list[dict[Limiter, float]] = []
    for reading in test.readings:
        measures = {**known.measures, **reading}
        if test.derives:
            with_derived(measures)
        present = set(kept)
        change: dict[Limiter, float] = {limiter: -points for limiter, points in now.items()}
        for finding in test.rows:
            if is_present(finding, measures, present):
                present.add(finding.id)
                for limiter, points in finding.points.items():
                    change[limiter] = change.get(limiter, 0.0) + points
        changes.append(change)
    return changes


def next_tests(
    known: Mapping[Side, SideKnown],
    equipment: frozenset[str] | None,
    limiters: Limiters,
    knowledge: NextTests,
    protocols: Mapping[str, Protocol],
    ignored: frozenset[str] = frozenset(),
) -> tuple[NextTest, ...]:
    """The tests worth doing next, the most telling per minute first; empty when none is.

    A side without any distance or bent-knee angle is sent to the wall test before anything else.
    `equipment` None means that nobody asked, so no test is ruled out for want of it. `ignored` are measures
    that say nothing in this person.
    """
    first = tuple(
        NextTest("wall_test", side, 0.0, protocols["wall_test"].minutes, (), knowledge.why_first)
        for side in SIDES
        if side not in known
        or ("ktw_cm" not in known[side].measures and "wb_bent_deg" not in known[side].measures)
    )
    ready = {
        side: (k, edges_of(k, limiters))
        for side, k in known.items()
        if all(t.side is not side for t in first)
    }
    offers: list[NextTest] = []
    for prospect in knowledge.prospects:
        protocol = protocols[prospect.test]
        if equipment is not None and not equipment.issuperset(protocol.equipment):
            continue
        measures = _prepared(prospect, limiters).measures
        if not ignored.isdisjoint(measures):
            continue
        found: dict[Side, dict[Limiter, float]] = {}
        for side, (k, edges) in ready.items():
            if measures.isdisjoint(k.measures):
                bits = expected_bits(prospect, k, limiters, edges)
                if bits:
                    found[side] = bits
        if protocol.per_side:
            offers += [
                _offer(prospect.test, side, [bits], protocol, knowledge) for side, bits in found.items()
            ]
        elif found:
            offers.append(_offer(prospect.test, None, list(found.values()), protocol, knowledge))
    worth = knowledge.worth_rate.value
    offers = [offer for offer in offers if offer.bits / offer.minutes >= worth]
    offers.sort(key=lambda o: (-o.bits / o.minutes, o.test, o.side or ""))
    tests = list(dict.fromkeys(offer.test for offer in offers))[: int(knowledge.most_tests.value)]
    return first + tuple(offer for offer in offers if offer.test in tests)


def _offer(
    test: str,
    side: Side | None,
    bits: list[dict[Limiter, float]],
    protocol: Protocol,
    knowledge: NextTests,
) -> NextTest:
    by_limiter: dict[Limiter, float] = {}
    for one in bits:
        for limiter, value in one.items():
            by_limiter[limiter] = by_limiter.get(limiter, 0.0) + value
    about = tuple(sorted(by_limiter, key=lambda name: (-by_limiter[name], name)))
    names = f" {say('and')} ".join(knowledge.names[limiter] for limiter in about[:2])
    return NextTest(
        test=test,
        side=side,
        bits=math.fsum(by_limiter.values()),
        minutes=protocol.minutes,
        about=about,
        why=knowledge.why.format(names=names),
    )
