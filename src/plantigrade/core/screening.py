"""Safety answers into go, modify or stop (evidence E1, E2).

A red answer stops: no limiters, no plan, the referral text. An amber answer, or a finding that switches
an amber on by itself, forbids features of exercises, on one side or on both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.case import Case, SideFindings
from plantigrade.core.quantities import Side
from plantigrade.knowledge.types.exercises import Feature
from plantigrade.knowledge.types.protocols import Screening, Switch

Decision = Literal["go", "modify", "stop"]
FRONT_FEELINGS = frozenset({"front_pinch", "hard_block"})


@dataclass(frozen=True, slots=True)
class SafetyItem:
    """One answer that counts. `side` None means both; `asked` false means that a finding switched it on."""

    id: str
    action: str
    text: str
    short: str
    referral: str
    sources: tuple[str, ...]
    side: Side | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Safety:
    """The decision, what led to it, and which features of exercises must not appear on which side."""

    decision: Decision
    items: tuple[SafetyItem, ...]
    forbidden: Mapping[Side, frozenset[Feature]]
    not_asked: tuple[str, ...]

    def has(self, item: str) -> bool:
        return any(found.id == item for found in self.items)


def _crosses(switch: Switch, value: float) -> bool:
    return (
        (switch.above is None or value > switch.above)
        and (switch.at_least is None or value >= switch.at_least)
        and (switch.below is None or value < switch.below)
    )


def _switched(
    case: Case, ktw_cm: Mapping[Side, float], knowledge: Screening
) -> list[tuple[str, Side | None, tuple[str, ...]]]:
    """Ambers that findings switch on: id, side (None both), sources."""
    automatic = knowledge.automatic
    found: list[tuple[str, Side | None, tuple[str, ...]]] = []
    for side, findings in case.sides.items():
        if _front(findings):
            found.append((automatic.pinch_end_feel.switches, side, automatic.pinch_end_feel.sources))
        if side in ktw_cm and _crosses(automatic.hypermobile_ktw_cm, ktw_cm[side]):
            switch = automatic.hypermobile_ktw_cm
            found.append((switch.switches, None, switch.sources))
    age = case.person.age_years
    if age is not None:
        for switch in (automatic.older_age_years, automatic.under_age_years):
            if _crosses(switch, age):
                found.append((switch.switches, None, switch.sources))
    return found


def _front(findings: SideFindings) -> bool:
    return findings.end_feel is not None and not FRONT_FEELINGS.isdisjoint(findings.end_feel)


def ignored_measures(safety: Safety, knowledge: Screening) -> frozenset[str]:
    """Measures that say nothing given the safety answers, such as a lying angle with neuropathy (AM3)."""
    return frozenset(
        measure
        for item in safety.items
        if item.id in knowledge.amber
        for measure in knowledge.amber[item.id].ignores
    )


def screen(case: Case, ktw_cm: Mapping[Side, float], knowledge: Screening) -> Safety:
    """The safety decision of a case. `ktw_cm` holds the mean distance of each measured side.

    Questions left out count as not asked, never as answered with no; they are listed in `not_asked`.
    """
    items: list[SafetyItem] = []
    age = case.person.age_years
    automatic = knowledge.automatic
    if age is not None and age < automatic.unsupported_age_years.below:
        too_young = automatic.unsupported_age_years
        items.append(SafetyItem("AGE", "medical", too_young.text, "age", too_young.text, too_young.sources))
    for id_, red in knowledge.red.items():
        if case.screen.get(id_):
            items.append(SafetyItem(id_, red.action, red.text, red.short, red.text, red.sources))
    stopped = bool(items)
    forbidden: dict[Side, set[Feature]] = {Side.LEFT: set(), Side.RIGHT: set()}
    ambers: list[tuple[str, Side | None, tuple[str, ...] | None]] = [
        (id_, None, None) for id_ in knowledge.amber if case.screen.get(id_)
    ]
    for id_, side, sources in _switched(case, ktw_cm, knowledge):
        if not any(id_ == other and where in (None, side) for other, where, _ in ambers):
            ambers.append((id_, side, sources))
    for id_, side, found_by in ambers:
        amber = knowledge.amber[id_]
        items.append(
            SafetyItem(
                id=id_,
                action="modify",
                text=amber.text,
                short=amber.short,
                referral=amber.referral,
                sources=tuple(dict.fromkeys((*amber.sources, *(found_by or ())))),
                side=side,
                asked=found_by is None,
            )
        )
        for where in Side if side is None else (side,):
            forbidden[where].update(amber.forbids)
    if age is not None and age < automatic.no_band_age_years.below:
        for where in Side:
            forbidden[where].update(automatic.no_band_age_years.forbids)
    return Safety(
        decision="stop" if stopped else "modify" if items else "go",
        items=tuple(items),
        forbidden={side: frozenset(features) for side, features in forbidden.items()},
        not_asked=tuple(id_ for id_ in (*knowledge.red, *knowledge.amber) if id_ not in case.screen),
    )
