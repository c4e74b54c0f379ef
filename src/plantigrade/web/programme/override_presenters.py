"""What a professional changed, in words: who, when and why, beside what it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from plantigrade import writing
from plantigrade.core.prescription.types import Day
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.programme.models import Override
from plantigrade.web.programme.presenters import form_told

Kind = Override.Kind


def changed_told(made: Override) -> str:
    """Who changed it, when, and why."""
    values = {"name": made.author, "day": writing.day(made.on), "reason": made.reason}
    return _("changed by %(name)s on %(day)s: %(reason)s") % values


def override_what(made: Override) -> str:
    """What was changed."""
    if made.kind == Kind.HOLD:
        return _("The work stays that of the week of %(day)s") % {"day": writing.day(made.begins)}
    exercises = default_catalogue().exercises
    name = exercises[made.exercise].name
    if made.kind == Kind.SWAP:
        form = made.values["form"]
        told = form_told(form["exercise"], form["stage"], form["variant"])
        new = ", ".join(filter(None, (exercises[form["exercise"]].name, told)))
        return _("%(new)s in place of %(old)s") % {"new": new, "old": name}
    if made.kind == Kind.DOSE:
        return _("%(name)s: at most %(dose)s") % {"name": name, "dose": _dose(made.values)}
    return _("Left out: %(name)s") % {"name": name}


def _dose(values: dict[str, Any]) -> str:
    work = str(values["reps"]) if values.get("reps") else writing.seconds(values.get("seconds") or 0)
    return f"{values['sets']}{writing.NBSP}×{writing.NBSP}{work}"


def with_overrides(
    day: Day, items: Sequence[Mapping[str, Any]], overrides: Iterable[Override]
) -> dict[str, Any]:
    """`items` with what stands beside each; `changed` is what stands beside none: left out, or held."""
    overrides = list(overrides)
    told = {str(one.pk): changed_told(one) for one in overrides}
    shown = {item.override for item in day.items}
    below = [one for one in overrides if str(one.pk) in day.overrides and str(one.pk) not in shown]
    return {
        "items": [
            {**parts, "changed": told.get(item.override, "")}
            for item, parts in zip(day.items, items, strict=True)
        ],
        "changed": [{"what": override_what(one), "told": changed_told(one)} for one in below],
    }
