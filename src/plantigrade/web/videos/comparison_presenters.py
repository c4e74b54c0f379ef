"""A comparison as its page: each difference with its error, and whether it is real, in words."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plantigrade import writing
from plantigrade.core.quantities import Estimate
from plantigrade.draw.charts import Course, Courses, course_chart
from plantigrade.draw.svg import Markup
from plantigrade.report.frame import CHART_WIDTH, chart_figure
from plantigrade.web.videos.models import Clip, Comparison
from plantigrade.web.videos.presenters import stage_of
from plantigrade.web.videos.told import fault_told, reasons_told

# What is told, in this order: name of the difference, its words, and the answer when it is real: more, less.
_TOLD: Mapping[str, tuple[Any, Any, Any]] = {
    "heel_down": (
        gettext_lazy("Heel stays down until the thigh reaches"),
        gettext_lazy("deeper"),
        gettext_lazy("less deep"),
    ),
    "shin_angle_deg": (
        gettext_lazy("Shin angle at the same depth"),
        gettext_lazy("further forward"),
        gettext_lazy("more upright"),
    ),
    "ankle_dorsiflexion_deg": (
        gettext_lazy("Bend of the ankle at the same depth"),
        gettext_lazy("more"),
        gettext_lazy("less"),
    ),
    "trunk_lean_deg": (
        gettext_lazy("Trunk lean at the same depth"),
        gettext_lazy("further forward"),
        gettext_lazy("more upright"),
    ),
    "knee_past_toe_pct_foot": (
        gettext_lazy("Knee past the toes at the same depth, in % of the foot"),
        gettext_lazy("further forward"),
        gettext_lazy("less far"),
    ),
    "thigh_angle_deg": (
        gettext_lazy("Deepest point, thigh from upright"),
        gettext_lazy("deeper"),
        gettext_lazy("less deep"),
    ),
    "peak_shin_angle_deg": (
        gettext_lazy("Largest shin angle"),
        gettext_lazy("further forward"),
        gettext_lazy("more upright"),
    ),
    "left_knee_inward_deg": (
        gettext_lazy("Left knee inward"),
        gettext_lazy("more inward"),
        gettext_lazy("less inward"),
    ),
    "right_knee_inward_deg": (
        gettext_lazy("Right knee inward"),
        gettext_lazy("more inward"),
        gettext_lazy("less inward"),
    ),
}
_WITHOUT_DEPTH = ("peak_shin_angle_deg", "left_knee_inward_deg", "right_knee_inward_deg")
_RESPONSES = {
    "clearly_better": gettext_lazy("Raised heels clearly free this squat."),
    "somewhat_better": gettext_lazy("Raised heels help this squat a little."),
    "no_better": gettext_lazy("No help from raised heels that can be told from the error."),
}
_MISSING = {
    "heel_down": gettext_lazy(
        "Heel: not compared, because it could not be followed in both clips. Stand still for two seconds "
        "first, with both feet in the picture."
    ),
    "trunk_lean_deg": gettext_lazy(
        "Trunk: not compared, because shoulders or hips were not seen in both clips."
    ),
    "knees": gettext_lazy(
        "Knees falling inward: not compared. A clip from the side cannot show it; film both from the "
        "front to compare it."
    ),
}


def comparison_parts(held: Comparison, *, has_film: bool) -> dict[str, Any]:
    """`rows` the differences, `reasons` why something is not said, `charts`, and what the player needs."""
    result = held.result or {}
    found = result.get("comparison", {})
    rows = _rows(found)
    before = _clip(held.before, result.get("a"), raised=held.raised)
    after = _clip(held.after, result.get("b"), raised=held.raised)
    return {
        "held": held,
        "before": before,
        "after": after,
        "pair": (before, after),
        "stage": stage_of(held),
        "percent": round(100 * held.share),
        "depth": _depth(found),
        "rows": rows,
        "headline": _headline(held, found, rows),
        "why": reasons_told(found.get("reasons", ())),
        "fault": fault_told(held.error),
        "missing": _missing(found, rows) if rows else [],
        "charts": _charts(held, result),
        "film": has_film,
        "together": bool(result.get("a", {}).get("knots_s")) and bool(result.get("b", {}).get("knots_s")),
    }


def clip_label(clip: Clip, *, raised: bool) -> str:
    """How one of the two is called on the page."""
    if raised:
        return _("Heels raised") if clip.heel_lift_cm else _("Heels flat")
    return writing.day(clip.taken_on)


def _clip(clip: Clip, shown: Mapping[str, Any] | None, *, raised: bool) -> dict[str, Any]:
    return {
        "clip": clip,
        "label": clip_label(clip, raised=raised),
        "steps_json": json.dumps({name: (shown or {}).get(name) for name in ("knots_s", "place")}),
    }


def _depth(found: Mapping[str, Any]) -> str:
    angle = found.get("matched_thigh_angle_deg")
    return "" if angle is None else writing.about_degrees(angle)


def _differences(found: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """By the names of `_TOLD`; matched ones stand before peaks, which stand in only where they say more."""
    named = {one["name"]: one for one in found.get("at_matched_depth", ())}
    if found.get("heel_down_to_thigh_angle"):
        named["heel_down"] = found["heel_down_to_thigh_angle"]
    for one in found.get("peaks", ()):
        name = f"peak_{one['name']}" if one["name"] == "shin_angle_deg" else one["name"]
        if name in _TOLD:
            named.setdefault(name, one)
    if found.get("matched_thigh_angle_deg") is None:
        # Without a depth in common only peaks are left, and of these only what does not hang on depth.
        return {name: one for name, one in named.items() if name in _WITHOUT_DEPTH}
    return named


def _rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    named = _differences(found)
    rows = []
    for name, (words, more, less) in _TOLD.items():
        one = named.get(name)
        if one is None:
            continue
        change = Estimate(one["change"]["value"], one["change"]["sd"])
        rows.append(
            {
                "key": name,
                "name": str(words),
                "before": _value(name, one["a"]["value"]),
                "after": _value(name, one["b"]["value"]),
                "change": _change(name, change),
                "real": one["real"],
                "told": str(more if change.value > 0 else less) if one["real"] else "",
            }
        )
    return rows


def _unit(name: str) -> str:
    return f"{writing.NBSP}%" if name.endswith("pct_foot") else "°"


def _value(name: str, value: float) -> str:
    return f"{writing.decimal(value, 0)}{_unit(name)}"


def _change(name: str, change: Estimate) -> str:
    """With its 95 % error, on one line: +4° ± 6°."""
    return f"{writing.signed(change.value, 0)}{_unit(name)}{writing.NBSP}{_error(name, change)}"


def _error(name: str, change: Estimate) -> str:
    return writing.plus_minus(f"{writing.decimal(writing.half95(change), 0)}{_unit(name)}")


def _headline(held: Comparison, found: Mapping[str, Any], rows: list[dict[str, Any]]) -> str:
    if held.raised and held.after.result and found:
        response = found.get("elevated_response")
        return str(_RESPONSES[response]) if response else _("It cannot be said what raised heels do here.")
    real = [row for row in rows if row["real"]]
    if not rows:
        return _("These two clips share nothing to compare.")
    if not real:
        return _("No change beyond the error of the measurement.")
    first = real[0]
    return _("A real change: %(name)s, %(told)s.") % {
        "name": writing.lowered(first["name"]),
        "told": first["told"],
    }


def _missing(found: Mapping[str, Any], rows: list[dict[str, Any]]) -> list[str]:
    told = {row["key"] for row in rows}
    missing = []
    if found.get("matched_thigh_angle_deg") is not None:
        missing = [str(_MISSING[name]) for name in ("heel_down", "trunk_lean_deg") if name not in told]
    if not {"left_knee_inward_deg", "right_knee_inward_deg"} & told:
        missing.append(str(_MISSING["knees"]))
    return missing


def _charts(held: Comparison, result: Mapping[str, Any]) -> list[Markup]:
    """Shin angle against depth, and over the phase of the squat; one that holds nothing is left out."""
    drawn = []
    for kind, title, axis, scale in (
        ("over_depth", _("Shin angle on the way down"), _("thigh angle in °"), 1.0),
        ("over_phase", _("Shin angle over the squat"), _("share of the repetition in %"), 100.0),
    ):
        sides = (("a", held.before, "clay", True), ("b", held.after, "accent", False))
        courses = []
        for name, clip, role, dashed in sides:
            rows = result.get(name, {}).get(kind, ())
            courses.append(_course(clip_label(clip, raised=held.raised), rows, scale, role, dashed=dashed))
        marks = ((50.0, _("deepest")),) if kind == "over_phase" else ()
        data = Courses(title, axis, _("Shin angle in °"), tuple(courses), marks)
        try:
            chart = course_chart(data, kind, CHART_WIDTH)
        except ValueError:  # nothing was measured: the page says so above
            continue
        drawn.append(chart_figure(chart, name="card"))
    return drawn


def _course(name: str, rows: Any, scale: float, role: str, *, dashed: bool) -> Course:
    filled = [[math.nan if n is None else n for n in row] for row in rows]
    return Course(
        name,
        [row[0] * scale for row in filled],
        [row[1] for row in filled],
        [row[2] for row in filled],
        role,
        dashed,
    )
