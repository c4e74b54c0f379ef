"""Numbers for people: with their error, their unit, and chance in natural frequencies."""

from __future__ import annotations

from datetime import date
from typing import Literal

from plantigrade.cli.show.terminal import NBSP
from plantigrade.core.quantities import Estimate

Units = Literal["cm", "in"]
_CM_PER = {"cm": 1.0, "in": 2.54}
COVERAGE = 0.95
LEGEND = "± is the 95 % range: 95 times in 100 the true value lies within it."
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count_in_100(p: float) -> int:
    """A probability as so many in 100; never none and never all."""
    return min(99, max(1, round(100 * p)))


def in_100(p: float) -> str:
    return f"{count_in_100(p)}{NBSP}in{NBSP}100"


def decimal(value: float, digits: int = 1) -> str:
    """A number with a real minus sign and no negative zero."""
    shown = f"{value:.{digits}f}"
    return shown.replace("-", "−" if float(shown) else "")


def short(value: float, digits: int = 1) -> str:
    """At most `digits` decimals, and none that says nothing: 10, 2.5."""
    return decimal(round(value, digits), 0 if round(value, digits) == round(value) else digits)


def signed(value: float) -> str:
    """Points with their sign: one decimal, or two where one would hide something."""
    shown = decimal(value, 1 if abs(value - round(value, 1)) < 0.005 else 2)
    return shown if shown.startswith("−") or float(shown) == 0 else f"+{shown}"


def half_width(estimate: Estimate) -> float:
    """Half of the 95 % range."""
    return estimate.interval(COVERAGE)[1] - estimate.value


def to_units(cm: float, units: str) -> float:
    return cm / _CM_PER[units]


def to_cm(value: float, units: str) -> float:
    return value * _CM_PER[units]


def distance(cm: float, units: str) -> str:
    """A measured distance: 8.3 cm."""
    return f"{decimal(to_units(cm, units))}{NBSP}{units}"


def mark(cm: float, units: str) -> str:
    """A round distance: 10 cm, 3.9 in."""
    return f"{short(to_units(cm, units))}{NBSP}{units}"


def distance_error(estimate: Estimate, units: str) -> str:
    """8.3 ± 0.9 cm."""
    value, error = (decimal(to_units(v, units)) for v in (estimate.value, half_width(estimate)))
    return f"{value}{NBSP}±{NBSP}{error}{NBSP}{units}"


def angle_error(estimate: Estimate) -> str:
    """33.9 ± 5.7°."""
    return f"{decimal(estimate.value)}{NBSP}±{NBSP}{decimal(half_width(estimate))}°"


def minutes(value: float) -> str:
    return f"{short(value)}{NBSP}min"


def day(when: date) -> str:
    """1 Dec 2026."""
    return f"{when.day}{NBSP}{_MONTHS[when.month - 1]}{NBSP}{when.year}"


def weekday(when: date) -> str:
    """Tue 1 Dec."""
    return f"{_WEEKDAYS[when.weekday()]}{NBSP}{when.day}{NBSP}{_MONTHS[when.month - 1]}"
