"""Reads of clips: which can be compared, and which with which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person
from plantigrade.web.videos.models import Clip, Comparison


def comparable(person: Person) -> list[Clip]:
    """Clips with repetitions, in order of their day."""
    return [clip for clip in person.clips.filter(state=Clip.State.DONE) if _result(clip).get("reps")]


def movement(clip: Clip) -> tuple[str, bool]:
    """What is done in a clip, and whether with raised heels: only like is set against like."""
    return str(_result(clip).get("task", "")), bool(clip.heel_lift_cm)


def partners_of_the_day(clip: Clip) -> list[tuple[Clip, Clip]]:
    """Flat and raised squats of the clip's day that it belongs together with: the last flat, and itself."""
    if movement(clip)[0] != "squat":
        return []
    same_day = [one for one in comparable(clip.person) if one.taken_on == clip.taken_on]
    flat = [one for one in same_day if movement(one) == ("squat", False)]
    raised = [one for one in same_day if movement(one) == ("squat", True)]
    if clip.heel_lift_cm:
        return [(flat[-1], clip)] if flat else []
    return [(clip, one) for one in raised if not one.compared_earlier.exists()]


def flat_before(clip: Clip) -> Clip | None:
    """The last flat squat up to the day of a clip with raised heels."""
    held = [
        one
        for one in comparable(clip.person)
        if movement(one) == ("squat", False) and one.taken_on <= clip.taken_on
    ]
    return held[-1] if held and movement(clip) == ("squat", True) else None


def compared_with(clip: Clip) -> list[Comparison]:
    """Every comparison that a clip is part of, the newest first."""
    part = Q(before=clip) | Q(after=clip)
    return list(Comparison.objects.filter(part).select_related("before", "after").reverse())


def month_apart(clips: list[Clip]) -> tuple[Clip, Clip] | None:
    """The newest clip, and of the same movement the one that is nearest to a month older; None without."""
    days = default_catalogue().progress.rhythm.report_days.value
    for newest in reversed(clips):
        older = [one for one in clips if movement(one) == movement(newest) and one.taken_on < newest.taken_on]
        if older:
            before = min(older, key=lambda one: abs((newest.taken_on - one.taken_on).days - days))
            return before, newest
    return None


def trunk_change(person: Person, on: date) -> tuple[Clip, float] | None:
    """How much further forward the trunk leans in a squat of this day than in an earlier one, at one depth.

    Degrees, negative for more upright, with the earlier clip. None without two clips that were compared.
    """
    compared = person.comparisons.filter(
        state=Comparison.State.DONE, after__taken_on=on, before__taken_on__lt=on
    ).select_related("before")
    for held in compared.order_by("-created_at"):
        found = (held.result or {}).get("comparison", {})
        for one in found.get("at_matched_depth", ()):
            if one["name"] == "trunk_lean_deg":
                return held.before, float(one["change"]["value"])
    return None


def _result(clip: Clip) -> dict[str, Any]:
    return clip.result or {}
