"""One case into one explained answer: screen, measure, reason, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.angles import read_angles
from plantigrade.core.case import Case, SideFindings
from plantigrade.core.geometry import build_of
from plantigrade.core.limiters import (
    Reading,
    front_overrides,
    is_mixed,
    measures_of,
    present_findings,
    read_limiters,
)
from plantigrade.core.next_tests import NextTest, SideKnown, next_tests
from plantigrade.core.quantities import SIDES, Side
from plantigrade.core.referrals import Advice, from_safety, from_side, from_whole
from plantigrade.core.screening import Safety, ignored_measures, screen
from plantigrade.core.sports import Demand, Reach, demands_of, populations_of, profiles_of, reach_of
from plantigrade.core.squat_screen import SquatResult, read_squat, read_three_positions
from plantigrade.core.wall_test import (
    Asymmetry,
    ShinAngle,
    WallTest,
    at_tuberosity,
    percentile,
    read_asymmetry,
    read_shin_angle,
    read_wall_test,
)
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.limiters import Limiter
from plantigrade.knowledge.types.measurement import Meaning, Norm
from plantigrade.knowledge.types.programme import Profile

Summary = Literal["restriction_shown", "no_ankle_restriction_shown", "not_enough_measured"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a distance stands among a healthy group: the share that measures less."""

    norm: Norm
    below: float


@dataclass(frozen=True, slots=True)
class SideAssessment:
    """One ankle.

    `findings` hold angles as read below the kneecap. `limiters` is None when safety says stop; `front` rules
    out end-range loading.
    """

    side: Side
    findings: SideFindings
    wall_test: WallTest | None
    shin_angle: ShinAngle | None
    place: Place | None
    limiters: Mapping[Limiter, Reading] | None
    mixed: bool
    front: bool
    angles: tuple[Meaning, ...]
    three_positions: Meaning | None
    reaches: tuple[Reach, ...]
    warnings: tuple[str, ...]
    named_band: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer. Sides that were not given are not in `sides`."""

    case: Case
    safety: Safety
    sides: Mapping[Side, SideAssessment]
    asymmetry: Asymmetry | None
    squat: SquatResult
    summary: Summary
    headline: str
    profiles: tuple[Profile, ...]
    groups: tuple[Profile, ...]
    unknown_sports: tuple[str, ...]
    demands: tuple[Demand, ...]
    referrals: tuple[Advice, ...]
    next_tests: tuple[NextTest, ...]


def _place(ktw_cm: float, age_years: float | None, norms: tuple[Norm, ...]) -> Place | None:
    """Among the group of the person's age; without an age, among the default group."""
    fitting = [
        n
        for n in norms
        if (n.default if age_years is None else n.from_age_years <= age_years < n.to_age_years)
    ]
    fitting.sort(key=lambda n: not n.default)
    return Place(fitting[0], percentile(ktw_cm, fitting[0])) if fitting else None


def _summary(
    sides: Mapping[Side, SideAssessment],
    asymmetry: Asymmetry | None,
    squat: SquatResult,
    knowledge: Catalogue,
) -> Summary:
    """The gate of section H: a short distance or angle, a side difference, or a limited squat."""
    cuts = knowledge.bands.cuts
    bent = knowledge.squat.bent_adequate_deg.value
    short = any(_is_short(side, cuts.functional_cm.value, bent) for side in sides.values())
    uneven = asymmetry is not None and asymmetry.cm > knowledge.measurement.asymmetry.watch_cm.value
    if short or uneven or squat.limited:
        return "restriction_shown"
    measured = any(s.wall_test is not None or s.findings.wb_bent_deg is not None for s in sides.values())
    return "no_ankle_restriction_shown" if measured else "not_enough_measured"


def _is_short(side: SideAssessment, functional_cm: float, bent_adequate_deg: float) -> bool:
    if side.wall_test is not None and side.wall_test.ktw_cm.value < functional_cm:
        return True
    bent = side.findings.wb_bent_deg
    return bent is not None and bent < bent_adequate_deg


def _headline(
    safety: Safety,
    summary: Summary,
    sides: Mapping[Side, SideAssessment],
    asymmetry: Asymmetry | None,
    knowledge: Catalogue,
) -> str:
    """Which sentence of wording.toml opens the answer."""
    if safety.decision == "stop":
        return "stop"
    if summary == "not_enough_measured":
        return "unknown"
    if summary == "no_ankle_restriction_shown":
        return "fine"
    if asymmetry is not None and asymmetry.lower_side is not None and asymmetry.kind != "symmetric":
        return f"lower_{asymmetry.lower_side}"
    functional = knowledge.bands.cuts.functional_cm.value
    bent = knowledge.squat.bent_adequate_deg.value
    short = [side for side, found in sides.items() if _is_short(found, functional, bent)]
    if len(short) > 1:
        return "both_short"
    return f"one_short_{short[0]}" if short else "squat_only"


def assess(case: Case, knowledge: Catalogue, band_profile: str = "") -> Assessment:
    """Everything that follows from one case. Pure: the same case gives the same answer.

    `band_profile` selects another ladder of bands.toml. Raises KeyError for an unknown profile.
    """
    measurement, bands = knowledge.measurement, knowledge.bands
    person = case.person
    build = build_of(person, measurement.geometry)
    tests = {
        side: read_wall_test(found.ktw_cm, bands, measurement, band_profile)
        for side, found in case.sides.items()
        if found.ktw_cm
    }
    safety = screen(case, {side: t.ktw_cm.value for side, t in tests.items()}, knowledge.screening)
    stopped = safety.decision == "stop"
    profiles, unknown = profiles_of(person, knowledge.sports)
    groups = populations_of(case, knowledge.sports)
    demands = demands_of(profiles, build)
    squat = read_squat(case.squat, knowledge.squat)
    sides: dict[Side, SideAssessment] = {}
    known: dict[Side, SideKnown] = {}
    ignored = ignored_measures(safety, knowledge.screening)
    referred = {side: at_tuberosity(found, measurement) for side, found in case.sides.items()}
    advice = list(from_safety(safety))
    for side in SIDES:
        if side not in case.sides:
            continue
        found, test = referred[side], tests.get(side)
        other = tests.get(side.other)
        measures = measures_of(
            found,
            referred.get(side.other),
            case.squat,
            test.ktw_cm.value if test else None,
            other.ktw_cm.value if other else None,
        )
        for measure in ignored:
            measures.pop(measure, None)
        present = present_findings(measures, knowledge.limiters)
        readings = read_limiters(present, knowledge.limiters)
        known[side] = SideKnown(measures, present, readings)
        front = front_overrides(readings, knowledge.limiters)
        sides[side] = _side(side, found, test, readings, front, case, demands, stopped, knowledge)
        if not stopped:
            advice += from_side(side, found, test, front, knowledge.referrals)
    both = tests.get(Side.LEFT), tests.get(Side.RIGHT)
    asymmetry = read_asymmetry(both[0], both[1], measurement.asymmetry) if both[0] and both[1] else None
    summary = _summary(sides, asymmetry, squat, knowledge)
    if not stopped:
        advice += from_whole(
            asymmetry,
            summary == "restriction_shown",
            squat.limited,
            bool(tests) and all(t.cleared for t in tests.values()),
            {side: k.readings for side, k in known.items()},
            knowledge.referrals,
        )
    return Assessment(
        case=case,
        safety=safety,
        sides=sides,
        asymmetry=asymmetry,
        squat=squat,
        summary=summary,
        headline=_headline(safety, summary, sides, asymmetry, knowledge),
        profiles=profiles,
        groups=groups,
        unknown_sports=unknown,
        demands=demands,
        referrals=tuple(advice),
        next_tests=()
        if stopped
        else next_tests(
            known,
            person.equipment,
            knowledge.limiters,
            knowledge.next_tests,
            knowledge.protocols.tests,
            ignored,
        ),
    )


def _side(
    side: Side,
    found: SideFindings,
    test: WallTest | None,
    readings: Mapping[Limiter, Reading],
    front: bool,
    case: Case,
    demands: tuple[Demand, ...],
    stopped: bool,
    knowledge: Catalogue,
) -> SideAssessment:
    person = case.person
    angle = read_shin_angle(case.sides[side], test, person, knowledge.measurement)
    reaches = (
        reach_of(demand, test.ktw_cm if test else None, angle.angle_deg if angle else None)
        for demand in demands
    )
    warnings = list(test.warnings) if test else []
    if angle is not None and not angle.agree:
        warnings.append("instruments_disagree")
    if (
        found.wb_bent_deg is not None
        and found.wb_straight_deg is not None
        and found.wb_straight_deg > found.wb_bent_deg
    ):
        warnings.append("implausible_angle")
    age = person.age_years
    return SideAssessment(
        side=side,
        findings=found,
        wall_test=test,
        shin_angle=angle,
        place=_place(test.ktw_cm.value, age, knowledge.norms.groups) if test else None,
        limiters=None if stopped else readings,
        mixed=is_mixed(readings, knowledge.limiters),
        front=front,
        angles=read_angles(angle.angle_deg if angle else None, found.nwb_bent_deg, knowledge.bands),
        three_positions=read_three_positions(found, case.squat, knowledge.squat),
        reaches=tuple(reach for reach in reaches if reach is not None),
        warnings=tuple(warnings),
        named_band=age is None or age >= knowledge.bands.cuts.no_labels_below_age_years.value,
    )
