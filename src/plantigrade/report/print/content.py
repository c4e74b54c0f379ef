"""What stands on the paper, as plain values for the template: texts, tables and pictures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from plantigrade import writing
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.prescription.types import Item, Plan, Week
from plantigrade.core.progress import SideProgress
from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.core.review import Review
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.words import language, say
from plantigrade.report.aims import aims
from plantigrade.report.answer import why
from plantigrade.report.citing import Citations
from plantigrade.report.frame import Frame
from plantigrade.report.print.pictures import pictures
from plantigrade.report.print.tables import Table, appendix
from plantigrade.report.progress import trend
from plantigrade.report.sides import against_bands, sides
from plantigrade.writing import Unit

_MOST_FACTORS = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """What a report is made of; `name` empty leaves it without one, `on` is the day it speaks of."""

    assessment: Assessment
    on: datetime.date
    plan: Plan | None = None
    review: Review | None = None
    name: str = ""
    unit: Unit = "cm"


def printed_values(printed: Printed, knowledge: Catalogue) -> dict[str, Any]:
    """Everything that the template sets. With a stop: what to do now and the measurements, no more."""
    frame = Frame(knowledge, printed.unit, Citations(knowledge))
    found, stopped = printed.assessment, printed.assessment.safety.decision == "stop"
    headline = knowledge.wording.headline[found.headline]
    positioning = knowledge.screening.positioning
    frame.cite(positioning.sources)
    values: dict[str, Any] = {
        "lang": language(),
        "title": say("Ankle report"),
        "labels": {
            "measured": say("What was measured"),
            "factors": say("Likely limiting factors"),
            "since": say("Since then"),
            "appendix": say("Appendix"),
            "sources": say("Sources"),
        },
        "name": printed.name,
        "day": writing.day(printed.on),
        "headline": headline,
        "lead": "" if stopped else " ".join(why(found, frame)),
        "safety": _safety(printed, frame),
        "measured": _measured(printed, frame).values(),
        "error_note": say("The error beside a number holds the true value 95 times in 100."),
        "ankles": pictures(sides(found, frame)),
        "rulers": [] if stopped else pictures(against_bands(found, frame)),
        "factors": [] if stopped else _factors(found, frame),
        "factors_note": knowledge.limiters.notice,
        "trends": pictures(trend(printed.review, frame)) if printed.review and not stopped else [],
        "verdicts": _verdicts(printed.review, frame) if printed.review and not stopped else [],
        "week": None if stopped else _week(printed, frame),
        "positioning": positioning.text,
    }
    if not stopped:
        aims(found, frame)
    values["appendix"] = appendix(found, printed.plan, printed.review, frame)
    values["sources"] = [
        {"id": id_, "title": title, "text": said} for id_, title, said in frame.cite.entries()
    ]
    return values


def _safety(printed: Printed, frame: Frame) -> dict[str, Any] | None:
    """What safety says, with each reason; None when every question was asked and nothing was found."""
    safety, wording = printed.assessment.safety, frame.knowledge.wording.safety
    lines = []
    for item in safety.items:
        where = f" ({writing.side_word(item.side)})" if item.side else ""
        told = item.referral if safety.decision == "stop" and item.action != "modify" else item.text
        lines.append({"name": f"{writing.sentence(item.short).rstrip('.')}{where}", "text": told})
        frame.cite(item.sources)
    if safety.items:
        told = wording["stop" if safety.decision == "stop" else "modify"]
    elif safety.not_asked:
        told = wording["not_asked"].format(count=len(safety.not_asked))
    else:
        return None
    return {"stop": safety.decision == "stop", "text": told, "items": lines}


def _measured(printed: Printed, frame: Frame) -> Table:
    """The figures of both sides beside one another, each with its error."""
    held = printed.assessment.sides
    there = [side for side in SIDES if side in held]
    functional = frame.knowledge.bands.cuts.functional_cm.value
    mark = writing.short_length(functional, frame.unit)
    rows = [
        (say("Toe to wall"), [_distance(held[side], frame) for side in there]),
        (say("Trials"), [_trials(held[side], frame) for side in there]),
        (say("Shin angle"), [_angle(held[side]) for side in there]),
    ]
    if printed.assessment.safety.decision != "stop":
        rows += [
            (say("Band"), [_band(held[side]) for side in there]),
            (say("Truly below {mark}", mark=mark), [_below(held[side], functional) for side in there]),
        ]
    uneven = printed.assessment.asymmetry
    if uneven is not None and uneven.lower_side is not None:
        size = writing.length_error(Estimate(uneven.cm, uneven.sd_cm), frame.unit)
        rows.append(
            (say("Lower than the other by"), [size if side is uneven.lower_side else "" for side in there])
        )
    shown = tuple((name, *cells) for name, cells in rows if any(cells))
    columns = (say("Test"), *(writing.side_title(side) for side in there))
    return Table(say("Measured"), columns, shown, (0, *(1 for _ in there)))


def _distance(found: SideAssessment, frame: Frame) -> str:
    return (
        writing.length_error(found.wall_test.ktw_cm, frame.unit) if found.wall_test else say("not measured")
    )


def _trials(found: SideAssessment, frame: Frame) -> str:
    trials = found.wall_test.trials_cm if found.wall_test else ()
    return ", ".join(writing.amount(trial, frame.unit) for trial in trials)


def _band(found: SideAssessment) -> str:
    return found.wall_test.band.name if found.wall_test and found.named_band else ""


def _below(found: SideAssessment, cut_cm: float) -> str:
    return writing.in_100(found.wall_test.ktw_cm.p_below(cut_cm)) if found.wall_test else ""


def _angle(found: SideAssessment) -> str:
    return writing.angle_error(found.shin_angle.angle_deg) if found.shin_angle else ""


def _factors(found: Assessment, frame: Frame) -> list[dict[str, Any]]:
    """The most probable limiting factors of each side, the most probable first."""
    names = frame.knowledge.next_tests.names
    told = []
    for side, one in found.sides.items():
        ranked = sorted((one.limiters or {}).values(), key=lambda reading: -reading.p)
        lines = [
            {
                "name": writing.capital(names[reading.limiter]),
                "chance": writing.in_100(reading.p),
                "label": frame.knowledge.wording.labels[reading.label],
                "share": round(reading.p, 3),
            }
            for reading in ranked[:_MOST_FACTORS]
        ]
        if lines:
            told.append({"side": side.value, "title": writing.side_title(side), "lines": lines})
    return told


def _verdicts(review: Review, frame: Frame) -> list[str]:
    """A sentence a side: where it stands, and whether the gain is real."""
    return [_verdict(side, found, frame) for side, found in review.progress.items()]


def _verdict(side: Side, found: SideProgress, frame: Frame) -> str:
    title = frame.knowledge.progress.verdicts[found.verdict].title
    now = writing.length_error(found.now_cm, frame.unit)
    gain = writing.signed_length(found.gain_cm.value, frame.unit)
    error = writing.error_length(found.gain_cm, frame.unit)
    real = writing.in_100(found.p_gain_real)
    return say(
        "{side}: {verdict}. Now {now}, gain {gain} {error}; a real gain: {real}.",
        side=writing.side_title(side),
        verdict=writing.lowered(title),
        now=now,
        gain=gain,
        error=error,
        real=real,
    )


def _week(printed: Printed, frame: Frame) -> dict[str, Any] | None:
    """The work of the week that holds the day, else of the first; None without a programme."""
    weeks = printed.plan.weeks if printed.plan is not None else ()
    week = next((w for w in weeks if any(day.date == printed.on for day in w.days)), next(iter(weeks), None))
    if week is None:
        return None
    table = Table(
        say("Work"), (say("Exercise"), say("Dose"), say("Days")), tuple(_work(week, frame)), (3, 4, 2)
    )
    title = say(
        "Programme, week {number} of {weeks}: {name}",
        number=week.number,
        weeks=len(weeks),
        name=writing.lowered(week.name),
    )
    return {"title": title, "goal": week.goal, "table": table.values()}


def _work(week: Week, frame: Frame) -> list[tuple[str, ...]]:
    """A row an exercise: what each side does, and on which days."""
    doses: dict[str, dict[str, None]] = {}
    days: dict[str, dict[datetime.date, None]] = {}
    for day in week.days:
        for item in day.items:
            doses.setdefault(item.exercise, {})[_dosed(item)] = None
            days.setdefault(item.exercise, {})[day.date] = None
    return [
        (frame.knowledge.exercises[id_].name, "; ".join(told), _days(list(days[id_]), week))
        for id_, told in doses.items()
    ]


def _dosed(item: Item) -> str:
    dose = writing.dose(item.dose)
    return f"{writing.side_word(item.side)} {dose}" if item.side is not None else dose


def _days(on: list[datetime.date], week: Week) -> str:
    return say("every day") if len(on) == len(week.days) else ", ".join(map(writing.short_weekday, on))
