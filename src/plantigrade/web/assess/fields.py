"""A question as the controls of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from plantigrade.interviewing import Question, answer_to
from plantigrade.knowledge.words import say, word
from plantigrade.writing import Unit, figures, in_unit

_UNITS = {
    "a": word("years"),
    "deg": "°",
    "mm": "mm",
    "s": word("seconds"),
    "wk": word("weeks"),
    "{score}": word("0 to 10"),
    "{rep}": word("raises"),
}
_NONE = "none"
_TILTS = frozenset({"wb_bent_deg", "wb_straight_deg"})


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One box to type in. `step` is what its buttons add, empty where there are none."""

    name: str
    label: str
    value: str
    step: str


@dataclass(frozen=True, slots=True)
class Control:
    """`kind` is options, ticks, entries, words or tick (one box: ticked means yes).

    `tilt`: a tilt of the shin, which a phone can measure by itself. `needs`: keys, some with `=value`; one of
    them has to be answered for this to make sense.
    """

    key: str
    kind: str
    text: str
    hint: str
    help: str
    unit: str
    problem: str
    options: tuple[Option, ...] = ()
    entries: tuple[Entry, ...] = ()
    tilt: bool = False
    needs: str = ""


def control(
    series: Sequence[Question],
    raw: Mapping[str, Any],
    sent: Mapping[str, Sequence[str]],
    problems: Mapping[str, str],
    units: Unit,
    *,
    before_cm: float | None = None,
    single_tick: bool = False,
) -> Control:
    """The controls of one question, or of the trials of one distance; `sent` overrules what is stored."""
    first = series[0]
    field = first.field
    problem = " ".join(problems[q.key] for q in series if q.key in problems)
    unit = units if field.unit == "cm" else _UNITS.get(field.unit, "")
    unit = say(unit)
    kind, options, entries = "entries", tuple[Option, ...](), tuple[Entry, ...]()
    if field.kind in ("yes_no", "choice", "choices"):
        kind = {"choices": "ticks"}.get(field.kind, "tick" if single_tick else "options")
        options = _options(first, raw, sent)
    elif first.name.endswith("_probe_gain_cm"):
        entries = tuple(
            Entry(
                f"{first.key}.{end}",
                label,
                _told(
                    sent.get(f"{first.key}.{end}"), before_cm if end == "before" else None, field.unit, units
                ),
                _step(field.unit, units),
            )
            for end, label in (("before", _("Before")), ("after", _("Straight after")))
        )
    else:
        kind = "words" if field.kind == "names" else "entries"
        entries = tuple(
            Entry(
                q.key,
                "" if q.place is None else _("Try %(number)s") % {"number": q.place + 1},
                _told(sent.get(q.key), answer_to(raw, q), field.unit, units),
                _step(field.unit, units),
            )
            for q in series
        )
    return Control(
        first.key,
        kind,
        first.text,
        field.hint,
        field.help,
        unit,
        problem,
        options,
        entries,
        tilt=first.name in _TILTS,
        needs=" ".join(f"{first.group}.{need}" for need in field.needs),
    )


def _step(unit: str, units: Unit) -> str:
    """Half centimetres, quarter inches, whole numbers of anything that is counted or read off."""
    if unit == "cm":
        return "0.25" if units == "in" else "0.5"
    return "1" if unit in ("deg", "{score}", "{rep}", "wk") else ""


def _told(sent: Sequence[str] | None, held: Any, unit: str, units: Unit) -> str:
    if sent is not None:
        return sent[0] if sent else ""
    if held is None:
        return ""
    if isinstance(held, list):
        return ", ".join(held)
    return figures(in_unit(held, units) if unit == "cm" else held)


def _options(
    question: Question, raw: Mapping[str, Any], sent: Mapping[str, Sequence[str]]
) -> tuple[Option, ...]:
    field = question.field
    held = answer_to(raw, question)
    if field.kind == "yes_no":
        words = {"yes": _("Yes, or not sure") if question.group == "screen" else _("Yes"), "no": _("No")}
        chosen = set() if held is None else {"yes" if held else "no"}
    else:
        words = dict(field.options)
        if field.kind == "choices":
            words[_NONE] = _("none of these")
        chosen = set(held if isinstance(held, list) else [held]) if held is not None else set()
        if held == []:
            chosen = {_NONE}
    if sent:
        chosen = set(sent.get(question.key, ()))
    return tuple(Option(value, text, value in chosen) for value, text in words.items())
