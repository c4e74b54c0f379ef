"""A history of retests (CSV) into values, with every problem found in one pass."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from datetime import date

from plantigrade.core.progress import Retest
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import schema
from plantigrade.interop.problems import InputError, InputProblem, read_text

NEEDED = ("date", "side", "ktw_cm", "trials")
OPTIONAL = ("planned", "done")


def _number(row: Mapping[str, str], name: str, low: float, high: float, problems: list[str]) -> float:
    text = row[name].strip()
    try:
        value = float(text)
    except ValueError:
        problems.append(f"{name}: {text[:40]!r} is not a number")
        return low
    if not math.isfinite(value) or not low <= value <= high:
        hint = (
            f"; if it is in millimetres, write {value / 10:g}"
            if name == "ktw_cm" and value / 10 <= high
            else ""
        )
        problems.append(f"{name}: {text[:40]} should lie between {low:g} and {high:g}{hint}")
        return low
    return value


def _retest(row: Mapping[str, str], problems: list[str]) -> tuple[Side, Retest] | None:
    """One row; what is wrong with it goes into `problems`."""
    side_schema = schema()["$defs"]["side"]["properties"]["ktw_cm"]
    before = len(problems)
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        problems.append(f"date: {row['date'][:40]!r} is not a date like 2026-11-30")
        day = date.min
    side = row["side"].strip().lower()
    if side not in (Side.LEFT, Side.RIGHT):
        problems.append(f"side: {row['side'][:40]!r} is neither left nor right")
    ktw_cm = _number(
        row, "ktw_cm", side_schema["items"]["minimum"], side_schema["items"]["maximum"], problems
    )
    trials = _number(row, "trials", 1, side_schema["maxItems"], problems)
    if trials != int(trials):
        problems.append(f"trials: {trials:g} is not a whole number")
    sessions = {
        name: _number(row, name, 0, 10_000, problems) if row.get(name, "").strip() else None
        for name in OPTIONAL
    }
    if sessions["done"] is not None and sessions["planned"] is None:
        problems.append("planned: is missing, though done is given")
    if len(problems) > before:
        return None
    return Side(side), Retest(day, ktw_cm, int(trials), sessions["planned"], sessions["done"])


def history_from(text: str, name: str = "history") -> dict[Side, tuple[Retest, ...]]:
    """CSV text into the retests of each side that occurs. Raises InputError with every problem.

    Columns may stand in any order; `planned` and `done` may be missing or empty.
    """
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise InputError([InputProblem(name, f"is not CSV ({error})")]) from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise InputError([InputProblem(name, f"is empty; the first line is {','.join(NEEDED)}")])
    header = [cell.strip().lower() for cell in rows[0]]
    faults = [
        InputProblem(f"{name}: line 1", f"the column {n} is missing") for n in NEEDED if n not in header
    ]
    faults += [
        InputProblem(f"{name}: line 1", f"the column {n[:40]!r} is not known or stands twice")
        for i, n in enumerate(header)
        if n not in (*NEEDED, *OPTIONAL) or n in header[:i]
    ]
    if faults:
        raise InputError(faults)
    found: dict[Side, list[Retest]] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name}: line {number}"
        if len(cells) != len(header):
            faults.append(InputProblem(where, f"has {len(cells)} values, the header {len(header)}"))
            continue
        problems: list[str] = []
        read_in = _retest(dict(zip(header, cells, strict=True)), problems)
        faults += [InputProblem(where, problem) for problem in problems]
        if read_in is not None:
            found.setdefault(read_in[0], []).append(read_in[1])
    if not faults and not found:
        faults.append(InputProblem(name, "holds no tests; one line a test follows the header"))
    if faults:
        raise InputError(faults)
    return {side: tuple(found[side]) for side in Side if side in found}


def read_history(path: str) -> dict[Side, tuple[Retest, ...]]:
    """The history in a file, or on standard input for "-". Raises InputError."""
    name, text = read_text(path)
    return history_from(text, name)
