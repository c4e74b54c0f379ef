"""What probably limits each ankle, every point of it, and what would tell more."""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade import writing
from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.limiters import Reading
from plantigrade.core.next_tests import NextTest
from plantigrade.core.quantities import Side
from plantigrade.draw.charts import FindingPoints, Waterfall, waterfall_chart
from plantigrade.knowledge.types.limiters import Hypothesis
from plantigrade.knowledge.words import say
from plantigrade.report.frame import (
    CHART_WIDTH,
    Frame,
    Section,
    disclosure,
    pair,
    side_label,
    wide_table,
)
from plantigrade.report.markup import Markup, items, paragraphs, tag, text

_MOST_REASONS = 3


def limits(assessment: Assessment, frame: Frame) -> Section | None:
    """The structures of each side, with bars and points; None when nothing may be said."""
    columns = [
        _side(side, found, tuple(found.limiters.values()), frame)
        for side, found in assessment.sides.items()
        if found.limiters is not None
    ]
    if not columns:
        return None
    notice = frame.knowledge.limiters.notice
    body = text(tag("p", notice, class_="note"), pair(*columns), _squat(assessment, frame))
    return Section("limits", say("What probably limits it"), body, title=say("What probably limits it"))


def _side(side: Side, found: SideAssessment, read: Sequence[Reading], frame: Frame) -> Markup:
    readings = sorted(read, key=lambda reading: -reading.p)
    knowledge = frame.knowledge
    told = [_because(readings, frame)]
    if found.mixed:
        told.append(knowledge.limiters.mixed)
    structures = (_structure(side, reading, frame) for reading in readings)
    parts = [
        tag("h3", side_label(side)),
        tag("div", *structures, class_="structures"),
        paragraphs(told),
    ]
    if found.front:
        parts.append(tag("p", knowledge.programme.front.text, class_="warning"))
    if found.three_positions is not None:
        three = found.three_positions
        parts.append(tag("p", f"{say('Three positions.')} {three.text} ", frame.cite(three.sources)))
    return tag("div", *parts)


def _because(readings: Sequence[Reading], frame: Frame) -> str:
    """The strongest findings for the most probable structure, in a sentence."""
    top = readings[0]
    if top.label == "unlikely":
        return say("Nothing that was found singles out one structure.")
    spoken_for = sorted((p for p in top.points if p.points > 0), key=lambda p: -p.points)[:_MOST_REASONS]
    if not spoken_for:
        return ""
    name = frame.knowledge.next_tests.names[top.limiter]
    reasons = writing.strung([point.text for point in spoken_for])
    return say("What speaks for {name}: {reasons}.", name=name, reasons=reasons)


def _structure(side: Side, reading: Reading, frame: Frame) -> Markup:
    hypothesis = next(h for h in frame.knowledge.limiters.hypotheses if h.id == reading.limiter)
    label = frame.knowledge.wording.labels[reading.label]
    share = f"{100 * reading.p:.1f}"
    summary = tag(
        "summary",
        tag("span", hypothesis.name, class_="name"),
        tag("span", writing.in_100(reading.p), class_="chance"),
        tag("span", label, class_="label"),
        tag(
            "svg",
            tag("rect", width=f"{share}%", height="8", rx="4"),
            class_="bar",
            aria_hidden="true",
            focusable="false",
        ),
    )
    body = tag(
        "div",
        paragraphs([f"{writing.sentence(hypothesis.plain_name)} {hypothesis.meaning}"]),
        _points(side, reading, hypothesis, label, frame),
    )
    printed = "printed" if reading.label == "likely" else ""
    return tag("details", summary, body, class_=f"structure {reading.label} {printed}".strip())


def _points(side: Side, reading: Reading, hypothesis: Hypothesis, label: str, frame: Frame) -> Markup:
    uid = f"points-{side}-{reading.limiter}".replace("_", "-")
    cap = frame.knowledge.limiters.cap.value
    found = tuple(FindingPoints(p.text, p.points, p.sources) for p in reading.points)
    drawn = waterfall_chart(
        Waterfall(
            structure=hypothesis.name,
            label=label,
            p=reading.p,
            prior=reading.prior,
            findings=found,
            total=reading.log_odds,
            cap=cap,
            side=side,
            prior_sources=hypothesis.sources,
        ),
        uid,
        CHART_WIDTH,
    )
    table = _table(reading, hypothesis, f"{uid}-table", frame)
    label_of_table = say(
        "{name}, {side}: points and sources", name=hypothesis.name, side=writing.side_word(side)
    )
    return text(
        tag("figure", Markup(drawn.svg), class_="chart"),
        disclosure(say("Points and sources as a table"), wide_table(table, label_of_table)),
    )


def _table(reading: Reading, hypothesis: Hypothesis, uid: str, frame: Frame) -> Markup:
    """The chart's twin, with sources that lead to the list."""
    digits = writing.digits_for((reading.prior, reading.log_odds, *(p.points for p in reading.points)))
    rows = [
        _row(say("Before any finding"), writing.signed(reading.prior, digits), frame.cite(hypothesis.sources))
    ]
    rows += [_row(p.text, writing.signed(p.points, digits), frame.cite(p.sources)) for p in reading.points]
    if reading.capped:
        rows.append(
            _row(
                say("Held back: no sum may sound certain"),
                "",
                frame.cite(frame.knowledge.limiters.cap.sources),
            )
        )
    rows.append(
        _row(
            say("Together: {chance}", chance=writing.in_100(reading.p)),
            writing.signed(reading.log_odds, digits),
            "",
        )
    )
    head = tag(
        "tr", *(tag("th", name, scope="col") for name in (say("Finding"), say("Points"), say("Sources")))
    )
    caption = tag("caption", say("Points for and against, in natural-log odds"))
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), id=uid, class_="pg-table")


def _row(name: str, points: str, sources: str) -> Markup:
    return tag("tr", tag("th", name, scope="row"), tag("td", points), tag("td", sources))


def _squat(assessment: Assessment, frame: Frame) -> Markup:
    readings = assessment.squat.readings
    if not readings:
        return Markup()
    told = [text(f"{reading.text} ", frame.cite(reading.sources)) for reading in readings]
    return text(tag("h3", say("What the squat shows")), items(told))


def more_tests(assessment: Assessment, frame: Frame) -> Section | None:
    """The tests that would tell most for their minutes; None when none is worth them."""
    grouped: dict[str, list[NextTest]] = {}
    for offer in assessment.next_tests:
        grouped.setdefault(offer.test, []).append(offer)
    if not grouped:
        return None
    cards = [_test(offers, frame) for offers in grouped.values()]
    lead = say("These would tell most for the minutes they take.")
    body = text(tag("p", lead), tag("div", *cards, class_="tests"))
    return Section("tests", say("What else could be tested"), body, title=say("What else to test"))


def _test(offers: list[NextTest], frame: Frame) -> Markup:
    first = offers[0]
    protocol = frame.knowledge.protocols.tests[first.test]
    sides = [offer.side for offer in offers if offer.side is not None]
    drawn = frame.figure(first.test, sides[0] if sides else Side.LEFT, "test", animated=False)
    return tag(
        "article",
        tag("div", drawn, class_="figure") if drawn else "",
        tag(
            "div",
            tag("h3", protocol.title),
            tag("p", writing.minutes(first.minutes), *_marks(sides), class_="facts"),
            tag("p", first.why),
            disclosure(
                say("How it is done"),
                tag("p", protocol.why),
                items(protocol.steps, ordered=True),
                tag("p", frame.cite(protocol.sources)),
            ),
        ),
        class_="card test" if drawn else "card test plainly",
    )


def _marks(sides: Sequence[Side]) -> list[Markup]:
    return [text(" · ", side_label(side)) for side in sides]
