"""Writes of the wedge's and the shoes' track."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import first_open_day
from plantigrade.web.programme.actions import adjust, start_programme
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import running, settings_of
from plantigrade.web.tracks.models import ShoeMorning, ShoeTrack, WedgeSquats, WedgeStep, WedgeTrack
from plantigrade.web.tracks.queries import present_step, wedge_decision

Kind = Adjustment.Kind


@transaction.atomic
def start_wedge(
    *, person: Person, on: datetime.date, height_cm: float, ktw_cm: Estimate | None
) -> WedgeTrack:
    """Begins the way down, and ends the one before."""
    person.wedge_tracks.filter(ended_on=None).update(ended_on=on)
    track = WedgeTrack.objects.create(person=person, begun_on=on)
    WedgeStep.objects.create(
        track=track,
        on=on,
        kind=WedgeStep.Kind.BEGIN,
        height_cm=height_cm,
        since=on,
        ktw_cm=ktw_cm.value if ktw_cm else None,
        ktw_sd_cm=ktw_cm.sd if ktw_cm else None,
    )
    return track


@transaction.atomic
def keep_squats(*, track: WedgeTrack, on: datetime.date, height_cm: float, told: dict[str, Any]) -> None:
    """The squats of a day at one height, in place of what was told of them before."""
    WedgeSquats.objects.update_or_create(track=track, on=on, height_cm=height_cm, defaults=told)


@transaction.atomic
def tell_worse(*, track: WedgeTrack, before: datetime.date) -> bool:
    """The day after the last squats was worse; False when there were none."""
    last = track.squats.filter(on__lt=before).last()
    if last is None:
        return False
    return track.squats.filter(on=last.on).update(worse_next_day=True) > 0


@transaction.atomic
def take_wedge_step(*, person: Person, track: WedgeTrack, on: datetime.date) -> str:
    """Goes where the rules lead today: "trial", "step" or "back"; anything else writes nothing."""
    held = WedgeTrack.objects.select_for_update().get(pk=track.pk)
    decision = wedge_decision(person, held, on)
    if decision.kind not in WedgeStep.Kind.values:
        return decision.kind
    state = decision.state
    WedgeStep.objects.create(
        track=held,
        on=on,
        kind=decision.kind,
        height_cm=state.height_cm,
        since=state.since,
        before_cm=state.before_cm,
        ktw_cm=state.ktw_at_step_cm.value if state.ktw_at_step_cm else None,
        ktw_sd_cm=state.ktw_at_step_cm.sd if state.ktw_at_step_cm else None,
        trial_height_cm=state.trial_height_cm,
        trial_since=state.trial_since,
    )
    return decision.kind


@transaction.atomic
def undo_wedge_step(*, track: WedgeTrack, on: datetime.date) -> bool:
    """Takes back the last step when it was taken today; the begin stays."""
    last = present_step(track)
    if last.on != on or last.kind == WedgeStep.Kind.BEGIN:
        return False
    last.delete()
    return True


@transaction.atomic
def end_wedge(*, track: WedgeTrack, on: datetime.date) -> None:
    track.ended_on = on
    track.save(update_fields=["ended_on"])


@transaction.atomic
def start_shoes(
    *, person: Person, on: datetime.date, start_drop_mm: float, target_drop_mm: float, raises: int
) -> ShoeTrack:
    """Begins the change, and ends the one before."""
    person.shoe_tracks.filter(ended_on=None).update(ended_on=on)
    return ShoeTrack.objects.create(
        person=person,
        begun_on=on,
        start_drop_mm=start_drop_mm,
        target_drop_mm=target_drop_mm,
        raises=raises,
    )


@transaction.atomic
def keep_shoe_morning(*, track: ShoeTrack, on: datetime.date, pain_0_10: int) -> None:
    ShoeMorning.objects.update_or_create(track=track, on=on, defaults={"pain_0_10": pain_0_10})


@transaction.atomic
def end_shoes(*, track: ShoeTrack, on: datetime.date) -> None:
    track.ended_on = on
    track.save(update_fields=["ended_on"])


@transaction.atomic
def change_kind(*, person: Person, assessment: Assessment, on: datetime.date, upkeep: bool) -> Programme:
    """Begins upkeep or daily work in place of what runs, with the same minutes, equipment and days.

    It begins today, or tomorrow when today's session is done.
    """
    before = running(person)
    starts_on = first_open_day(person, on)
    settings = settings_of(before) if before is not None else None
    made = start_programme(
        person=person,
        assessment=assessment,
        starts_on=starts_on,
        minutes=settings["minutes"] if settings else default_catalogue().programme.default_budget,
        upkeep=upkeep,
    )
    own = settings_of(made)
    for kind in (Kind.EQUIPMENT, Kind.TRAINING_DAYS):
        if settings and settings[kind] is not None and settings[kind] != own[kind]:
            adjust(programme=made, on=starts_on, kind=kind, values={kind.value: list(settings[kind])})
    return made
