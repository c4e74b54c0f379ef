"""A programme in the terminal: the twelve weeks, one of them by day, and the reason for every exercise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.text import Text

from plantigrade.cli.show.parts import show_legend, show_referrals, show_stop
from plantigrade.cli.show.terminal import (
    SOFT,
    STRONG,
    Page,
    share_bar,
    side_mark,
    sides_mark,
    sources_mark,
    styled,
)
from plantigrade.cli.show.upkeep import show_footwear, show_maintenance, show_wedge
from plantigrade.core.prescription.types import Day, Item, Plan, Week
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Dose, Exercise
from plantigrade.writing import (
    NBSP,
    Unit,
    capital,
    count,
    day,
    dose,
    minutes,
    short_day,
    short_weekday,
    tempo,
    weeks,
    whole_minutes,
)

# Columns of an exercise's name before its doses.
_DOSE = 46
_CHECKPOINTS = {
    "capture": "Test both ankles",
    "checkpoint": "Judge the trend and decide",
    "report": "Sum up",
}
_LEFT_OUT = {"safety": "for safety", "equipment": "because it needs equipment that is not there"}


def show(plan: Plan, knowledge: Catalogue, units: Unit, week: int | None, out: Console | None = None) -> None:
    """Writes the programme to `out` (standard output when None), with week `week` (1 when None) by day."""
    page = Page(out)
    if plan.safety.decision == "stop":
        show_stop(page, plan.safety, knowledge)
        return
    _opening(page, plan, knowledge)
    if plan.weeks:
        _phases(page, plan)
        _week(page, next(w for w in plan.weeks if w.number == (week or 1)), knowledge)
        _load(page, plan)
        _reasons(page, plan, knowledge)
    _left_out(page, plan, knowledge)
    if plan.weeks:
        _checkpoints(page, plan, knowledge)
    show_wedge(page, plan.wedge, units)
    show_footwear(page, plan.footwear)
    if plan.weeks:
        show_maintenance(page, plan.maintenance)
    show_referrals(page, plan.referrals)
    show_legend(page, knowledge.screening.positioning.text)


def _opening(page: Page, plan: Plan, knowledge: Catalogue) -> None:
    wording = knowledge.wording
    if not plan.weeks:
        page.title(" ".join(plan.notes[:1]) or wording.headline["unknown"])
        return
    first = plan.weeks[0].days[0].date
    most = max(d.minutes for w in plan.weeks for d in w.days)
    named = knowledge.programme.budgets[plan.budget].title
    begins = f"{short_weekday(first)}{NBSP}{day(first)}"
    page.title(f"{count(len(plan.weeks), 'week')} from {begins}, at most {minutes(most)} a day.")
    page.text(f"{named}: {knowledge.programme.budgets[plan.budget].note}", 0)
    page.line()
    for note in plan.notes:
        page.bullet(note, indent=0)
    page.section("Before you start")
    if plan.safety.not_asked:
        page.text(wording.safety["not_asked"].format(count=len(plan.safety.not_asked)))
    page.text(wording.safety[plan.safety.decision])
    for item in plan.safety.items:
        on = Text() if item.side is None else sides_mark([item.side]) + " "
        page.bullet(on + styled(f"{capital(item.short)}. ", STRONG) + item.text)


def _phases(page: Page, plan: Plan) -> None:
    page.section("Phases")
    for _, same in groupby(plan.weeks, key=lambda week: week.phase):
        held = list(same)
        which = f"  {weeks(week.number for week in held)}"
        page.text(styled(f"{held[0].name}. ", STRONG) + held[0].goal, 18, which)


def _week(page: Page, week: Week, knowledge: Catalogue) -> None:
    page.section(f"Week {week.number} by day: {week.name}")
    told: list[Day] = []
    listed = False
    for one in week.days:
        same = next((d for d in told if one.items and (d.kind, d.items) == (one.kind, one.items)), None)
        brief = same is not None or not one.items
        if not (brief and listed):
            page.line()
        listed = brief
        told.append(one)
        _day(page, one, same, knowledge)


def _day(page: Page, one: Day, same: Day | None, knowledge: Catalogue) -> None:
    """A day with its items, or the earlier day of the week that it repeats."""
    kinds = {
        "standalone": minutes(one.minutes),
        "warm_up": f"{minutes(one.minutes)}, with your leg training",
        "rest": knowledge.wording.plan["rest"],
    }
    again = f", the same as on {_named(same.date)}" if same else ""
    page.text(kinds[one.kind] + again, 14, styled(f"  {_named(one.date)}", STRONG))
    if same:
        return
    for block, items in groupby(one.items, key=lambda item: item.block):
        if one.kind == "warm_up":
            page.text("in the warm-up" if block == "warm_up" else "after training", 4, style=SOFT)
        for _, sides in groupby(items, key=lambda item: (item.exercise, item.stage, item.variant)):
            _exercise(page, list(sides), knowledge.exercises)


def _named(on: date) -> str:
    """A day of the weeks ahead: Tue 1 Dec."""
    return f"{short_weekday(on)}{NBSP}{short_day(on)}"


def _exercise(page: Page, items: list[Item], exercises: Mapping[str, Exercise]) -> None:
    """One exercise with the dose of each side."""
    exercise = exercises[items[0].exercise]
    # A stage for both legs is named by its dose already.
    how = [
        s.name
        for s in exercise.stages
        if s.id == items[0].stage and s.id != "standard" and s.laterality == "unilateral"
    ]
    how += [v.name for v in exercise.variants if v.id == items[0].variant and v is not exercise.variants[0]]
    name = Text(exercise.name).append("".join(f", {word}" for word in how), style=SOFT)
    told = Text("  ").join(_on(item) for item in items)
    room = page.width - 4
    if name.cell_len + 2 + told.cell_len <= room:
        gap = max(2, min(_DOSE, room - told.cell_len) - name.cell_len)
        page.line(Text("    ") + name + Text(" " * gap) + told)
    else:
        page.text(name, 4)
        page.text(told, 8)


def _on(item: Item) -> Text:
    on = Text("both legs") if item.side is None else side_mark(item.side)
    return on + Text(NBSP + dose_text(item.dose))


def dose_text(given: Dose) -> str:
    """2 × 15 (1 s up, 3 s down), 75 s."""
    return dose(given) if given.tempo_s is None else f"{dose(given)} ({tempo(given.tempo_s)})"


def _load(page: Page, plan: Plan) -> None:
    """Minutes of every week as bars."""
    page.section("Minutes a week")
    totals = {week.number: sum(one.minutes for one in week.days) for week in plan.weeks}
    most = max(totals.values()) or 1.0
    cells = min(40, page.width - 36)
    for week in plan.weeks:
        line = Text(f"  week {week.number:>2}  {whole_minutes(totals[week.number]):>4} min  ")
        if cells > 4:
            line += share_bar(totals[week.number] / most, cells)
        page.line(line)


def _reasons(page: Page, plan: Plan, knowledge: Catalogue) -> None:
    """Each exercise once, with the first reason that is given for it."""
    page.section("Why each exercise")
    seen: dict[str, tuple[int, Item]] = {}
    for week in plan.weeks:
        for one in week.days:
            for item in one.items:
                seen.setdefault(item.exercise, (week.number, item))
    for id_, (number, item) in seen.items():
        since = "" if number == 1 else f", from week {number}"
        name = styled(f"{knowledge.exercises[id_].name}{since}. ", STRONG)
        page.bullet(name + item.why, item.sources)


def _left_out(page: Page, plan: Plan, knowledge: Catalogue) -> None:
    if not plan.left_out:
        return
    page.section("Left out")
    sides: dict[tuple[str, str], list[Side | None]] = {}
    for left in plan.left_out:
        sides.setdefault((left.exercise, left.reason), []).append(left.side)
    for (id_, reason), concerned in sides.items():
        on = Text() if None in concerned else sides_mark(concerned) + " "
        page.bullet(on + Text(f"{knowledge.exercises[id_].name}, {_LEFT_OUT[reason]}."))


def _dates(plan: Plan) -> Iterator[tuple[str, str]]:
    for kind, what in _CHECKPOINTS.items():
        dates = [c.date for c in plan.checkpoints if c.kind == kind]
        if not dates:
            continue
        if kind == "capture":
            yield what, f"first on {day(dates[0])}, last on {day(dates[-1])}, {count(len(dates), 'time')}"
        else:
            yield what, ", ".join(map(day, dates))


def _checkpoints(page: Page, plan: Plan, knowledge: Catalogue) -> None:
    rhythm = knowledge.progress.rhythm
    page.section("When to test again")
    page.text(Text(rhythm.text) + sources_mark(rhythm.sources))
    for what, when in _dates(plan):
        page.bullet(styled(f"{what}: ", STRONG) + when)
