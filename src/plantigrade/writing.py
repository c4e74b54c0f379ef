"""How numbers, doses and dates are written for people: one way in the terminal, on the page, in a chart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from plantigrade.core.quantities import Estimate, Side
from plantigrade.knowledge.types.exercises import Dose, Tempo
from plantigrade.knowledge.words import language, say, say_many, word

# A space that keeps a number and its unit on one line.
NBSP = "\u00a0"
Unit = Literal["cm", "in"]
CM_PER: dict[Unit, float] = {"cm": 1.0, "in": 2.54}
# How often the true value lies within the error that stands beside a number.
COVERAGE = 0.95

_WEEKDAYS = (
    word("Monday"),
    word("Tuesday"),
    word("Wednesday"),
    word("Thursday"),
    word("Friday"),
    word("Saturday"),
    word("Sunday"),
)
_SHORT_WEEKDAYS = (
    word("Mon"),
    word("Tue"),
    word("Wed"),
    word("Thu"),
    word("Fri"),
    word("Sat"),
    word("Sun"),
)
# The sign between whole and part, by language; a point where nothing is said.
_MARKS = {"de": ","}
# How German titles begin that are neither a noun nor a whole sentence; a test names all the others.
_SMALL_DE = frozenset(
    {"Das", "Den", "Echter", "Größter", "Hier", "Langsames", "Linkes", "Noch", "Rechtes", "Tiefster", "Wie"}
)
_MONTHS = (
    word("Jan"),
    word("Feb"),
    word("Mar"),
    word("Apr"),
    word("May"),
    word("Jun"),
    word("Jul"),
    word("Aug"),
    word("Sep"),
    word("Oct"),
    word("Nov"),
    word("Dec"),
)
_MINUTE_S = 60
# A number with its unit or sign, in running text of either language.
_NUMBER_UNIT = re.compile(
    r"(\d) (?=%|(?:cm|in|mm|kg|min|s|degrees?|minutes?|seconds?|weeks?|Grad|Minuten?|Sekunden?|Wochen?)\b)"
)


def decimal(value: float, digits: int = 1) -> str:
    """A number with a real minus sign and no negative zero."""
    shown = f"{value:.{digits}f}"
    return _marked(shown.replace("-", "−" if float(shown) else ""))


def _marked(shown: str) -> str:
    """Plain digits with the decimal sign of the reader's language."""
    return shown.replace(".", _MARKS.get(language(), "."))


def figures(value: float) -> str:
    """A number as it is typed: as many digits as it has, four at most: 8.25."""
    return _marked(f"{value:.4g}")


def short(value: float) -> str:
    """One decimal, and none where it would say nothing: 10, 2.5."""
    return decimal(value, 0 if f"{value:.1f}".endswith(".0") else 1)


def digits_for(values: Iterable[float]) -> int:
    """One decimal, or two when one of the values needs them: what stands in a column looks alike."""
    return 1 if all(abs(value - round(value, 1)) < 0.005 for value in values) else 2


def signed(value: float, digits: int = 1) -> str:
    shown = decimal(value, digits)
    return shown if shown.startswith("−") or round(value, digits) == 0 else f"+{shown}"


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
    return say("{low} to {high}", low=amount(low_cm, unit), high=amount(high_cm, unit))


def error_length(estimate: Estimate, unit: Unit) -> str:
    """The error alone: ± 0.9 cm."""
    return plus_minus(length(half95(estimate), unit))


def length_error(estimate: Estimate, unit: Unit) -> str:
    """A length with its error: 8.3 ± 0.9 cm."""
    return f"{amount(estimate.value, unit)}{NBSP}{error_length(estimate, unit)}"


def degrees(value: float) -> str:
    """An angle as it was read or asked for: 35°, 37.5°."""
    return f"{short(value)}°"


def about_degrees(value: float) -> str:
    """An angle from a picture or a formula, whole because its error is of degrees: 22°."""
    return f"{decimal(value, 0)}°"


def error_degrees(estimate: Estimate) -> str:
    return plus_minus(about_degrees(half95(estimate)))


def angle_error(estimate: Estimate) -> str:
    """An angle with its error, both whole because the error is of several degrees: 34° ± 6°."""
    return f"{about_degrees(estimate.value)}{NBSP}{error_degrees(estimate)}"


def count_in_100(p: float) -> int:
    """A probability as so many in 100; never none and never all."""
    return min(99, max(1, round(100 * p)))


def in_100(p: float) -> str:
    """A probability as a natural frequency: 95 in 100."""
    return say("{chance}\u00a0in\u00a0100", chance=count_in_100(p))


def percent(value: float) -> str:
    """A share that is no probability: 40 %."""
    return f"{decimal(value, 0)}{NBSP}%"


def whole_minutes(value: float) -> str:
    """A time without its unit, rounded up from a tenth, so that nobody is kept longer than was said: 10."""
    return str(math.ceil(round(value, 1)))


def minutes(value: float) -> str:
    return f"{whole_minutes(value)}{NBSP}min"


def minutes_between(values: Sequence[float]) -> str:
    """The range of these times: 8 to 10 min."""
    low, high = whole_minutes(min(values)), minutes(max(values))
    return high if high == minutes(min(values)) else say("{low} to {high}", low=low, high=high)


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
    if not given.hold_s:
        return sets
    return say("{sets}, then hold {time}", sets=sets, time=seconds(given.hold_s))


def tempo(given: Tempo) -> str:
    """The parts of one repetition: 1 s up, 3 s down."""
    parts = (
        (given.up, say("{time}\u00a0up", time=seconds(given.up))),
        (given.hold, say("{time}\u00a0hold", time=seconds(given.hold))),
        (given.down, say("{time}\u00a0down", time=seconds(given.down))),
    )
    return ", ".join(said for time, said in parts if time)


def pace(given: Dose) -> str:
    """Tempo and rests of a dose; empty when it has neither."""
    parts = [tempo(given.tempo_s)] if given.tempo_s is not None else []
    if given.rest_s and given.sets > 1:
        parts.append(say("{time} rest between sets", time=seconds(given.rest_s)))
    return "; ".join(parts)


def day(on: date) -> str:
    """A date: 1 Dec 2026."""
    return f"{short_day(on)}{NBSP}{on.year}"


def short_day(on: date) -> str:
    """A date of the coming weeks: 7 Dec."""
    return say("{day}\u00a0{month}", day=on.day, month=say(_MONTHS[on.month - 1]))


def weekday(on: date) -> str:
    return say(_WEEKDAYS[on.weekday()])


def short_weekday(on: date) -> str:
    """The weekday for a narrow column: Tue."""
    return say(_SHORT_WEEKDAYS[on.weekday()])


def count(number: int, one: str, more: str = "") -> str:
    """A number with its noun; `more` is the plural where it is not the singular with an s."""
    return f"{number}{NBSP}{say_many(one, more or one + 's', number)}"


def weeks(numbers: Iterable[int]) -> str:
    """Weeks as stretches: weeks 1 to 4 and 9."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    held = listed([str(a) if a == b else say("{low} to {high}", low=a, high=b) for a, b in found])
    return say_many("week\u00a0{weeks}", "weeks\u00a0{weeks}", sum(b - a + 1 for a, b in found), weeks=held)


def listed(parts: Sequence[str]) -> str:
    """A list in words: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def side_word(side: Side) -> str:
    """The side as it stands in a sentence: left."""
    return say("left" if side is Side.LEFT else "right")


def bound(words: str) -> str:
    """Words in which every number stays on one line with its unit."""
    return _NUMBER_UNIT.sub(rf"\1{NBSP}", words)


def side_title(side: Side) -> str:
    """The side as a heading: Left."""
    return capital(side_word(side))


def capital(words: str) -> str:
    """Words that begin a sentence or a title."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Words to go on with inside a sentence. German nouns and whole sentences keep their capital, so there
    only a first word goes small that is known to be neither.
    """
    first = words.split(" ", 1)[0]
    if language() == "de" and first not in _SMALL_DE:
        return words
    return words[:1].lower() + words[1:]


def strung(sentences: Sequence[str]) -> str:
    """Sentences one after the other, without the last full stop: parted by a semicolon where they may go on
    in small letters, else by a full stop.
    """
    bare = [words.rstrip(".") for words in sentences]
    return ". ".join(bare) if language() == "de" else "; ".join(map(lowered, bare))


def sentence(words: str) -> str:
    """Words with a capital first letter and a full stop."""
    shown = capital(words)
    return shown if not shown or shown[-1] in ".!?" else f"{shown}."
