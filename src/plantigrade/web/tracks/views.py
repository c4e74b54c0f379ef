"""The way down from the heel wedge, and the change to lower shoes: a page each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plantigrade.core.upkeep import footwear_plan
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.types.upkeep import Note
from plantigrade.web.assess.queries import latest
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import treated_person
from plantigrade.web.tracks import actions
from plantigrade.web.tracks.forms import ShoeMorningForm, SquatsForm, StartShoesForm, StartWedgeForm
from plantigrade.web.tracks.models import ShoeTrack, WedgeStep, WedgeTrack
from plantigrade.web.tracks.presenters import (
    shoe_parts,
    shoe_start_parts,
    wedge_parts,
    wedge_start_parts,
)
from plantigrade.web.tracks.queries import (
    present_step,
    running_shoes,
    running_wedge,
    shoe_plan,
    shoes_barred,
    shoes_now,
    shorter_side,
    wedge_decision,
    weeks_since_wedge_step,
)
from plantigrade.web.videos.queries import trunk_change


@treated_person
def wedge(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begin, record squats or a complaint, take the step that the rules allow, end."""
    track = running_wedge(person)
    if track is None:
        return _start_wedge(request, person)
    act, on, step = request.POST.get("act", ""), today(), present_step(track)
    heights = [h for h in (step.trial_height_cm, step.height_cm) if h is not None]
    seen = trunk_change(person, on)
    form = SquatsForm(
        request.POST if act == "squats" else None,
        heights_cm=heights,
        trunk=(seen[0].taken_on, seen[1]) if seen is not None else None,
    )
    done = ""
    if act == "squats" and form.is_valid():
        told = dict(form.cleaned_data)
        actions.keep_squats(track=track, on=on, height_cm=told.pop("height_cm"), told=told)
        done = _("The squats are saved.")
    elif act == "worse":
        told_of = actions.tell_worse(track=track, before=on)
        done = _("Kept.") if told_of else _("There are no squats before today to which this belongs.")
    elif act == "step":
        actions.take_wedge_step(person=person, track=track, on=on)
        done = _("Saved. It counts from today on.")
    elif act == "undo":
        taken = actions.undo_wedge_step(track=track, on=on)
        done = _("Taken back.") if taken else _("Only a step of today is taken back.")
    elif act == "end":
        actions.end_wedge(track=track, on=on)
        done = _("The track has ended. What was recorded stays.")
    if done:
        messages.success(request, done)
        return redirect("tracks:wedge", person.id)
    return _show_wedge(request, person, track, form)


def _show_wedge(
    request: HttpRequest, person: Person, track: WedgeTrack, form: SquatsForm
) -> HttpResponseBase:
    step, on = present_step(track), today()
    assessed = latest(person)
    foot_cm = assessed.raw.get("person", {}).get("foot_cm") if assessed is not None else None
    parts = wedge_parts(
        step,
        wedge_decision(person, track, on),
        list(track.squats.all()),
        list(track.steps.all()),
        foot_cm,
        person.unit,
    )
    parts |= {"form": form, "undoable": step.on == on and step.kind != WedgeStep.Kind.BEGIN}
    parts["worse_open"] = track.squats.filter(on__lt=on, worse_next_day=False).exists()
    return render(request, "tracks/wedge.html", parts, status=400 if form.errors else 200)


def _start_wedge(request: HttpRequest, person: Person) -> HttpResponseBase:
    assessed = latest(person)
    known = assessed.raw.get("person", {}).get("squats_with_heel_lift_cm") if assessed is not None else None
    sent = request.POST if request.method == "POST" else None
    form = StartWedgeForm(sent, initial={"height_cm": known or None})
    if request.method == "POST" and form.is_valid():
        height_cm = form.cleaned_data["height_cm"]
        actions.start_wedge(
            person=person, on=today(), height_cm=height_cm, ktw_cm=shorter_side(person, today())
        )
        return redirect("tracks:wedge", person.id)
    parts = {**wedge_start_parts(person.unit), "form": form}
    return render(request, "tracks/start_wedge.html", parts, status=400 if form.errors else 200)


@treated_person
def shoes(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begin, record the morning after, end."""
    track = running_shoes(person)
    if track is None:
        return _start_shoes(request, person)
    act, on = request.POST.get("act", ""), today()
    if act == "end":
        actions.end_shoes(track=track, on=on)
        messages.success(request, _("The track has ended. What was recorded stays."))
        return redirect("tracks:shoes", person.id)
    form = ShoeMorningForm(request.POST if act == "morning" else None)
    if act == "morning" and form.is_valid():
        actions.keep_shoe_morning(track=track, on=on, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("tracks:shoes", person.id)
    return _show_shoes(request, person, track, form)


def _show_shoes(
    request: HttpRequest, person: Person, track: ShoeTrack, form: ShoeMorningForm
) -> HttpResponseBase:
    parts = shoe_parts(track, shoe_plan(track), shoes_now(person, track, today()), person.unit)
    status = 400 if form.errors else 200
    return render(request, "tracks/shoes.html", {**parts, "form": form}, status=status)


def _start_shoes(request: HttpRequest, person: Person) -> HttpResponseBase:
    assessed = latest(person)
    raw = assessed.raw if assessed is not None else {}
    raises = [raw.get(side, {}).get("single_leg_calf_raises") for side in ("left", "right")]
    known = {
        "start_drop_mm": raw.get("person", {}).get("heel_drop_mm"),
        "raises": min((count for count in raises if count is not None), default=None),
    }
    form = StartShoesForm(request.POST if request.method == "POST" else None, known=known)
    barred = shoes_barred(person)
    missing: tuple[Note, ...] = ()
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        plan = footwear_plan(
            told["start_drop_mm"],
            told["target_drop_mm"],
            told["raises"],
            weeks_since_wedge_step(person, today()),
            default_catalogue().upkeep.footwear,
            told.pop("pain_0_10"),
        )
        if plan.allowed and not barred:
            actions.start_shoes(person=person, on=today(), **told)
            return redirect("tracks:shoes", person.id)
        missing = plan.reasons if not plan.allowed else ()
    parts = {**shoe_start_parts(missing, person.unit), "form": form, "barred": barred}
    return render(request, "tracks/start_shoes.html", parts, status=400 if form.errors else 200)
