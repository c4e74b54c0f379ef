"""What a decision would change in the running programme, before anything is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from plantigrade.core.adaptation import Decision
from plantigrade.core.prescription.decided import Effect, effect_of
from plantigrade.core.prescription.types import Plan
from plantigrade.core.review import Review
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import days_done
from plantigrade.web.programme.changes import kinds_of
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import (
    plan_of,
    plan_with,
    running,
    settings_of,
    standing,
    stored_day,
    unstored,
)
from plantigrade.web.progress.queries import pain_decision, pain_since

Made = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Preview:
    """The programme before and after a decision of the day `on`, and the adjustments that lead there."""

    on: datetime.date
    effect: Effect
    made: Made
    before: Plan
    after: Plan


def preview_of(person: Person, found: Review) -> Preview | None:
    """What accepting the decision changes from its day on; None without a running programme.

    It stands in place of what was decided earlier the same day.
    """
    held, on = running(person), found.today
    if held is None:
        return None
    before = plan_with(held, (), in_place_of=on)
    effect = effect_of(
        found.decision,
        before,
        on,
        found.emphasis,
        default_catalogue(),
        done_today=on in days_done(person),
        spared=settings_of(held)["front"],
    )
    made = kinds_of(_stored(held, effect))
    after = plan_with(held, [unstored(held, on, kind, values) for kind, values in made], in_place_of=on)
    return Preview(on, effect, made, before, after)


def pain_effect(person: Person, on: datetime.date) -> tuple[Decision, Made]:
    """What the pain rules say today, and what they change at once: a stop pauses, a flare lightens.

    A stop acts on reports since the pause before. A worse morning acts once: while its report still counts,
    the mornings after do not make yet another session lighter.
    """
    decision, held = pain_decision(person, on), running(person)
    if held is None or decision.kind not in ("stop", "regress"):
        return decision, []
    if decision.kind == "stop":
        before = standing(held).filter(kind=Adjustment.Kind.PAUSE).exclude(rule="").last()
        since = before.on if before is not None else held.starts_on - datetime.timedelta(days=1)
        anew = pain_since(person, since, on).kind == "stop"
        return decision, kinds_of(Effect(pause=True)) if anew else []
    if _acted(held, rule_of(decision), on):
        return decision, []
    done = on in days_done(person)
    # What lasts waits for the person to accept it: at once comes the lighter session alone.
    effect = effect_of(decision, plan_of(held), on, {}, default_catalogue(), done_today=done, spared=True)
    return decision, kinds_of(_stored(held, effect))


def rule_of(decision: Decision) -> str:
    """The rule that names a decision; its kind where no rule does."""
    return decision.changes[0].rule if decision.changes else decision.kind


def _acted(programme: Programme, rule: str, on: datetime.date) -> bool:
    window = datetime.timedelta(days=default_catalogue().pain.after.flare_window_days.value)
    return standing(programme).filter(rule=rule, on__gt=on - window, on__lt=on).exists()


def _stored(programme: Programme, effect: Effect) -> Effect:
    """The same with dates as they are stored: without the pauses so far."""
    if effect.lighter_from is None or effect.lighter_until is None:
        return effect
    begins = stored_day(programme, effect.lighter_from)
    return replace(
        effect, lighter_from=begins, lighter_until=begins + (effect.lighter_until - effect.lighter_from)
    )
