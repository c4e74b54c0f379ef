"""Where a person stands on the way down from the wedge and to lower shoes."""

from __future__ import annotations

import datetime
from itertools import pairwise

from plantigrade.core.quantities import Estimate
from plantigrade.core.transition import FootwearNow, Morning, footwear_now
from plantigrade.core.upkeep import FootwearPlan, WedgeDecision, footwear_plan, next_wedge_step, wedge_degrees
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import plan_of, running
from plantigrade.web.progress.queries import review_of
from plantigrade.web.tracks.models import ShoeTrack, WedgeStep, WedgeTrack


def running_wedge(person: Person) -> WedgeTrack | None:
    return person.wedge_tracks.filter(ended_on=None).first()


def running_shoes(person: Person) -> ShoeTrack | None:
    return person.shoe_tracks.filter(ended_on=None).first()


def present_step(track: WedgeTrack) -> WedgeStep:
    """The last step: its state is the present one. Raises LookupError for a track that never began."""
    found = track.steps.last()
    if found is None:
        raise LookupError("a wedge track begins with a step")
    return found


def shorter_side(person: Person, on: datetime.date) -> Estimate | None:
    """The filtered distance of the side that bends less."""
    found = review_of(person, on)
    if found is None:
        return None
    return min((side.now_cm for side in found.progress.values()), key=lambda now: now.value)


def wedge_decision(person: Person, track: WedgeTrack, on: datetime.date) -> WedgeDecision:
    """What the rules say to the wedge today; nothing is written."""
    knowledge = default_catalogue()
    window = datetime.timedelta(days=knowledge.pain.one_advance.window_days.value)
    advanced = []
    if any(on - window < day <= on for day in _harder_work(person)):
        advanced.append("load")
    shoes = running_shoes(person)
    if shoes is not None and any(on - window < day <= on for day in _rises(person, shoes, on)):
        advanced.append("shoe_drop")
    return next_wedge_step(
        present_step(track).state,
        [squats.trial for squats in track.squats.all()],
        on,
        knowledge.upkeep.wedge,
        shorter_side(person, on),
        advanced,
    )


def wedge_ready(person: Person, on: datetime.date) -> bool:
    """Whether the next height down is earned."""
    track = running_wedge(person)
    return track is not None and wedge_decision(person, track, on).kind in ("trial", "step")


def shoe_plan(track: ShoeTrack) -> FootwearPlan:
    return footwear_plan(
        track.start_drop_mm,
        track.target_drop_mm,
        track.raises,
        None,
        default_catalogue().upkeep.footwear,
    )


def shoes_now(person: Person, track: ShoeTrack, on: datetime.date) -> FootwearNow:
    """The present week of the change of shoes."""
    knowledge = default_catalogue()
    mornings = [Morning(one.on, one.pain_0_10) for one in track.shoe_mornings.all()]
    return footwear_now(
        shoe_plan(track),
        track.begun_on,
        mornings,
        [*_harder_work(person), *_lower_wedges(person)],
        on,
        int(knowledge.pain.one_advance.window_days.value),
        knowledge.upkeep.footwear,
    )


def weeks_since_wedge_step(person: Person, on: datetime.date) -> float | None:
    """Weeks since the wedge was last lowered; None when it never was."""
    lowered = _lower_wedges(person)
    return (on - max(lowered)).days / 7 if lowered else None


def shoes_barred(person: Person) -> bool:
    """Whether a safety answer keeps the change of shoes from beginning (AM7)."""
    assessed = latest(person)
    if assessed is None:
        return False
    ambers = default_catalogue().screening.amber
    found = reading_of(assessed).safety.items
    return any("footwear" in ambers[item.id].pauses for item in found if item.id in ambers)


def read_all(person: Person, on: datetime.date) -> None:
    """Reads every track as its page does. Raises ValueError or LookupError for one that cannot be."""
    wedge, geometry = default_catalogue().upkeep.wedge, default_catalogue().measurement.geometry
    for track in person.wedge_tracks.all():
        wedge_decision(person, track, on)
        for step in track.steps.all():
            wedge_degrees(step.height_cm, geometry.default_foot_cm.value, wedge)
    for shoes in person.shoe_tracks.all():
        shoes_now(person, shoes, on)


def _lower_wedges(person: Person) -> list[datetime.date]:
    steps = WedgeStep.objects.filter(track__person=person, kind=WedgeStep.Kind.STEP)
    return list(steps.values_list("on", flat=True))


def _harder_work(person: Person) -> list[datetime.date]:
    """The days on which the running programme went into another phase."""
    held = running(person)
    weeks = plan_of(held).weeks if held is not None else ()
    return [later.days[0].date for first, later in pairwise(weeks) if first.phase != later.phase]


def _rises(person: Person, track: ShoeTrack, on: datetime.date) -> list[datetime.date]:
    """The days on which the share of the lower shoes rose: its begin, and each later week."""
    days = [one.on for one in track.shoe_mornings.filter(on__lte=on)]
    places = [(day, shoes_now(person, track, day).week) for day in days]
    rises = [track.begun_on]
    for (_, before), (day, after) in pairwise([(track.begun_on, shoe_plan(track).weeks[0]), *places]):
        if before is not None and (after is None or after.week > before.week):
            rises.append(day)
    return rises
