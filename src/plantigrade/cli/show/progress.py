"""A history in the terminal: what the retests really say, side by side, and the decision."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from plantigrade.cli.show.parts import LEGEND, show_legend
from plantigrade.cli.show.scale import axis_over, draw_labels, range_row
from plantigrade.cli.show.terminal import SOFT, STRONG, Page, side_mark, sides_mark, sources_mark, styled
from plantigrade.core.progress import SideProgress
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.writing import (
    Unit,
    amount,
    count_in_100,
    day,
    in_100,
    length_error,
    percent,
    short,
    short_length,
)

# Columns of a row before its band: a date, what was measured, what is likely.
_ROW = 36


def show(review: Review, knowledge: Catalogue, units: Unit, out: Console | None = None) -> None:
    """Writes each side's reading and the decision to `out` (standard output when None)."""
    page = Page(out)
    for side in Side:
        if side in review.progress:
            _side(page, side, review.progress[side], knowledge, units)
    _decision(page, review, knowledge)
    show_legend(page, LEGEND)


def _side(page: Page, side: Side, found: SideProgress, knowledge: Catalogue, units: Unit) -> None:
    words = knowledge.progress.verdicts[found.verdict]
    reason = knowledge.progress.reasons[found.reason]
    page.line()
    sentence = styled(f"{side.value.capitalize()}: {words.title}. ", STRONG) + words.text
    page.text(sentence, 2, side_mark(side))
    page.text(Text(reason.text) + sources_mark(reason.sources))
    page.line()
    real = short_length(knowledge.progress.rules.real_gain_cm.value, units)
    gain = length_error(found.gain_cm, units)
    page.text(styled(f"Now {length_error(found.now_cm, units)}", STRONG) + _since(found, gain))
    page.text(f"{in_100(found.p_gain_real)} that the gain is real, that is more than {real}.")
    target = found.target
    when = f"expected around {day(target.expected_date)}" if target.expected_date else "not in sight yet"
    chance = in_100(target.p_by_week_12)
    page.text(f"Target {short_length(target.cm, units)}: {chance} by week 12, {when}.")
    if found.adherence is not None:
        page.text(f"You did {percent(100 * found.adherence)} of the planned sessions.")
    _trend(page, side, found, knowledge, units)


def _since(found: SideProgress, gain: str) -> str:
    return f", a change of {gain} since {day(found.trend[0].date)}."


def _trend(page: Page, side: Side, found: SideProgress, knowledge: Catalogue, units: Unit) -> None:
    """One row a test, then the forecast week by week; without bands where there is no room for them."""
    drawn = page.width >= _ROW + 14
    page.line()
    points = [v for t in found.trend for v in (t.low_cm, t.high_cm, t.measured_cm)]
    points += [v for f in found.forecast for v in (f.low_cm, f.high_cm)]
    target = (found.target.cm,)
    axis = axis_over([*points, *target], page.width - _ROW)
    page.line(styled(f"  {'date':13}{'measured':>10}{'likely':>8}", SOFT))
    if drawn:
        draw_labels(page, axis, target, units, _ROW)
    for t in found.trend:
        head = f"  {day(t.date):13}{amount(t.measured_cm, units):>10}"
        head += f"{amount(t.mean_cm, units):>8}"
        row = range_row(axis, side, t.low_cm, t.mean_cm, t.high_cm, target)
        page.line(Text(f"{head:{_ROW}}") + row if drawn else head)
    for f in found.forecast:
        head = f"  {f'week {f.week}':13}{'forecast':>10}{amount(f.mean_cm, units):>8}"
        row = range_row(axis, side, f.low_cm, f.mean_cm, f.high_cm, target, dashed=True)
        page.line(styled(f"{head:{_ROW}}", SOFT) + row if drawn else head)
    band = count_in_100(knowledge.progress.horizon.band_coverage.value)
    unit = "inches" if units == "in" else units
    how = f"In {unit}. The band holds the true distance {band} times in 100; ┊ is the target."
    page.text(how, style=SOFT)


def _decision(page: Page, review: Review, knowledge: Catalogue) -> None:
    decision = review.decision
    words = knowledge.progress.decisions[decision.kind]
    page.section("What to do now")
    page.text(styled(f"{words.title}. ", STRONG) + words.text)
    for change in decision.changes:
        on = Text() if change.side is None else sides_mark([change.side]) + " "
        page.bullet(on + styled(f"{change.what} ", STRONG) + change.why, change.sources)
    if decision.load_reduction_pct is not None:
        low, high = decision.load_reduction_pct
        page.bullet(f"Make the next session {short(low)} to {percent(high)} lighter.")
