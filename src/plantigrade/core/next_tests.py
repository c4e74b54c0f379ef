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
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from plantigrade.core.limiters import (
    Measure,
    Reading,
    in_dependency_order,
    is_present,
    label_of,
    probability,
    with_derived,
    within_cap,
)
from plantigrade.core.quantities import SIDES, Side
from plantigrade.knowledge.types.limiters import (
    Finding,
    Labels,
    Limiter,
    Limiters,
    NextTests,
    Outcome,
    Prospect,
)
from plantigrade.knowledge.types.protocols import Protocol

# Which measures follow from which (core.limiters.with_derived).
_DERIVED = {
    "ktw_cm": ("lower_by_cm", "sides_differ_cm"),
    "wb_bent_deg": ("gap_deg", "lower_by_deg"),
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


@lru_cache(maxsize=256)
def _touched(prospect: Prospect, limiters: Limiters) -> tuple[Finding, ...]:
    """Rows of the table that this test can switch, directly or through another row, in order."""
    names = set(prospect.measures)
    for measure in prospect.measures:
        names.update(_DERIVED.get(measure, ()))
    rows: dict[str, Finding] = {}
    for finding in in_dependency_order(limiters):
        clauses = (*finding.all, *finding.any, *finding.none)
        if any(c.measure in names or c.finding in rows for c in clauses):
            rows[finding.id] = finding
    return tuple(rows.values())


def action_of(limiter: Limiter, p: float, labels: Labels) -> str:
    """What a structure's probability means for the programme; equal actions mean an equal programme."""
    if limiter == "anterior_impingement":
        return "front" if p >= labels.override_from.value else "none"
    label = label_of(p, labels)
    if limiter in ("motor_control", "proximal"):
        return label if label == "likely" else "none"
    return label


def mutual_information_bits(p: float, shares: list[float], points: list[float]) -> float:
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


def _with_outcome(measures: Mapping[str, Measure], outcome: Outcome) -> dict[str, Measure]:
    imagined = dict(measures)
    for name, value in outcome.values.items():
        imagined[name] = frozenset({str(value)}) if name == "end_feel" else value
    return with_derived(imagined)


def expected_bits(prospect: Prospect, known: SideKnown, limiters: Limiters) -> dict[Limiter, float]:
    """Bits per structure that this test is expected to give on one side.

    Only structures whose action some outcome would change; empty when nothing would.
    """
    touched = _touched(prospect, limiters)
    touched_ids = {f.id for f in touched}
    kept = known.present - touched_ids
    now: dict[Limiter, float] = {}
    for finding in touched:
        if finding.id in known.present:
            for limiter, points in finding.points.items():
                now[limiter] = now.get(limiter, 0.0) + points
    changes: list[dict[Limiter, float]] = []
    for outcome in prospect.outcomes:
        measures = _with_outcome(known.measures, outcome)
        present = set(kept)
        change: dict[Limiter, float] = {limiter: -points for limiter, points in now.items()}
        for finding in touched:
            if is_present(finding, measures, present):
                present.add(finding.id)
                for limiter, points in finding.points.items():
                    change[limiter] = change.get(limiter, 0.0) + points
        changes.append(change)
    return _informative(prospect, changes, known, limiters)


def _informative(
    prospect: Prospect, changes: list[dict[Limiter, float]], known: SideKnown, limiters: Limiters
) -> dict[Limiter, float]:
    cap, labels = limiters.cap.value, limiters.labels
    shares = [outcome.share for outcome in prospect.outcomes]
    bits: dict[Limiter, float] = {}
    for limiter in {name for change in changes for name in change}:
        reading = known.readings[limiter]
        total = math.fsum([reading.prior, *(point.points for point in reading.points)])
        scores = [within_cap(total + change.get(limiter, 0.0), cap) for change in changes]
        if min(scores) == max(scores):
            continue
        action = action_of(limiter, reading.p, labels)
        if all(action_of(limiter, probability(score), labels) == action for score in scores):
            continue
        bits[limiter] = mutual_information_bits(reading.p, shares, [s - reading.log_odds for s in scores])
    return bits


def next_tests(
    known: Mapping[Side, SideKnown],
    equipment: frozenset[str] | None,
    limiters: Limiters,
    knowledge: NextTests,
    protocols: Mapping[str, Protocol],
) -> tuple[NextTest, ...]:
    """The tests worth doing next, the most telling per minute first; empty when none is.

    A side without any distance or bent-knee angle is sent to the wall test before anything else.
    `equipment` None means that nobody asked, so no test is ruled out for want of it.
    """
    first = tuple(
        NextTest("wall_test", side, 0.0, protocols["wall_test"].minutes, (), knowledge.why_first)
        for side in SIDES
        if side not in known
        or ("ktw_cm" not in known[side].measures and "wb_bent_deg" not in known[side].measures)
    )
    ready = {side: k for side, k in known.items() if all(t.side is not side for t in first)}
    offers: list[NextTest] = []
    for prospect in knowledge.prospects:
        protocol = protocols[prospect.test]
        if equipment is not None and not equipment.issuperset(protocol.equipment):
            continue
        found: dict[Side, dict[Limiter, float]] = {}
        for side, k in ready.items():
            if prospect.measures.isdisjoint(k.measures):
                bits = expected_bits(prospect, k, limiters)
                if bits:
                    found[side] = bits
        if protocol.per_side:
            offers += [_offer(prospect.test, side, [bits], protocol, knowledge) for side, bits in found.items()]
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
    names = " and ".join(knowledge.names[limiter] for limiter in about[:2])
    return NextTest(
        test=test,
        side=side,
        bits=math.fsum(by_limiter.values()),
        minutes=protocol.minutes,
        about=about,
        why=knowledge.why.format(names=names),
    )
