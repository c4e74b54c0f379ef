"""A clip as its page: what was seen, rep by rep, each number with its error."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plantigrade import writing
from plantigrade.core.quantities import Estimate
from plantigrade.motion.pose.models import MODELS, present
from plantigrade.web.videos.models import Clip, Work
from plantigrade.web.videos.told import fault_told, reasons_told

_DEPTHS = {
    "above_parallel": _("above level"),
    "parallel": _("thighs level"),
    "below_parallel": _("below level"),
}
_STAGES = {
    "": _("Waiting for its turn"),
    "points": _("Finding the person"),
    "foot": _("Following the foot"),
    "pictures": _("Drawing"),
}


def models_missing() -> bool:
    """Whether the pose models are still to be installed."""
    return not all(present(name) for name in MODELS)


def stage_of(work: Work) -> str:
    """What is being done now, in words."""
    return str(_STAGES.get(work.stage, work.stage))


def clip_parts(clip: Clip) -> dict[str, Any]:
    """`reps` rows of words; `reasons` what could not be measured and what to do."""
    result = clip.result or {}
    reps = [_rep(number, rep) for number, rep in enumerate(result.get("reps", ()), start=1)]
    return {
        "clip": clip,
        "going": clip.going,
        "stage": stage_of(clip),
        "percent": round(100 * clip.share),
        "result": result,
        "reasons": reasons_told(result.get("reasons", ())),
        "fault": fault_told(clip.error),
        "reps": reps,
        "headline": _headline(result, reps),
        "missing": models_missing(),
    }


def _headline(result: dict[str, Any], reps: list[dict[str, str]]) -> str:
    if not reps:
        return gettext("No squat or lunge could be measured.")
    if result.get("task") == "wall_lunge":
        told = ngettext("%(n)d lunge", "%(n)d lunges", len(reps)) % {"n": len(reps)}
    else:
        told = ngettext("%(n)d squat", "%(n)d squats", len(reps)) % {"n": len(reps)}
    lifted = sum(bool(rep["heel"] and rep["heel"]["lifted"]) for rep in result["reps"])
    return (
        gettext("%(told)s, the heel lifts in %(n)d.") % {"told": told, "n": lifted} if lifted else f"{told}."
    )


def _rep(number: int, rep: dict[str, Any]) -> dict[str, str]:
    heel = rep.get("heel")
    lift = gettext("not seen")
    if heel is not None:
        lift = gettext("stays down")
        if heel["lifted"]:
            angle = heel.get("shin_angle_at_lift_deg")
            lift = (
                gettext("lifts at %(angle)s") % {"angle": writing.about_degrees(angle)}
                if angle is not None
                else gettext("lifts")
            )
    return {
        "number": str(number),
        "shin": _angle(rep.get("shin_angle_deg")),
        "trunk": _angle(rep.get("trunk_lean_deg")),
        "depth": str(_DEPTHS.get(rep.get("depth") or "", gettext("not measured"))),
        "heel": lift,
    }


def _angle(value: dict[str, float] | None) -> str:
    if value is None:
        return gettext("not measured")
    return writing.angle_error(Estimate(value["max"], value["sd"]))
