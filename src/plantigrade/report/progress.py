"""What the retests say: a verdict for each side, the trend with its forecast, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plantigrade import writing
from plantigrade.core.adaptation import Change
from plantigrade.core.progress import SideProgress
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.draw.charts import NamedLine, Trend, TrendPoint, TrendSide, TrendTest, trend_chart
from plantigrade.knowledge.words import say
from plantigrade.report.frame import CHART_WIDTH, Frame, Section, chart_figure, pair, side_label
from plantigrade.report.markup import Markup, paragraphs, tag, text

_DAYS_A_WEEK = 7


def verdicts(review: Review, frame: Frame) -> Markup:
    """The opening: the verdict of each side in a sentence, then why."""
    titles = {side: frame.knowledge.progress.verdicts[p.verdict].title for side, p in review.progress.items()}
    if len(titles) > 1 and len(set(titles.values())) == 1:
        headline = say("Both ankles: {verdict}.", verdict=writing.lowered(next(iter(titles.values()))))
    else:
        headline = " ".join(
            f"{writing.side_title(side)}: {writing.lowered(title)}." for side, title in titles.items()
        )
    reasons = (_reason(side, progress, frame) for side, progress in review.progress.items())
    heading = tag("h1", headline, id="answer-heading")
    return tag("section", heading, *reasons, id="answer", aria_labelledby="answer-heading")


def _reason(side: Side, progress: SideProgress, frame: Frame) -> Markup:
    knowledge = frame.knowledge.progress
    reason = knowledge.reasons[progress.reason]
    real = writing.short_length(knowledge.rules.real_gain_cm.value, frame.unit)
    chance = say(
        "{chance} that the true distance has grown by {real} or more.",
        chance=writing.in_100(progress.p_gain_real),
        real=real,
    )
    told = f" {reason.text} " if _is_first(progress) else f" {reason.text} {chance} "
    return tag("p", side_label(side), told, frame.cite(reason.sources), class_="lead")


def _is_first(progress: SideProgress) -> bool:
    """One test alone says where an ankle stands, and nothing of a change."""
    return len(progress.trend) == 1


def standing(review: Review, frame: Frame) -> Section:
    """The numbers of each side."""
    faces = [_face(side, progress, frame) for side, progress in review.progress.items()]
    body = pair(*faces, name="faces")
    return Section(
        "sides", say("Where each ankle stands"), body, title=say("Each ankle"), heading_hidden=True
    )


def _face(side: Side, progress: SideProgress, frame: Frame) -> Markup:
    unit = frame.unit
    now, gain = progress.now_cm, progress.gain_cm
    if _is_first(progress):
        rows = [(say("Tested"), say("once; the next test can tell of a change"))]
    else:
        rows = [
            (say("Gain"), f"{writing.signed_length(gain.value, unit)} ({writing.error_length(gain, unit)})"),
            (say("A real gain"), writing.in_100(progress.p_gain_real)),
            (say("Weeks so far"), writing.short(progress.weeks)),
        ]
    if progress.adherence is not None:
        rows.append((say("Planned sessions done"), writing.percent(100 * progress.adherence)))
    return tag(
        "article",
        tag("h3", side_label(side)),
        tag(
            "p",
            tag("b", writing.amount(now.value, unit)),
            " ",
            tag("span", writing.error_length(now, unit)),
            class_="large",
        ),
        tag("p", say("toe to wall now, 95 times in 100 within this error"), class_="under"),
        tag("dl", *(text(tag("dt", name), tag("dd", value)) for name, value in rows)),
        _target(progress, frame),
        class_="card face",
    )


def _target(progress: SideProgress, frame: Frame) -> Markup:
    horizon, target = frame.knowledge.progress.horizon, progress.target
    programme = horizon.programme_weeks.value
    mark = writing.short_length(target.cm, frame.unit)
    if _is_first(progress):
        first = say(
            "Target {mark}: {chance} who begin the daily work from here are there by week {week}.",
            mark=mark,
            chance=writing.in_100(target.p_by_week_12),
            week=writing.short(programme),
        )
        return paragraphs([first])
    by = say("by week {week}", week=writing.short(programme)) if progress.weeks < programme else say("now")
    told = [
        say(
            "Target {mark}: {chance} to be there {by}.",
            mark=mark,
            chance=writing.in_100(target.p_by_week_12),
            by=by,
        )
    ]
    if target.expected_date is None:
        told.append(
            say(
                "The forecast does not reach it within {weeks} weeks.",
                weeks=writing.short(horizon.target_weeks.value),
            )
        )
    elif target.expected_date > progress.trend[-1].date:
        told.append(say("The forecast reaches it around {day}.", day=writing.day(target.expected_date)))
    else:
        told.append(say("The estimate is there already."))
    return paragraphs([" ".join(told)])


def trend(review: Review, frame: Frame) -> Section:
    """The course of both sides in one chart, or in one each where their targets differ."""
    progress = review.progress
    if len({p.target.cm for p in progress.values()}) == 1:
        charts = [_chart(progress, frame, "trend")]
    else:
        charts = [_chart({side: p}, frame, f"trend-{side}") for side, p in progress.items()]
    return Section(
        "trend", say("Week by week"), tag("div", *charts, class_="charts"), title=say("Week by week")
    )


def _chart(progress: Mapping[Side, SideProgress], frame: Frame, uid: str) -> Markup:
    start = min(p.trend[0].date for p in progress.values())
    sides = tuple(_course(side, p, start) for side, p in progress.items())
    target = next(iter(progress.values())).target
    drawn = trend_chart(Trend(sides, NamedLine(say("target"), target.cm), frame.unit), uid, CHART_WIDTH)
    return chart_figure(drawn, name="card")


def _course(side: Side, progress: SideProgress, start: date) -> TrendSide:
    begun = _weeks(progress.trend[0].date, start)
    return TrendSide(
        side,
        tests=tuple(TrendTest(_weeks(t.date, start), t.measured_cm, t.date) for t in progress.trend),
        estimates=tuple(
            TrendPoint(_weeks(t.date, start), t.mean_cm, t.low_cm, t.high_cm, t.date) for t in progress.trend
        ),
        forecast=tuple(TrendPoint(begun + f.week, f.mean_cm, f.low_cm, f.high_cm) for f in progress.forecast),
    )


def _weeks(on: date, start: date) -> float:
    return (on - start).days / _DAYS_A_WEEK


def decision(review: Review, frame: Frame) -> list[Section]:
    """What changes now and why, and when to test again."""
    found, knowledge = review.decision, frame.knowledge.progress
    wording = knowledge.decisions[found.kind]
    changes = (_change(change, frame) for change in found.changes)
    lighter = ""
    if found.load_reduction_pct is not None:
        low, high = found.load_reduction_pct
        lighter = say(
            "Make the next session {low} to {high} lighter.",
            low=writing.short(low),
            high=writing.percent(high),
        )
    body = text(
        tag("p", wording.text, class_="lead"),
        paragraphs([lighter]),
        tag("ul", *changes, class_="plain changes"),
    )
    rhythm = tag("p", f"{knowledge.rhythm.text} ", frame.cite(knowledge.rhythm.sources))
    return [
        Section(
            "decision",
            say("The decision: {decision}", decision=writing.lowered(wording.title)),
            body,
            title=say("The decision"),
        ),
        Section("rhythm", say("When to test again"), rhythm),
    ]


def _change(change: Change, frame: Frame) -> Markup:
    side = text(side_label(change.side), " ") if change.side else Markup()
    return tag(
        "li", tag("p", side, tag("b", change.what)), tag("p", f"{change.why} ", frame.cite(change.sources))
    )
