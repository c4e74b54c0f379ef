"""How numbers, times and dates are written: one way over the whole page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.charts import Spread, Unit
from plantigrade.draw.charts.axes import amount, between, decimal, round_length, whole
from plantigrade.draw.charts.parts import MONTHS, WEEKDAYS, day, in_100
from plantigrade.knowledge.types.exercises import Dose

__all__ = ["amount", "day", "decimal", "in_100", "whole"]

_HARD_SPACE = "\u00a0"
_MINUTE_S = 60


def unit_of(units: str) -> Unit:
    """The reader's unit of length. Raises ValueError for one that we do not write."""
    if units == "cm":
        return "cm"
    if units == "in":
        return "in"
    raise ValueError(f"no such unit: {units}")


def length(cm: float, unit: Unit) -> str:
    """A measured length, one decimal."""
    return f"{amount(cm, unit)}{_HARD_SPACE}{unit}"


def mark_length(cm: float, unit: Unit) -> str:
    """A length that is a mark and not a measurement, as short as it can be."""
    return round_length(cm, unit).replace(" ", _HARD_SPACE)


def signed_length(cm: float, unit: Unit) -> str:
    shown = amount(cm, unit)
    return shown if shown.startswith("−") or float(shown) == 0 else f"+{shown}"


def half95(estimate: Estimate) -> float:
    """Half the width of the interval that holds the true value 95 times in 100."""
    return Spread.of(estimate).half95


def error_length(estimate: Estimate, unit: Unit) -> str:
    return f"±{_HARD_SPACE}{length(half95(estimate), unit)}"


def within_length(estimate: Estimate, coverage: float, unit: Unit) -> str:
    return f"{between(*estimate.interval(coverage), unit)}{_HARD_SPACE}{unit}"


def degrees(value: float) -> str:
    """An angle, with a decimal only where it has one."""
    return f"{whole(value)}°"


def angle(estimate: Estimate) -> str:
    """An angle with its error in whole degrees."""
    return f"{decimal(estimate.value, 0)}° ±{_HARD_SPACE}{decimal(half95(estimate), 0)}°"


def minutes(value: float) -> str:
    return f"{whole(value)}{_HARD_SPACE}min"


def minutes_between(values: Sequence[float]) -> str:
    low, high = whole(min(values)), whole(max(values))
    return minutes(max(values)) if low == high else f"{low} to {high}{_HARD_SPACE}min"


def count(number: int, one: str, more: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def seconds(value: float) -> str:
    """Whole minutes as minutes, anything else as seconds."""
    if value >= 2 * _MINUTE_S and value % _MINUTE_S == 0:
        return minutes(value / _MINUTE_S)
    return f"{whole(value)}{_HARD_SPACE}s"


def dose(given: Dose) -> str:
    """The work of a dose, as in "2 × 15 times"."""
    work = seconds(given.seconds) if given.seconds is not None else f"{given.reps}{_HARD_SPACE}times"
    sets = f"{given.sets}{_HARD_SPACE}×{_HARD_SPACE}{work}" if given.sets > 1 else work
    return f"{sets}, then hold {seconds(given.hold_s)}" if given.hold_s else sets


def pace(given: Dose) -> str:
    """Tempo and rests of a dose; empty when it has neither."""
    parts = []
    if given.tempo_s is not None:
        tempo = given.tempo_s
        steps = ((tempo.up, "up"), (tempo.hold, "hold"), (tempo.down, "down"))
        parts.append(", ".join(f"{seconds(time)} {way}" for time, way in steps if time))
    if given.rest_s and given.sets > 1:
        parts.append(f"{seconds(given.rest_s)} rest between sets")
    return "; ".join(parts)


def weekday(on: date) -> str:
    return WEEKDAYS[on.weekday()]


def short_day(on: date) -> str:
    """A date of the coming weeks, as in "7 Dec"."""
    return f"{on.day}{_HARD_SPACE}{MONTHS[on.month - 1]}"


def runs(numbers: Iterable[int]) -> str:
    """Whole numbers as stretches: 1 to 4, 9."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return listed([str(a) if a == b else f"{a} to {b}" for a, b in found])


def weeks(numbers: Iterable[int]) -> str:
    held = set(numbers)
    return f"week{'s' if len(held) > 1 else ''}{_HARD_SPACE}{runs(held)}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """A list in words: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def side_name(side: Side | None) -> str:
    """The side in words; None means both legs at once."""
    return "both legs" if side is None else side.value


def sentence(words: str) -> str:
    """Words with a capital first letter and a full stop."""
    shown = words[:1].upper() + words[1:]
    return shown if not shown or shown[-1] in ".!?" else f"{shown}."


def lowered(words: str) -> str:
    """Words to go on with inside a sentence."""
    return words[:1].lower() + words[1:]
