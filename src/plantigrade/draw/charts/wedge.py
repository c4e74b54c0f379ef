"""The heel wedge coming down, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plantigrade.draw.chart_style import BODY, LEADING, NOTE, TICK, balanced
from plantigrade.draw.charts.parts import Chart, chart, line, paragraph, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill, stroke
from plantigrade.draw.svg import Markup, element
from plantigrade.knowledge.words import say, word
from plantigrade.writing import Unit, amount, length, short_length

StepState = Literal["done", "now", "ahead"]
STATE_NAMES: dict[StepState, str] = {"done": word("done"), "now": word("now"), "ahead": word("ahead")}

_MARGIN, _GAP = 8.0, 4.0
_TALL = 72.0


@dataclass(frozen=True, slots=True)
class WedgeStep:
    """One height, with the date it began or what it asks for."""

    height_cm: float
    when: str
    state: StepState = "ahead"


@dataclass(frozen=True, slots=True)
class WedgeSteps:
    """Heights in the order in which they are taken."""

    steps: tuple[WedgeStep, ...]
    unit: Unit = "cm"


def wedge_chart(data: WedgeSteps, uid: str, width: float = 360.0) -> Chart:
    """A staircase, heights to scale. Raises ValueError when there is no step."""
    if not data.steps:
        raise ValueError("no steps to draw")
    each = (width - 2 * _MARGIN) / len(data.steps)
    highest = max(step.height_cm for step in data.steps)
    rises = [_TALL * step.height_cm / highest if highest > 0 else 0.0 for step in data.steps]
    # Room over the floor for each step and its label; the tallest of them sets the head.
    floor = max(rise + (44 if s.state == "now" else 24) for s, rise in zip(data.steps, rises, strict=True))
    body = [line(_MARGIN, floor, width - _MARGIN, floor, "floor", 2)]
    deepest = 0
    for n, (step, rise) in enumerate(zip(data.steps, rises, strict=True)):
        left, top = _MARGIN + n * each, floor - rise
        lines = balanced(step.when, TICK, each - _GAP)
        deepest = max(deepest, len(lines))
        body += [_block(step, left, top, each, floor), *_labels(step, data.unit, left + each / 2, top)]
        body.append(paragraph(left + each / 2, floor + 18, lines, size=TICK, role="soft", anchor="middle"))
    heights = ", ".join(f"{length(s.height_cm, data.unit)} ({say(STATE_NAMES[s.state])})" for s in data.steps)
    rows = [[amount(s.height_cm, data.unit), s.when, say(STATE_NAMES[s.state])] for s in data.steps]
    return chart(
        "wedge",
        uid,
        (width, floor + 18 + max(0, deepest - 1) * TICK * LEADING + 8),
        say("Heel wedge, step by step"),
        say("Heights in order: {heights}.", heights=heights),
        body,
        table(
            say("Heel wedge, step by step"),
            [say("Height ({unit})", unit=data.unit), say("When"), say("State")],
            rows,
            uid,
        ),
    )


def _block(step: WedgeStep, left: float, top: float, each: float, floor: float) -> Markup:
    if floor - top < 1:
        return Markup()
    role = {"done": "far", "now": "accent", "ahead": "accent"}[step.state]
    painted = stroke(role, 1.4, stroke_dasharray="4 3") if step.state == "ahead" else fill(role)
    box = {"x": left + _GAP / 2, "y": top, "width": each - _GAP, "height": floor - top - 1, "rx": 3.0}
    return element("rect", **box, **{**painted, "class_": f"{painted['class_']} pg-bar"})


def _labels(step: WedgeStep, unit: Unit, centre: float, top: float) -> list[Markup]:
    now = step.state == "now"
    label = short_length(step.height_cm, unit)
    drawn = [text(centre, top - 7, label, size=BODY if now else NOTE, anchor="middle", bold=now)]
    if now:
        drawn.append(text(centre, top - 24, "now", size=NOTE, role="accent", anchor="middle", bold=True))
    return drawn
