"""A day as the page of the player: its steps as plain values, and each picture once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plantigrade import writing
from plantigrade.core.prescription.types import Day
from plantigrade.core.quantities import Side
from plantigrade.core.session import timeline
from plantigrade.draw.figures import draw_figure, figure_style
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue


def play_parts(day: Day, week: int) -> dict[str, Any]:
    """`steps` for the script; `pictures` by exercise and side; `style` is their movement."""
    knowledge = default_catalogue()
    drawn: dict[str, dict[str, Any]] = {}
    figures = []
    for item in day.items:
        side = item.side or Side.RIGHT
        key = f"{item.exercise}-{side.value}"
        exercise = knowledge.exercises[item.exercise]
        if key not in drawn:
            figure = knowledge.figures.figure(item.exercise)
            figures.append(figure)
            drawn[key] = {
                "key": key,
                "markup": Markup(draw_figure(figure, side=side, uid="play", embed_style=False)),
                "exercise": exercise,
            }
    steps = [
        {
            "kind": step.kind,
            "item": step.item,
            "exercise": step.exercise,
            "name": knowledge.exercises[step.exercise].name,
            "loading": knowledge.exercises[step.exercise].pain_rule == "loading",
            "side": step.side.value if step.side else "both",
            "seconds": step.seconds,
            "set": step.set_number,
            "sets": step.sets,
            "reps": step.reps,
            "tempo": writing.tempo(step.tempo_s) if step.tempo_s else "",
            "says": step.says,
            "picture": f"{step.exercise}-{(step.side or Side.RIGHT).value}",
        }
        for step in timeline(day, knowledge.exercises)
    ]
    return {
        "day": day,
        "week": week,
        "steps": steps,
        "items": [_item(item, knowledge.exercises) for item in day.items],
        "pictures": list(drawn.values()),
        "style": Markup(figure_style(*figures)) if figures else Markup(),
    }


def _item(item: Any, exercises: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": exercises[item.exercise].name,
        "side": item.side,
        "dose": writing.dose(item.dose),
        "why": item.why,
    }


def pain_limits() -> dict[str, Any]:
    """What the phone must know of pain when it has no net: the ceilings, and the words of each rule."""
    pain = default_catalogue().pain
    told = ("severe_pain", "front_sharp", "front_pinch", "mobility_pain")
    return {
        "programme": pain.ceilings.programme_0_10.value,
        "mobility": pain.ceilings.mobility_0_10.value,
        "loading": pain.ceilings.loading_0_10.value,
        "front": pain.ceilings.front_pinch_0_10.value,
        "rules": {
            id_: {"kind": pain.rules[id_].kind, "what": pain.rules[id_].what, "why": pain.rules[id_].why}
            for id_ in told
        },
    }
