"""What probably limits an ankle: findings to log-odds per structure, every point traceable (evidence H).

Score = prior + sum of points, as natural-log odds, held within the cap; p = 1 / (1 + exp(-score)).
What was not measured adds nothing. The order in which findings were entered does not matter.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from plantigrade.core.case import SideFindings, SquatFindings
from plantigrade.core.quantities import as_read
from plantigrade.knowledge.types.limiters import LIMITERS, Clause, Finding, Labels, Limiter, Limiters

Label = Literal["likely", "possible", "unlikely"]
Measure = float | int | bool | str | frozenset[str]
Measures = Mapping[str, Measure]
Predicate = Callable[[Measures, Collection[str]], bool]


@dataclass(frozen=True, slots=True)
class Point:
    """What one finding adds to one structure, in natural-log odds."""

    finding: str
    text: str
    points: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One structure: its probability, its label, and every point for and against.

    `total` is prior and points together; `log_odds` is the total held within the cap.
    """

    limiter: Limiter
    p: float
    label: Label
    log_odds: float
    total: float
    prior: float
    capped: bool
    points: tuple[Point, ...]


def measures_of(
    side: SideFindings,
    other: SideFindings | None,
    squat: SquatFindings,
    ktw_cm: float | None,
    other_ktw_cm: float | None,
) -> dict[str, Measure]:
    """All measures that findings read, those that were taken only; angles in degrees, distances in cm.

    `gap_deg` is bent minus straight; `lower_by_cm` and `lower_by_deg` are positive when this side is the
    lower one; squat findings count on both sides.
    """
    found: dict[str, Measure | None] = {
        "ktw_cm": ktw_cm,
        "wb_bent_deg": side.wb_bent_deg,
        "wb_straight_deg": side.wb_straight_deg,
        "nwb_bent_deg": side.nwb_bent_deg,
        "end_feel": side.end_feel,
        "sprains": side.sprains,
        "fracture_or_immobilised": side.fracture_or_immobilised,
        "band_probe_gain_cm": side.band_probe_gain_cm,
        "stretch_probe_gain_cm": side.stretch_probe_gain_cm,
        "weeks_stretching_without_gain": side.weeks_stretching_without_gain,
        "single_leg_calf_raises": side.single_leg_calf_raises,
        "single_leg_balance_s": side.single_leg_balance_s,
        "heels_rise_flat": squat.heels_rise_flat,
        "knee_caves_flat": squat.knee_caves_flat,
        "knee_straight_elevated": squat.knee_straight_elevated,
        "elevated_response": squat.elevated_response,
        "deep_hold": squat.deep_hold,
        "other_ktw_cm": other_ktw_cm,
        "other_wb_bent_deg": other.wb_bent_deg if other is not None else None,
    }
    return with_derived({name: value for name, value in found.items() if value is not None})


def with_derived(measures: dict[str, Measure]) -> dict[str, Measure]:
    """Adds the measures that follow from others; returns the same dictionary."""
    bent, straight = measures.get("wb_bent_deg"), measures.get("wb_straight_deg")
    if bent is not None and straight is not None:
        measures["gap_deg"] = as_read(float(bent) - float(straight))  # type: ignore[arg-type]
    ktw, other = measures.get("ktw_cm"), measures.get("other_ktw_cm")
    if ktw is not None or bent is not None:
        measures["range_measured"] = True
    if ktw is not None and other is not None:
        measures["lower_by_cm"] = as_read(float(other) - float(ktw))  # type: ignore[arg-type]
        measures["sides_differ_cm"] = abs(measures["lower_by_cm"])  # type: ignore[arg-type]
    other_bent = measures.get("other_wb_bent_deg")
    if bent is not None and other_bent is not None:
        measures["lower_by_deg"] = as_read(float(other_bent) - float(bent))  # type: ignore[arg-type]
    return measures


def predicate(clause: Clause) -> Predicate:
    """A clause as a function; a measure that was not taken meets only `known = false`."""
    name = clause.measure
    if clause.finding:
        other = clause.finding
        return lambda _, present: other in present
    if clause.known is not None:
        known = clause.known
        return lambda measures, _: (name in measures) is known
    if clause.includes is not None:
        member = clause.includes
        return lambda measures, _: member in measures.get(name, ())  # type: ignore[operator]
    if clause.equals is not None:
        value = clause.equals
        return lambda measures, _: measures.get(name) == value
    limits = {"at_least": operator.ge, "above": operator.gt, "at_most": operator.le, "below": operator.lt}
    (compare, limit), *rest = [
        (compare, getattr(clause, word))
        for word, compare in limits.items()
        if getattr(clause, word) is not None
    ]
    if rest:
        raise ValueError(f"a clause on {name} compares once; write a second clause")
    return lambda measures, _: name in measures and compare(measures[name], limit)


@lru_cache(maxsize=256)
def _predicates(finding: Finding) -> tuple[tuple[Predicate, ...], ...]:
    """The `all`, `any` and `none` of a row as functions."""
    groups = (finding.all, finding.any, finding.none)
    return tuple(tuple(predicate(clause) for clause in group) for group in groups)


def is_present(finding: Finding, measures: Measures, present: Collection[str]) -> bool:
    """Whether a row of the table applies to these measures, given the rows already found present."""
    every, some, no = _predicates(finding)
    for holds in every:
        if not holds(measures, present):
            return False
    for holds in no:
        if holds(measures, present):
            return False
    for holds in some:
        if holds(measures, present):
            return True
    return not some


@lru_cache(maxsize=8)
def in_dependency_order(knowledge: Limiters) -> tuple[Finding, ...]:
    """Rows sorted so that each comes after the rows it refers to; otherwise as in the table.

    Raises ValueError when rows refer to each other in a circle.
    """
    placed: dict[str, Finding] = {}
    waiting = list(knowledge.findings)
    while waiting:
        ready = [
            f for f in waiting if all(not c.finding or c.finding in placed for c in (*f.all, *f.any, *f.none))
        ]
        if not ready:
            raise ValueError(f"findings refer to each other in a circle: {[f.id for f in waiting]}")
        placed.update((f.id, f) for f in ready)
        waiting = [f for f in waiting if f.id not in placed]
    return tuple(placed.values())


def present_findings(measures: Measures, knowledge: Limiters) -> frozenset[str]:
    """Ids of all rows of the table that apply to these measures."""
    present: set[str] = set()
    for finding in in_dependency_order(knowledge):
        if is_present(finding, measures, present):
            present.add(finding.id)
    return frozenset(present)


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def within_cap(score: float, cap: float) -> float:
    return max(-cap, min(cap, score))


def label_of(p: float, labels: Labels) -> Label:
    if p >= labels.likely_from.value:
        return "likely"
    return "possible" if p >= labels.possible_from.value else "unlikely"


def read_limiters(present: frozenset[str], knowledge: Limiters) -> dict[Limiter, Reading]:
    """All six structures of one side from the rows that apply to it."""
    applying = [f for f in knowledge.findings if f.id in present]
    cap = knowledge.cap.value
    readings: dict[Limiter, Reading] = {}
    for hypothesis in knowledge.hypotheses:
        limiter = hypothesis.id
        points = tuple(
            Point(f.id, f.text, f.points[limiter], f.sources) for f in applying if limiter in f.points
        )
        total = math.fsum([hypothesis.prior, *(p.points for p in points)])
        score = within_cap(total, cap)
        p = probability(score)
        readings[limiter] = Reading(
            limiter=limiter,
            p=p,
            label=label_of(p, knowledge.labels),
            log_odds=score,
            total=total,
            prior=hypothesis.prior,
            capped=score != total,
            points=points,
        )
    return {limiter: readings[limiter] for limiter in LIMITERS}


def is_mixed(readings: Mapping[Limiter, Reading], knowledge: Limiters) -> bool:
    """Whether several structures of the ankle take part (S49)."""
    taking_part = [n for n in knowledge.mixed_among if readings[n].label != "unlikely"]
    return len(taking_part) >= knowledge.mixed_needs.value


def front_overrides(readings: Mapping[Limiter, Reading], knowledge: Limiters) -> bool:
    """Whether a cause at the front of the ankle rules out end-range loading on this side (H, AM1)."""
    return readings["anterior_impingement"].p >= knowledge.labels.override_from.value
