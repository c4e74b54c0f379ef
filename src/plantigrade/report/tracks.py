"""What runs beside the daily work: the wedge, the shoes, the dates, upkeep, and what was left out."""

from __future__ import annotations

from plantigrade import writing
from plantigrade.core.prescription.types import FootwearPlan, LeftOut, MaintenancePlan, Plan, WedgePlan
from plantigrade.draw.charts import WedgeStep, WedgeSteps, wedge_chart
from plantigrade.knowledge.words import say, word
from plantigrade.report.frame import CHART_WIDTH, Frame, Section, chart_figure, side_label, wide_table
from plantigrade.report.markup import Markup, items, tag, text

_CHECKPOINTS = {"capture": word("Test"), "checkpoint": word("Decision"), "report": word("Report")}
_REASONS = {
    "safety": word("left out for your safety answers or findings"),
    "equipment": word("left out for want of equipment"),
}


def tracks(plan: Plan, frame: Frame) -> Section | None:
    """Dates, wedge, shoes and upkeep of a programme."""
    parts = [_dates(plan, frame), _upkeep(plan.maintenance, frame)]
    if plan.wedge is not None:
        parts.append(_wedge(plan.wedge, frame))
    if plan.footwear is not None:
        parts.append(_footwear(plan.footwear, frame))
    body = tag("div", *parts, class_="columns")
    return Section("tracks", say("Beside and after"), body, title=say("Dates and upkeep"))


def _dates(plan: Plan, frame: Frame) -> Markup:
    rows = []
    for kind, name in _CHECKPOINTS.items():
        days = [writing.short_day(c.date) for c in plan.checkpoints if c.kind == kind]
        if days:
            rows.append(text(tag("dt", say(name)), tag("dd", ", ".join(days))))
    rhythm = frame.knowledge.progress.rhythm
    return tag(
        "div",
        tag("h3", say("Test, decide, report")),
        tag("p", f"{rhythm.text} ", frame.cite(rhythm.sources)),
        tag("dl", *rows, class_="dates"),
    )


def _upkeep(plan: MaintenancePlan, frame: Frame) -> Markup:
    facts = say(
        "{minutes} before lower-body training, stretching on {stretch} and strength on {strength} a week, "
        "a test every {weeks}.",
        minutes=writing.minutes(plan.before_session_min),
        stretch=writing.count(plan.stretch_days_per_week, "day"),
        strength=writing.count(plan.strength_days_per_week, "day"),
        weeks=writing.count(plan.retest_weeks, "week"),
    )
    return tag(
        "div",
        tag("h3", say("Upkeep, from {day}", day=writing.day(plan.starts))),
        tag("p", tag("b", facts)),
        items(plan.notes),
        tag("p", frame.cite(plan.sources)),
    )


def _wedge(plan: WedgePlan, frame: Frame) -> Markup:
    steps = tuple(
        WedgeStep(
            stage.height_cm,
            say("your wedge") if n == 0 else say("from {day}", day=writing.short_day(stage.earliest)),
            "now" if n == 0 else "ahead",
        )
        for n, stage in enumerate(plan.stages)
    )
    tilts = (
        f"{writing.short_length(stage.height_cm, frame.unit)}: {writing.about_degrees(stage.tilt_deg)}"
        for stage in plan.stages
        if stage.height_cm
    )
    caption = say(
        "Earliest dates; each step is earned. What a height is worth at the ankle: {tilts}.",
        tilts=", ".join(tilts),
    )
    return tag(
        "div",
        tag("h3", say("The heel wedge, step by step")),
        chart_figure(wedge_chart(WedgeSteps(steps, frame.unit), "wedge", CHART_WIDTH), caption),
        items(plan.notes),
        tag("p", frame.cite(plan.sources)),
    )


def _footwear(plan: FootwearPlan, frame: Frame) -> Markup:
    rows = (
        tag(
            "tr",
            tag("th", str(week.week), scope="row"),
            tag("td", writing.day(week.starts)),
            tag("td", writing.percent(week.share_pct)),
            tag("td", f"{writing.short(week.drop_mm)}{writing.NBSP}mm"),
        )
        for week in plan.weeks
    )
    names = (say("Week"), say("From"), say("Share in the new shoes"), say("Their drop"))
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    caption = tag("caption", say("The change to lower shoes, week by week"))
    table = tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="pg-table")
    return tag(
        "div",
        tag("h3", say("Lower shoes")),
        items(plan.notes),
        wide_table(table, say("Lower shoes, week by week")) if plan.weeks else "",
        tag("p", frame.cite(plan.sources)),
    )


def left_out(plan: Plan, frame: Frame) -> Section | None:
    """What the programme would hold and does not; None when nothing is missing."""
    if not plan.left_out:
        return None
    body = items((_missing(one, frame) for one in plan.left_out), class_="plain")
    return Section("left-out", say("What was left out"), body)


def _missing(one: LeftOut, frame: Frame) -> Markup:
    side = text(side_label(one.side), " ") if one.side else Markup()
    return text(
        side, tag("b", frame.knowledge.exercises[one.exercise].name), f": {say(_REASONS[one.reason])}."
    )
