"""What probably limits each ankle: bars, chances, and every point as a small waterfall."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rich.text import Text

from plantigrade.cli.show.terminal import (
    ACCENT,
    SOFT,
    STRONG,
    Page,
    share_bar,
    sides_mark,
    sources_mark,
    styled,
)
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.limiters import Reading
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.limiters import Hypothesis, Limiter
from plantigrade.writing import NBSP, digits_for, in_100, lowered, signed

# Characters of the waterfall: an odd number, so that even odds have the middle one.
_FALL = 17
_NARROW, _TIGHT = 72, 58
# What it is, its points, its sources.
_Step = tuple[str, float, tuple[str, ...]]


def show_limiters(page: Page, assessment: Assessment, knowledge: Catalogue) -> None:
    """One block a side; a side that reads the same as the other shares its block."""
    blocks: list[list[SideAssessment]] = []
    for found in assessment.sides.values():
        if found.limiters is None:
            continue
        alike = next((b for b in blocks if b[0].limiters == found.limiters), None)
        if alike is None:
            blocks.append([found])
        else:
            alike.append(found)
    for block in blocks:
        sides = [found.side for found in block]
        which = "both ankles" if len(sides) == 2 else f"the {sides[0]} ankle"
        page.section(f"Likely limiting factors of {which}")
        assert block[0].limiters is not None
        _block(page, block[0].limiters, sides, knowledge)
        _remarks(page, block, knowledge)
    if blocks:
        page.line()
        page.text(knowledge.limiters.notice)


def _hypotheses(knowledge: Catalogue) -> Mapping[Limiter, Hypothesis]:
    return {hypothesis.id: hypothesis for hypothesis in knowledge.limiters.hypotheses}


def _block(
    page: Page, limiters: Mapping[Limiter, Reading], sides: Sequence[Side], knowledge: Catalogue
) -> None:
    names = {id_: h.name for id_, h in _hypotheses(knowledge).items()}
    readings = sorted(limiters.values(), key=lambda reading: -reading.p)
    if not any(reading.points for reading in readings):
        page.text("Nothing that was found points anywhere yet; these are the chances before any finding.")
    room = max(len(name) for name in names.values())
    cells = 20 if page.width >= _NARROW else 8 if page.width >= _TIGHT else 0
    for reading in readings:
        style = {"likely": STRONG, "unlikely": SOFT}.get(reading.label, "")
        line = Text("  ") + sides_mark(sides) + styled(f" {names[reading.limiter]:{room}}  ", style)
        if cells:
            line += share_bar(reading.p, cells) + Text("  ")
        page.text(line + styled(f"{in_100(reading.p):>9}  {reading.label}", style), 0)
    explained = [(reading, _hypotheses(knowledge)[reading.limiter]) for reading in readings if reading.points]
    for reading, hypothesis in explained:
        if reading.label != "unlikely":
            page.line()
            _waterfall(page, reading, hypothesis, knowledge.limiters.cap.value)
    unlikely = [(reading, hypothesis) for reading, hypothesis in explained if reading.label == "unlikely"]
    if unlikely:
        page.line()
        page.text("Points of what is unlikely:")
    for reading, hypothesis in unlikely:
        page.bullet(_ledger(reading, hypothesis))


def _waterfall(page: Page, reading: Reading, hypothesis: Hypothesis, cap: float) -> None:
    """Where the chance began, what each finding added or took, and where it ended."""
    page.text(styled(f"{hypothesis.name}: ", STRONG) + hypothesis.meaning)
    digits = _digits(reading)
    steps = _steps(reading, hypothesis, digits)
    sums = [0.0]
    for _, points, _ in steps:
        sums.append(sums[-1] + points)
    reach = max(cap, *(abs(value) for value in sums))
    for (text, points, sources), start, end in zip(steps, sums, sums[1:], strict=False):
        bar = _bar(start, end, reach)
        _row(page, signed(points, digits), bar, Text(text) + sources_mark(sources))
    result = f"Together: {in_100(reading.p)}, {reading.label}"
    total = signed(reading.log_odds, digits)
    _row(page, total, _bar(0.0, reading.log_odds, reach), styled(result, STRONG))


def _digits(reading: Reading) -> int:
    return digits_for((reading.prior, reading.log_odds, *(point.points for point in reading.points)))


def _steps(reading: Reading, hypothesis: Hypothesis, digits: int) -> list[_Step]:
    steps: list[_Step] = [("Before any finding", reading.prior, hypothesis.sources)]
    steps += [(point.text, point.points, point.sources) for point in reading.points]
    if reading.capped:
        total = math.fsum(points for _, points, _ in steps)
        held = f"Held at {signed(reading.log_odds, digits)}, because no sum of points may sound certain"
        steps.append((held, reading.log_odds - total, ()))
    return steps


def _ledger(reading: Reading, hypothesis: Hypothesis) -> Text:
    """The same in one sentence."""
    digits = _digits(reading)
    told = [
        Text(f"{signed(points, digits)}{NBSP}{lowered(text)}") + sources_mark(sources)
        for text, points, sources in _steps(reading, hypothesis, digits)
    ]
    result = f", together {signed(reading.log_odds, digits)}, {in_100(reading.p)}."
    return styled(f"{hypothesis.name}: ", STRONG) + Text("; ").join(told) + Text(result)


def _row(page: Page, points: str, bar: Text, body: Text) -> None:
    lead = Text(f"    {points:>5}  ")
    if page.width >= 50:
        lead += bar + Text("  ")
    page.text(body, len(lead.plain), lead)


def _bar(start: float, end: float, reach: float) -> Text:
    """From sum to sum: solid where it speaks for, pale where against; the line is even odds."""
    middle = _FALL // 2
    first, last = (middle + round(value / reach * middle) for value in sorted((start, end)))
    cells = [" "] * _FALL
    cells[middle] = "│"
    for place in range(first, max(last, first + 1)):
        cells[min(place, _FALL - 1)] = "█" if end >= start else "▒"
    return styled("".join(cells), ACCENT if end >= start else SOFT)


def _remarks(page: Page, block: Sequence[SideAssessment], knowledge: Catalogue) -> None:
    limiters = knowledge.limiters
    told: dict[str, tuple[str, ...]] = {}
    for found in block:
        if found.mixed:
            told[limiters.mixed] = limiters.mixed_needs.sources
        if found.front:
            told["The front may be the limit here, which rules out work at the end of the range."] = (
                limiters.labels.override_from.sources
            )
        if found.three_positions is not None:
            told[found.three_positions.text] = found.three_positions.sources
    if told:
        page.line()
    for text, sources in told.items():
        page.bullet(text, sources)
