"""A case file (JSON or TOML) into a `Case`, with every problem found in one pass.

The schema beside this module is the public contract; what it accepts becomes frozen values here, and
nothing past this edge checks again.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from plantigrade.core.case import Case, Person, SideFindings, SquatFindings
from plantigrade.core.quantities import Side
from plantigrade.interop.problems import InputError, InputProblem, read_text
from plantigrade.knowledge.types.common import unit_for
from plantigrade.knowledge.words import say, word

_Path = tuple[str | int, ...]


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood in it more than once."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found.repeated = tuple(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return found


def _whole_number(digits: str) -> int | float:
    # Python refuses to turn thousands of digits into an int; so long a number is infinite to us.
    return int(digits) if len(digits) < 20 else math.inf


def _spot(path: _Path) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the whole"


def parse_json(text: str, name: str) -> Any:
    """JSON text as plain values. Raises InputError with line and column, or for values JSON has not."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        what = f"is not JSON ({error.msg[0].lower()}{error.msg[1:]})"
        raise InputError([InputProblem(f"{name}: line {error.lineno}, column {error.colno}", what)]) from None
    except RecursionError:
        raise InputError([InputProblem(name, "is nested too deeply; a case has three levels")]) from None


def parse_toml(text: str, name: str) -> Any:
    """TOML text as plain values. Raises InputError with the parser's own place."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError([InputProblem(name, f"is not TOML ({error})")]) from None
    except RecursionError:
        raise InputError([InputProblem(name, "is nested too deeply; a case has three levels")]) from None


def _flaws(value: Any, path: _Path = ()) -> Iterator[tuple[_Path, str]]:
    """What no schema sees: keys given twice, and numbers that are none."""
    if isinstance(value, dict):
        for key in getattr(value, "repeated", ()):
            yield (*path, key), "is given more than once; keep one"
        for key, inner in value.items():
            yield from _flaws(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _flaws(inner, (*path, index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield path, "is not a finite number; leave out what was not measured"


def _finite(value: Any) -> Any:
    """The same values with what `_flaws` reports replaced by zero, so that the schema can go on."""
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return 0
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a case file."""
    text = files("plantigrade.interop").joinpath("case.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(schema())


_UNIT_WORDS = {
    "cm": " cm",
    "deg": word(" degrees"),
    "mm": " mm",
    "s": " s",
    "a": word(" years"),
    "{score}": "",
}


def _out_of_range(value: float, limit: float, too_much: bool, path: _Path) -> str:
    """What is wrong with a number, with the unit slip that would explain it."""
    named = next((p for p in reversed(path) if isinstance(p, str)), "")
    numbers = {"value": f"{value:g}", "limit": f"{limit:g}{say(_UNIT_WORDS.get(unit_for(named), ''))}"}
    if too_much:
        text = say("{value} is more than the most possible, {limit}", **numbers)
    else:
        text = say("{value} is less than the least possible, {limit}", **numbers)
    if named.endswith("_cm"):
        if too_much and value / 10 <= limit:
            return say("{text}; if it is in millimetres, write {value}", text=text, value=f"{value / 10:g}")
        if not too_much and 0 < value < 3:
            return say("{text}; if it is in metres, write {value}", text=text, value=f"{value * 100:g}")
    return text


def _wrong(error: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    kind = error.kind
    if kind.name == "additionalProperties":
        for key in kind.unexpected:
            yield (*path, key), "is not a known name; check the spelling or leave it out"
    elif kind.name in ("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"):
        yield path, _out_of_range(error.instance, kind.limit, "aximum" in kind.name, path)
    elif kind.name == "enum":
        options = ", ".join(json.dumps(option, ensure_ascii=False) for option in kind.options)
        yield path, f"{_short(error.instance)} is not one of {options}"
    elif kind.name == "type":
        yield path, f"{_short(error.instance)} is not {_kinds(kind.types)}"
    elif kind.name == "minItems":
        yield path, "is empty; leave it out when nothing was measured"
    elif kind.name == "maxItems":
        yield path, f"holds more than {kind.limit} values; give the best {kind.limit} at most"
    elif kind.name == "uniqueItems":
        yield path, "holds a value twice; name each once"
    elif kind.name == "const":
        yield path, f"{_short(error.instance)} should be {json.dumps(kind.expected_value)}"
    else:
        yield path, str(error.message)


def _kinds(types: list[str]) -> str:
    words = {
        "number": "a number",
        "integer": "a whole number",
        "boolean": "true or false",
        "string": "a text",
        "array": "a list",
        "object": "a group of named values",
    }
    return " or ".join(words.get(t, t) for t in types)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}..."


def case_from(raw: Any, name: str = "case") -> Case:
    """Plain values into a Case. Raises InputError with every problem."""
    flaws = list(_flaws(raw))
    clean = _finite(raw)
    told = {path for path, _ in flaws}
    for error in _validator().iter_errors(clean):
        flaws += [
            (path, what) for path, what in _wrong(error, tuple(error.instance_path)) if path not in told
        ]
    problems = [InputProblem(f"{name}: {_spot(path)}", what) for path, what in flaws]
    if problems:
        raise InputError(problems)
    return _build(clean)


def read_case(path: str) -> Case:
    """The case in a file, or on standard input for "-". Raises InputError.

    TOML when the name ends so, or when standard input holds TOML and not JSON.
    """
    name, text = read_text(path)
    if path.endswith(".toml"):
        return case_from(parse_toml(text, name), name)
    try:
        raw = parse_json(text, name)
    except InputError:
        if path != "-":
            raise
        try:
            raw = parse_toml(text, name)
        except InputError:
            raw = None
        if raw is None:
            raise
    return case_from(raw, name)


def _whole(found: Mapping[str, Any], *names: str) -> dict[str, int]:
    return {n: int(found[n]) for n in names if n in found}


def _build(raw: Mapping[str, Any]) -> Case:
    person = dict(raw.get("person", {}))
    for many in ("sports", "goals"):
        person[many] = tuple(person.get(many, ()))
    if "equipment" in person:
        person["equipment"] = frozenset(person["equipment"])
    person["lower_body_days"] = frozenset(person.get("lower_body_days", ()))
    squat = dict(raw.get("squat", {}))
    squat.update(_whole(squat, "knee_pain_flat", "knee_pain_elevated"))
    return Case(
        person=Person(**person),
        screen=dict(raw.get("screen", {})),
        sides={side: _side(raw[side.value]) for side in Side if side.value in raw},
        squat=SquatFindings(**squat),
    )


def _side(raw: Mapping[str, Any]) -> SideFindings:
    found = dict(raw)
    found.update(
        _whole(found, "pain_0_10", "sprains", "weeks_stretching_without_gain", "single_leg_calf_raises")
    )
    if "ktw_cm" in found:
        found["ktw_cm"] = tuple(float(trial) for trial in found["ktw_cm"])
    if "end_feel" in found:
        found["end_feel"] = frozenset(found["end_feel"])
    return SideFindings(**found)
