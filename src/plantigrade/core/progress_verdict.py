"""From what the retests show to the reason that decides the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from plantigrade.knowledge.types.progress import VerdictRules


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the retests of one side show; probabilities from 0 to 1.

    `p_real`: the true gain exceeds the least real gain. `p_lost`: the true distance is lower than
    at the start. `p_at_target`: it has reached the target. `p_flat`: the trend rises by less than
    the plateau slope. `fell`: the last test is far below a recent one. `slowed`: the filtered
    distance hardly rose over the last window.
    """

    test_days: int
    days: int
    adherence: float
    p_real: float
    p_lost: float
    p_at_target: float
    p_flat: float
    fell: bool
    slowed: bool


def reason_for(seen: Evidence, rules: VerdictRules) -> str:
    """The id of the reason in `ProgressKnowledge.reasons`, the gravest first (B7, S58, S120)."""
    if seen.fell:
        return "measured_fall"
    if seen.test_days < rules.tests_needed.value:
        return "one_test"
    if seen.days < rules.first_verdict_days.value:
        return "before_checkpoint"
    if seen.p_lost >= rules.lost_probability.value:
        return "lost_since_start"
    flat = seen.p_flat >= rules.plateau_probability.value
    real = seen.p_real >= rules.improving_probability.value
    if seen.p_at_target >= rules.at_target_probability.value and (flat or not real):
        return "settled_at_target"
    if not real:
        return _reason_without_gain(seen, rules)
    if flat:
        return "slope_flat"
    return "gaining_slowly" if seen.slowed else "gaining"


def _reason_without_gain(seen: Evidence, rules: VerdictRules) -> str:
    if seen.adherence < rules.non_response_adherence.value:
        return "low_practice"
    if seen.p_real < rules.non_response_probability.value:
        if seen.days >= rules.non_response_refer_days.value:
            return "no_response_for_long"
        if seen.days >= rules.non_response_switch_days.value:
            return "no_response"
    if seen.days >= rules.no_clear_gain_refer_days.value:
        return "no_clear_gain_for_long"
    if seen.days >= rules.non_response_refer_days.value:
        return "no_clear_gain"
    return "not_clear_yet"
