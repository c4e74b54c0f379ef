"""The twelve weeks: what kind they are, the calendar, the phases and the first week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Day, Item, Plan, Week
from plantigrade.draw.charts import Calendar, CalendarDay, CalendarWeek, Chart, calendar_chart
from plantigrade.draw.charts.calendar import Mark
from plantigrade.knowledge.words import say, word
from plantigrade.report.exercises import exercise_cards
from plantigrade.report.frame import Frame, Section, chart_figure, side_label
from plantigrade.report.markup import Markup, items, paragraphs, tag, text
from plantigrade.report.tracks import left_out, tracks

_KINDS = {
    "corrective": word("A programme that works on range"),
    "control": word("A programme of strength and control"),
    "maintenance": word("Upkeep of what is there"),
}
_DAY_KINDS = {"standalone": word("on its own"), "warm_up": word("before training"), "rest": word("rest day")}


def programme(plan: Plan, assessment: Assessment, frame: Frame) -> list[Section]:
    """The sections of a programme; one with only its notes when it holds no weeks."""
    habits = frame.knowledge.programme.habits
    notes = [note for note in plan.notes if note not in habits.texts]
    told = paragraphs(notes)
    if not plan.weeks:
        return [
            Section(
                "programme",
                say("The programme"),
                told or tag("p", say("No programme is given.")),
                title=say("Programme"),
            )
        ]
    weeks = plan.weeks
    body = text(
        tag("p", _summary(plan, frame), class_="lead"),
        told,
        tag(
            "div",
            chart_figure(_calendar(plan, frame), name="card calendar"),
            _phases(weeks, frame),
            class_="plan-overview",
        ),
        tag("h3", say("The first week")),
        _first_week(weeks[0], frame),
        _habits(plan, frame),
    )
    title = say("Your {weeks}", weeks=writing.count(len(weeks), "week"))
    sections = [Section("programme", title, body, title=title)]
    cards = exercise_cards(plan, assessment, frame)
    if cards is not None:
        sections.append(cards)
    sections += [section for section in (tracks(plan, frame), left_out(plan, frame)) if section is not None]
    return sections


def _summary(plan: Plan, frame: Frame) -> str:
    budget = frame.knowledge.programme.budgets[plan.budget]
    days = [day for week in plan.weeks for day in week.days]
    worked = [day.minutes for day in days if day.items]
    spent = ""
    if worked:
        spent = f" {say('A day with work takes {minutes}.', minutes=writing.minutes_between(worked))}"
    chosen = writing.lowered(budget.title)
    lead = say(
        "{kind}, {chosen}, from {first} to {last}.",
        kind=say(_KINDS[plan.kind]),
        chosen=chosen,
        first=writing.day(days[0].date),
        last=writing.day(days[-1].date),
    )
    return f"{lead} {budget.note}{spent}"


def _calendar(plan: Plan, frame: Frame) -> Chart:
    marks: dict[date, list[Mark]] = {}
    for checkpoint in plan.checkpoints:
        marks.setdefault(checkpoint.date, []).append(checkpoint.kind)
    exercises = frame.knowledge.exercises
    weeks = tuple(
        CalendarWeek(
            week.number,
            week.name,
            tuple(
                CalendarDay(
                    day.date,
                    day.kind,
                    day.minutes,
                    any(exercises[item.exercise].role == "strength" for item in day.items),
                    tuple(marks.get(day.date, ())),
                )
                for day in week.days
            ),
        )
        for week in plan.weeks
    )
    return calendar_chart(Calendar(weeks), "calendar")


def _phases(weeks: Sequence[Week], frame: Frame) -> Markup:
    cards = []
    for (_, name, goal), held in groupby(weeks, key=lambda week: (week.phase, week.name, week.goal)):
        members = list(held)
        days = [day for week in members for day in week.days if day.items]
        names = dict.fromkeys(frame.knowledge.exercises[i.exercise].name for day in days for i in day.items)
        spent = ""
        if days:
            daily = writing.minutes_between([day.minutes for day in days])
            spent = f" · {say('{minutes} a day', minutes=daily)}"
        when = writing.capital(writing.weeks(week.number for week in members))
        cards.append(
            tag(
                "li",
                tag("h3", name),
                tag("p", f"{when}{spent}", class_="facts"),
                tag("p", goal),
                tag("p", writing.sentence(", ".join(writing.lowered(name) for name in names)), class_="under")
                if names
                else "",
            )
        )
    return tag("ol", *cards, class_="phases plain")


def _first_week(week: Week, frame: Frame) -> Markup:
    """Day by day; a day like one before it says so instead of repeating it."""
    shown: list[Markup] = []
    seen: list[Day] = []
    for day in week.days:
        like = next((d for d in seen if d.items and d.items == day.items and d.kind == day.kind), None)
        shown.append(_day(day, like, frame))
        seen.append(day)
    return tag("ol", *shown, class_="week plain")


def _day(day: Day, like: Day | None, frame: Frame) -> Markup:
    name = f"{writing.weekday(day.date)} {writing.short_day(day.date)}"
    if not day.items:
        head = tag("p", tag("b", name), f" {say(_DAY_KINDS['rest'])}")
        return tag("li", head, class_="rest")
    head = tag("p", tag("b", name), f" {writing.minutes(day.minutes)}, {say(_DAY_KINDS[day.kind])}")
    if like is not None:
        return tag(
            "li",
            head,
            tag("p", say("The same as {day}.", day=writing.weekday(like.date)), class_="under"),
            class_="same",
        )
    work = (
        _work(frame.knowledge.exercises[exercise].name, list(held))
        for exercise, held in groupby(day.items, key=lambda item: item.exercise)
    )
    return tag("li", head, items(work, class_="plain work"))


def _work(name: str, held: Sequence[Item]) -> Markup:
    doses = [
        text(
            " ",
            side_label(item.side) if item.side else tag("span", say("both legs")),
            f"{writing.NBSP}{writing.dose(item.dose)}",
        )
        for item in held
    ]
    return text(tag("span", name, class_="name"), tag("span", *doses, class_="dose"))


def _habits(plan: Plan, frame: Frame) -> Markup:
    habits = frame.knowledge.programme.habits
    kept = [habit for habit in habits.texts if habit in plan.notes]
    if not kept:
        return Markup()
    return text(tag("h3", say("Making it a habit")), items(kept), tag("p", frame.cite(habits.sources)))
