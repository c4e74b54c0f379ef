"""Charts to draw, one of each kind and then some."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta

from plantigrade.core.quantities import Estimate, Side
from plantigrade.core.squad import Lie
from plantigrade.draw.charts import (
    AnkleAngle,
    Bands,
    Calendar,
    CalendarDay,
    CalendarWeek,
    Chart,
    Difference,
    FindingPoints,
    Lies,
    LimiterBar,
    LimiterBars,
    NamedLie,
    NamedLine,
    Reading,
    Spread,
    Stretch,
    Strip,
    Strips,
    Trend,
    TrendPoint,
    TrendSide,
    TrendTest,
    Waterfall,
    WedgeStep,
    WedgeSteps,
    ankle_chart,
    bands_chart,
    calendar_chart,
    difference_chart,
    lies_chart,
    limiters_chart,
    strips_chart,
    trend_chart,
    waterfall_chart,
    wedge_chart,
)
from plantigrade.writing import Unit

START = date(2026, 12, 1)
LADDER = (
    Stretch("well below the functional mark", 0),
    Stretch("just below the functional mark", 9),
    Stretch("functional", 10),
    Stretch("good", 13),
    Stretch("excellent", 15),
)
LINES = (NamedLine("functional", 10), NamedLine("cleared", 12))
LIE = Lie(14, 9.5, (8.5, 11.0), (8.0, 11.5), (6.5, 13.0))
GROUPS = (
    NamedLie("Everybody", LIE),
    NamedLie("Under nineteen, second team of the north", Lie(1, 7.0, None, (7.0, 7.0), (7.0, 7.0))),
)
SIZES = (NamedLine("watch", 1.5), NamedLine("one-sided", 2), NamedLine("high", 3))


def bands(left: float | None = 8.3, right: float | None = 10.6, sd: float = 0.45, unit: Unit = "cm") -> Bands:
    spreads = [None if v is None else Spread.of(Estimate(v, sd)) for v in (left, right)]
    return Bands(spreads[0], spreads[1], LADDER, LINES, unit)


def course(side: Side, values: list[float], ahead: int = 0) -> TrendSide:
    def point(week: int, cm: float, half: float) -> TrendPoint:
        return TrendPoint(week, cm, cm - half, cm + half, START + timedelta(weeks=week))

    tests = tuple(TrendTest(n, v, START + timedelta(weeks=n)) for n, v in enumerate(values))
    forecast = tuple(
        point(len(values) - 1 + n, values[-1] + 0.1 * n, 0.4 + 0.1 * n) for n in range(1, ahead + 1)
    )
    return TrendSide(side, tests, tuple(point(n, v + 0.1, 0.4) for n, v in enumerate(values)), forecast)


def trend(unit: Unit = "cm") -> Trend:
    left, right = course(Side.LEFT, [8.1, 8.6, 8.4, 9.0, 9.2], 8), course(Side.RIGHT, [10.6, 10.4, 10.9])
    return Trend((left, right), NamedLine("functional", 10), unit)


def waterfall(*points: float, prior: float = -0.85, cap: float = 3.0) -> Waterfall:
    total = max(-cap, min(cap, prior + sum(points)))
    findings = tuple(
        FindingPoints(
            f"Finding {n} with the words that a finding usually takes", value, (f"S{n}", "konor2012")
        )
        for n, value in enumerate(points, 1)
    )
    p = 1 / (1 + math.exp(-total))
    return Waterfall("Ankle joint itself", "likely", p, prior, findings, total, cap, Side.LEFT)


def calendar() -> Calendar:
    days = [
        CalendarDay(
            START + timedelta(days=n),
            "rest" if n % 7 == 6 else "warm_up" if n % 3 == 1 else "standalone",
            0 if n % 7 == 6 else 5 + n / 8,
            strength=n % 5 == 0,
            marks=("capture", "checkpoint", "report") if n == 83 else ("capture",) if n % 7 == 6 else (),
        )
        for n in range(84)
    ]
    phases = ("Loosen", "Free the joint", "Load it")
    return Calendar(
        tuple(CalendarWeek(w + 1, phases[w // 4], tuple(days[7 * w : 7 * w + 7])) for w in range(12))
    )


BARS = LimiterBars(
    Side.LEFT,
    (
        LimiterBar("Ankle joint itself", 0.92, "likely"),
        LimiterBar("Soleus and Achilles", 0.52, "possible"),
        LimiterBar("Front of the ankle", 0.004, "unlikely"),
    ),
)
STEPS = WedgeSteps(
    (
        WedgeStep(2, "1 Dec 2026", "done"),
        WedgeStep(1.5, "since 5 Jan", "now"),
        WedgeStep(1, "two good sessions with the heels down"),
        WedgeStep(0, "on the floor"),
    )
)
STRIPS = Strips(
    "Heel lift by clip",
    "Greatest height of the heel, % of the foot's length",
    (
        Strip(
            "a/very/deep/folder/of/a/very/long/study/with/a/very/long/name/squat-2026-11-30-first.mp4",
            (Reading(Estimate(9.0, 0.5), "up"), Reading(Estimate(0.1, 0.2), "level")),
            "1 of 3 not measured",
        ),
        Strip("b.mp4", (Reading(Estimate(-4.0, 2.0), "left"), Reading(Estimate(30.0, 4.0), "right"))),
        Strip("c.mp4", (), "no repetition"),
    ),
    (("up", "heel lifted"), ("level", "heel stayed down"), ("left", "left leg"), ("right", "right leg")),
)
KINDS: dict[str, Callable[[str], Chart]] = {
    "ankle": lambda uid: ankle_chart(AnkleAngle(Side.LEFT, 33.9, 30.2, 37.6, 8.3), uid),
    "ankle without a wall": lambda uid: ankle_chart(AnkleAngle(Side.RIGHT, 38, 34, 42), uid),
    "bands": lambda uid: bands_chart(bands(), uid),
    "bands, one side, inches": lambda uid: bands_chart(bands(left=None, unit="in"), uid, 640),
    "bands, none named": lambda uid: bands_chart(Bands(bands().left, bands().right), uid),
    "lies": lambda uid: lies_chart(Lies("Distance of the shorter side", GROUPS, LINES), uid),
    "difference": lambda uid: difference_chart(Difference(Spread.of(Estimate(-2.3, 0.64)), SIZES), uid),
    "trend": lambda uid: trend_chart(trend(), uid),
    "trend, inches, wide": lambda uid: trend_chart(trend("in"), uid, 640),
    "waterfall": lambda uid: waterfall_chart(waterfall(1.0, 0.7, 1.3, -0.5, 1.9), uid),
    "waterfall, nothing found": lambda uid: waterfall_chart(waterfall(), uid, 640),
    "limiters": lambda uid: limiters_chart(BARS, uid),
    "calendar": lambda uid: calendar_chart(calendar(), uid),
    "strips": lambda uid: strips_chart(STRIPS, uid),
    "strips, nothing read": lambda uid: strips_chart(Strips("Heel", "%", STRIPS.strips[2:], ()), uid, 640),
    "wedge": lambda uid: wedge_chart(STEPS, uid),
}
