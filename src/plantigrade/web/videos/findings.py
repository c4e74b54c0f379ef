"""What clips found, as findings of a case: offered, never taken in by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plantigrade import writing
from plantigrade.core.quantities import SIDES, Estimate
from plantigrade.interviewing import interview
from plantigrade.web.assess.findings import Finding, held
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, open_assessment, same_week
from plantigrade.web.people.models import Person
from plantigrade.web.videos.models import Clip, Comparison
from plantigrade.writing import Unit

CLIP, COMPARISON = "clip", "comparison"
# What a film can answer; a shin angle stands beside every other reading of the same ankle.
_FILMED = frozenset({"heels_rise_flat", "reaches_parallel_flat", "elevated_response", "photo_deg"})
_SHIN = frozenset({"ktw_cm", "wb_bent_deg", "photo_deg"})
_RESPONSES = {
    "clearly_better": gettext_lazy("clearly better"),
    "somewhat_better": gettext_lazy("somewhat better"),
    "no_better": gettext_lazy("no better"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as it is offered. `now` is what the assessment says in its place, "" when nothing; `used`
    when it is there already."""

    key: str
    name: str
    value: str
    now: str
    used: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What one record has to offer. `into` is "open", "reopened" or "new"; `address` where to accept it."""

    on: date
    rows: tuple[Row, ...]
    into: str
    assessed_on: date | None
    address: str

    @property
    def open(self) -> bool:
        """Whether anything is left to take."""
        return any(not row.used for row in self.rows)


def findings_of(clip: Clip) -> tuple[Finding, ...]:
    """The findings of one clip that was read."""
    summary = (clip.result or {}).get("summary", {})
    told = summary.get("case") or {}
    error = (summary.get("heel_down_shin_angle_deg") or {}).get("sd")
    return tuple(
        Finding(
            f"{group}.{name}",
            value,
            error if name == "photo_deg" else None,
            CLIP,
            str(clip.pk),
            clip.taken_on.isoformat(),
        )
        for group, values in told.items()
        for name, value in values.items()
        # An error is no finding of its own: it goes with its reading.
        if not name.endswith("_sd_deg")
    )


def findings_of_comparison(held: Comparison) -> tuple[Finding, ...]:
    """What raised heels did, and how high they were; nothing when it could not be told."""
    response = (held.result or {}).get("comparison", {}).get("elevated_response")
    if response is None:
        return ()
    told = (("elevated_response", response), ("elevation_cm", held.after.heel_lift_cm))
    day = held.after.taken_on.isoformat()
    return tuple(Finding(f"squat.{name}", value, None, COMPARISON, str(held.pk), day) for name, value in told)


def offer_of(person: Person, on: date, found: Sequence[Finding], address: str) -> Offer | None:
    """The findings beside what the assessment holds that they would go into; None without findings."""
    if not found:
        return None
    target, into = open_assessment(person), "open"
    if target is None:
        last = latest(person)
        target, into = (last, "reopened") if last is not None and same_week(last, on) else (None, "new")
    rows = tuple(_row(one, target, person.unit) for one in found)
    return Offer(on, rows, into, target.started_at.date() if target is not None else None, address)


def used_rows(assessment: Assessment, unit: Unit) -> list[Row]:
    """What an assessment holds that was read from clips."""
    return [
        Row(key, _name(key), told(key, origin["value"], origin["sd"], unit), "", used=True)
        for key, origin in assessment.origins.items()
    ]


def told(key: str, value: Any, sd: float | None, unit: Unit) -> str:
    """A value of a case in words, with its error where it has one."""
    name = key.partition(".")[2]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_deg"):
        return writing.angle_error(Estimate(value, sd)) if sd is not None else writing.about_degrees(value)
    if name.endswith("_cm"):
        return writing.short_length(value, unit)
    return str(_RESPONSES.get(value, value))


def _row(one: Finding, target: Assessment | None, unit: Unit) -> Row:
    now = held(target.raw, one.key) if target is not None else None
    origin = target.origins.get(one.key) if target is not None else None
    used = origin is not None and origin["id"] == one.id and origin["value"] == one.value
    other = "" if now is None else told(one.key, now, None, unit)
    return Row(one.key, _name(one.key), told(one.key, one.value, one.sd, unit), other, used)


def _name(key: str) -> str:
    group, _dot, name = key.partition(".")
    if name == "photo_deg":
        side = {SIDES[0].value: _("left"), SIDES[1].value: _("right")}[group]
        return _("Shin angle with the heel down, %(side)s") % {"side": side}
    names = {
        "heels_rise_flat": _("The heels rise in the flat squat"),
        "reaches_parallel_flat": _("The thighs reach level in the flat squat"),
        "elevated_response": _("The squat with raised heels"),
        "elevation_cm": _("Heels raised by"),
    }
    return names.get(name) or interview().squat[name].question


def filmed(gives: Iterable[str]) -> frozenset[str]:
    """Of what a test gives, what a film gives as well: names of a case's fields."""
    names = frozenset(gives)
    return (names | ({"photo_deg"} if names & _SHIN else frozenset())) & _FILMED


def recent_offers(person: Person, assessment: Assessment, names: frozenset[str] | None = None) -> list[Offer]:
    """What clips of the assessment's week have to offer that it does not hold yet; `names` narrows it to
    offers with one of these fields.
    """
    found = []
    for clip in person.clips.filter(state=Clip.State.DONE):
        address = reverse("videos:act", args=[person.pk, clip.pk, "use"])
        found.append((clip.taken_on, findings_of(clip), address))
    for pair in person.comparisons.filter(state=Comparison.State.DONE).select_related("after"):
        address = reverse("videos:act_on_comparison", args=[person.pk, pair.pk, "use"])
        found.append((pair.after.taken_on, findings_of_comparison(pair), address))
    offers = [
        offer_of(person, *one)
        for one in found
        if same_week(assessment, one[0])
        and (names is None or names & {f.key.partition(".")[2] for f in one[1]})
    ]
    return [offer for offer in offers if offer is not None and offer.open]
