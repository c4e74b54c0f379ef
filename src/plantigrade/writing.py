"""How numbers, doses and dates are written for people: one way in the terminal, on the page, in a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.exercises import Dose, Tempo

# A space that keeps a number and its unit on one line.
NBSP = "\u00a0"
Unit = Literal["cm", "in"]
CM_PER: dict[Unit, float] = {"cm": 1.0, "in": 2.54}
# How often the true value lies within the error that stands beside a number.
COVERAGE = 0.95

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE_S = 60


def decimal(value: float, digits: int = 1) -> str:
    """A number with a real minus sign and no negative zero."""
    shown = f"{value:.{digits}f}"
    return shown.replace("-", "−" if float(shown) else "")


def short(value: float) -> str:
    """One decimal, and none where it would say nothing: 10, 2.5."""
    return decimal(value).removesuffix(".0")


def digits_for(values: Iterable[float]) -> int:
    """One decimal, or two when one of the values needs them: what stands in a column looks alike."""
    return 1 if all(abs(value - round(value, 1)) < 0.005 for value in values) else 2


def signed(value: float, digits: int = 1) -> str:
    shown = decimal(value, digits)
    return shown if shown.startswith("−") or float(shown) == 0 else f"+{shown}"


def plus_minus(error: str) -> str:
    return f"±{NBSP}{error}"


def half95(estimate: Estimate) -> float:
    """Half the width of the interval that holds the true value 95 times in 100."""
    return estimate.interval(COVERAGE)[1] - estimate.value


def in_unit(cm: float, unit: Unit) -> float:
    return cm / CM_PER[unit]


def amount(cm: float, unit: Unit) -> str:
    """A length without its unit, which stands elsewhere: 8.3."""
    return decimal(in_unit(cm, unit))


def length(cm: float, unit: Unit) -> str:
    """A length that was measured: 8.0 cm."""
    return f"{amount(cm, unit)}{NBSP}{unit}"


def short_length(cm: float, unit: Unit) -> str:
    """A length that is a mark and not a measurement: 10 cm, 3.9 in."""
    return f"{short(in_unit(cm, unit))}{NBSP}{unit}"


def signed_length(cm: float, unit: Unit) -> str:
    """A change of length: +1.2 cm."""
    return f"{signed(in_unit(cm, unit))}{NBSP}{unit}"


def between(low_cm: float, high_cm: float, unit: Unit) -> str:
    """Where a length lies, without its unit: 7.4 to 9.2."""
    return f"{amount(low_cm, unit)} to {amount(high_cm, unit)}"


def error_length(estimate: Estimate, unit: Unit) -> str:
    """The error alone: ± 0.9 cm."""
    return plus_minus(length(half95(estimate), unit))


def length_error(estimate: Estimate, unit: Unit) -> str:
    """A length with its error: 8.3 ± 0.9 cm."""
    return f"{amount(estimate.value, unit)}{NBSP}{error_length(estimate, unit)}"


def degrees(value: float) -> str:
    """An angle as it was read or asked for: 35°, 37.5°."""
    return f"{short(value)}°"


def error_degrees(estimate: Estimate) -> str:
    return plus_minus(f"{decimal(half95(estimate), 0)}°")


def angle_error(estimate: Estimate) -> str:
    """An angle with its error, both whole because the error is of several degrees: 34° ± 6°."""
    return f"{decimal(estimate.value, 0)}°{NBSP}{error_degrees(estimate)}"


def count_in_100(p: float) -> int:
    """A probability as so many in 100; never none and never all."""
    return min(99, max(1, round(100 * p)))


def in_100(p: float) -> str:
    """A probability as a natural frequency: 95 in 100."""
    return f"{count_in_100(p)}{NBSP}in{NBSP}100"


def percent(value: float) -> str:
    """A share that is no probability: 40 %."""
    return f"{decimal(value, 0)}{NBSP}%"


def minutes(value: float) -> str:
    return f"{short(value)}{NBSP}min"


def minutes_between(values: Sequence[float]) -> str:
    """The range of these times: 8 to 9.5 min."""
    low, high = short(min(values)), minutes(max(values))
    return high if high == minutes(min(values)) else f"{low} to {high}"


def seconds(value: float) -> str:
    """Two whole minutes and more as minutes, anything else as seconds."""
    if value >= 2 * _MINUTE_S and value % _MINUTE_S == 0:
        return minutes(value / _MINUTE_S)
    return f"{short(value)}{NBSP}s"


def dose(given: Dose) -> str:
    """The work of a dose: 2 × 15, 12 times, 75 s, 3 × 45 s, 90 s, then hold 20 s."""
    if given.reps is None:
        work = seconds(given.seconds or 0)
    else:
        work = str(given.reps) if given.sets > 1 else count(given.reps, "time")
    sets = f"{given.sets}{NBSP}×{NBSP}{work}" if given.sets > 1 else work
    return f"{sets}, then hold {seconds(given.hold_s)}" if given.hold_s else sets


def tempo(given: Tempo) -> str:
    """The parts of one repetition: 1 s up, 3 s down."""
    parts = ((given.up, "up"), (given.hold, "hold"), (given.down, "down"))
    return ", ".join(f"{seconds(time)}{NBSP}{way}" for time, way in parts if time)


def pace(given: Dose) -> str:
    """Tempo and rests of a dose; empty when it has neither."""
    parts = [tempo(given.tempo_s)] if given.tempo_s is not None else []
    if given.rest_s and given.sets > 1:
        parts.append(f"{seconds(given.rest_s)} rest between sets")
    return "; ".join(parts)


def day(on: date) -> str:
    """A date: 1 Dec 2026."""
    return f"{short_day(on)}{NBSP}{on.year}"


def short_day(on: date) -> str:
    """A date of the coming weeks: 7 Dec."""
    return f"{on.day}{NBSP}{_MONTHS[on.month - 1]}"


def weekday(on: date) -> str:
    return _WEEKDAYS[on.weekday()]


def short_weekday(on: date) -> str:
    """The weekday for a narrow column: Tue."""
    return weekday(on)[:3]


def count(number: int, one: str, more: str = "") -> str:
    """A number with its noun; `more` is the plural where it is not the singular with an s."""
    return f"{number}{NBSP}{one if number == 1 else more or one + 's'}"


def weeks(numbers: Iterable[int]) -> str:
    """Weeks as stretches: weeks 1 to 4 and 9."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    word = "week" if sum(b - a + 1 for a, b in found) == 1 else "weeks"
    return f"{word}{NBSP}{listed([str(a) if a == b else f'{a} to {b}' for a, b in found])}"


def listed(parts: Sequence[str]) -> str:
    """A list in words: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(words: str) -> str:
    """Words that begin a sentence or a title."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Words to go on with inside a sentence."""
    return words[:1].lower() + words[1:]


def sentence(words: str) -> str:
    """Words with a capital first letter and a full stop."""
    shown = capital(words)
    return shown if not shown or shown[-1] in ".!?" else f"{shown}."
