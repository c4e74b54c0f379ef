"""What a person's sports and goals ask of the ankle (evidence A9-A11, B5, B26, B28)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from plantigrade.core.case import Case, Person
from plantigrade.core.geometry import Build, ktw_for_angle_cm
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.programme import Profile, Slot, Sports, Target


@dataclass(frozen=True, slots=True)
class Demand:
    """A target with the sport or goal that sets it; `ktw_cm` is the distance that it amounts to."""

    profile: str
    target: Target
    ktw_cm: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How one side stands to one demand; `p_met` is the probability that it is truly met."""

    demand: Demand
    met: bool
    p_met: float


def _key(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=8)
def _by_name(sports: Sports) -> dict[str, Profile]:
    """Every name and alias of a sport, in lower case, with its profile."""
    return {
        _key(name): profile
        for id_, profile in sports.sports.items()
        for name in (id_, profile.name, *profile.aliases)
    }


def profiles_of(person: Person, sports: Sports) -> tuple[tuple[Profile, ...], tuple[str, ...]]:
    """Profiles of the person's sports and goals, each once, and the sports that we hold none for."""
    by_name = _by_name(sports)
    found: dict[str, Profile] = {}
    unknown: list[str] = []
    for sport in person.sports:
        match = by_name.get(_key(sport))
        if match is None:
            unknown.append(sport)
        else:
            found[match.name] = match
    for goal in person.goals:
        profile = sports.goals[goal]
        found[profile.name] = profile
    return tuple(found.values()) or (sports.general,), tuple(dict.fromkeys(unknown))


def populations_of(case: Case, sports: Sports) -> tuple[Profile, ...]:
    """Groups that the person belongs to by age, shoes and history (S6, S125, S152, S153).

    By age only the oldest group that fits.
    """
    groups = sports.populations
    age = case.person.age_years
    found: list[Profile] = []
    if age is not None:
        aged = [g for g in groups.values() if g.from_age_years is not None and age >= g.from_age_years]
        found += sorted(aged, key=lambda g: g.from_age_years or 0.0)[-1:]
    if any(side.sprains or side.fracture_or_immobilised for side in case.sides.values()):
        found.append(groups["sprained"])
    if case.person.heel_drop_mm:
        found.append(groups["sitting"])
    return tuple(found)


def demands_of(profiles: tuple[Profile, ...], build: Build) -> tuple[Demand, ...]:
    """All targets of the profiles; angles are turned into distances with the person's own lengths."""
    found: dict[tuple[str, float], Demand] = {}
    for profile in profiles:
        for target in profile.targets:
            ktw = target.ktw_cm
            if ktw is None:
                assert target.shin_angle_deg is not None
                ktw = ktw_for_angle_cm(target.shin_angle_deg, build)
            found.setdefault((target.text, ktw), Demand(profile.name, target, ktw))
    return tuple(found.values())


def reach_of(demand: Demand, ktw_cm: Estimate | None, shin_angle_deg: Estimate | None) -> Reach | None:
    """Whether one side meets a demand, in the demand's own unit; None when that was not measured."""
    angle = demand.target.shin_angle_deg
    if angle is None:
        if ktw_cm is None:
            return None
        return Reach(demand, ktw_cm.value >= demand.ktw_cm, 1 - ktw_cm.p_below(demand.ktw_cm))
    if shin_angle_deg is None:
        return None
    return Reach(demand, shin_angle_deg.value >= angle, 1 - shin_angle_deg.p_below(angle))


def boosts_of(profiles: tuple[Profile, ...]) -> tuple[Slot, ...]:
    """What the profiles add to the programme, the stronger of two for one exercise and pattern."""
    best: dict[tuple[str, str], Slot] = {}
    for profile in profiles:
        for slot in profile.boosts:
            key = (slot.exercise, slot.pattern)
            if key not in best or slot.priority > best[key].priority:
                best[key] = slot
    return tuple(best.values())
