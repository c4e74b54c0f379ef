"""What the columns of somebody's table mean: guessed from their names and values, then chosen by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Literal

from plantigrade.interop.sheets.reading import Sheet
from plantigrade.interop.sheets.values import number
from plantigrade.knowledge.words import say

Unit = Literal["cm", "mm", "in"]
Order = Literal["dmy", "mdy", "ymd"]


class Meaning(StrEnum):
    """Of one column. Several may hold parts of a name or trials of a side; all else stands in one column."""

    NOTHING = ""
    ATHLETE_ID = "athlete_id"
    NAME = "name"
    GROUP = "group"
    POSITION = "position"
    DATE = "date"
    SIDE = "side"
    DISTANCE = "distance"
    LEFT = "left"
    RIGHT = "right"
    PAIN = "pain"
    LEFT_PAIN = "left_pain"
    RIGHT_PAIN = "right_pain"


# In these a text like "x" is no sign for "nothing".
TEXTS = frozenset({Meaning.ATHLETE_ID, Meaning.NAME, Meaning.GROUP, Meaning.POSITION})
MANY = frozenset({Meaning.NAME, Meaning.LEFT, Meaning.RIGHT, Meaning.DISTANCE})


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: a meaning for each column, the unit of distances, and the order within a date."""

    columns: tuple[Meaning, ...]
    unit: Unit = "cm"
    dates: Order = "dmy"


# Words of English and German, as clinics write them. The first that fits counts.
_WORDS: tuple[tuple[Meaning, str], ...] = (
    (Meaning.ATHLETE_ID, r"athlete id"),
    (Meaning.DATE, r"date|datum|day|tag|tested on|getestet"),
    (Meaning.GROUP, r"group|gruppe|team|squad|mannschaft|kader"),
    (Meaning.POSITION, r"position|pos|role|rolle"),
    (Meaning.SIDE, r"side|seite|leg|bein|ankle|sprunggelenk"),
    (
        Meaning.NAME,
        r"name|surname|first|last|vorname|nachname|athlete|athletin|athlet|player|spieler|spielerin|patient"
        r"|patientin|client|code|kuerzel|kürzel|participant|subject|id",
    ),
)
_SIDES = ((Meaning.LEFT, r"left|links|linkes|li|l"), (Meaning.RIGHT, r"right|rechts|rechtes|re|r"))
_PAIN = r"pain|schmerz|schmerzen|nrs|vas"
_DISTANCE = r"ktw|wall|wand|distance|abstand|knee to wall|wblt|lunge|dorsiflexion|df|cm|mm"
# Beside trials these would count what is counted already.
_SUMMED = (
    r"mean|average|avg|mittel|mittelwert|schnitt|best|bester|beste|max|difference|diff|differenz|lsi|sum"
)
_NOTE = r"note|notes|notiz|bemerkung|comment|kommentar"


def guessed(sheet: Sheet) -> Reading:
    """The likely reading; what cannot be told means nothing."""
    plain = [_plain(name) for name in sheet.header]
    found = [_of(name) for name in plain]
    sided = any(one in (Meaning.LEFT, Meaning.RIGHT) for one in found)
    if sided:
        found = [Meaning.NOTHING if one in (Meaning.DISTANCE, Meaning.SIDE) else one for one in found]
    for at, name in enumerate(plain):
        trials = [other for other in range(len(found)) if other != at and found[other] is found[at]]
        if _has(_SUMMED, name) and found[at] in MANY and trials:
            found[at] = Meaning.NOTHING
    columns = tuple(_once(found))
    unit = _unit(sheet, columns)
    dates = _order(value for value in _values(sheet, columns, {Meaning.DATE}))
    return Reading(columns, unit, dates)


def faults_of(columns: Iterable[Meaning]) -> tuple[str, ...]:
    """What a choice of columns lacks or has too often, in sentences; none when it can be read with."""
    chosen = [one for one in columns if one]
    held = frozenset(chosen)
    distances = held & {Meaning.LEFT, Meaning.RIGHT, Meaning.DISTANCE}
    found = []
    if not held & {Meaning.NAME, Meaning.ATHLETE_ID}:
        found.append(say("Say which column holds the name or a code."))
    if Meaning.DISTANCE in held and Meaning.SIDE not in held:
        found.append(say("Distances of one column need another that says left or right."))
    if Meaning.DISTANCE in held and len(distances) > 1:
        found.append(
            say("Distances stand either in columns of left and right, or beside a column of the side.")
        )
    if any(chosen.count(one) > 1 for one in held - MANY):
        found.append(say("Only parts of a name and trials may stand in several columns."))
    return tuple(found)


def _of(name: str) -> Meaning:
    if _has(_NOTE, name):
        return Meaning.NOTHING
    side = next((meaning for meaning, words in _SIDES if _has(words, name)), None)
    if _has(_PAIN, name):
        return {Meaning.LEFT: Meaning.LEFT_PAIN, Meaning.RIGHT: Meaning.RIGHT_PAIN}.get(
            side or Meaning.PAIN, Meaning.PAIN
        )
    if side is not None:
        return side
    known = next((meaning for meaning, words in _WORDS if _has(words, name)), None)
    if known is not None:
        return known
    return Meaning.DISTANCE if _has(_DISTANCE, name) else Meaning.NOTHING


def _plain(name: str) -> str:
    """Words in small letters with blanks between: "Left_KTW1 (cm)" is "left ktw 1 cm"."""
    parted = re.sub(r"(?<=[a-zäöüß])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])", " ", name)
    return re.sub(r"[^a-z0-9äöüß]+", " ", parted.casefold().replace("ß", "ss")).strip()


def _has(words: str, name: str) -> bool:
    return re.search(rf"\b(?:{words})\b", name) is not None


def _once(found: Sequence[Meaning]) -> Iterable[Meaning]:
    """Each meaning in the first column that has it, unless it may have many."""
    seen: set[Meaning] = set()
    for one in found:
        yield one if one in MANY or one not in seen else Meaning.NOTHING
        seen.add(one)


def _values(sheet: Sheet, columns: Sequence[Meaning], wanted: Iterable[Meaning]) -> list[str]:
    places = [at for at, meaning in enumerate(columns) if meaning in frozenset(wanted)]
    return [row[at] for row in sheet.rows for at in places if row[at]]


def _unit(sheet: Sheet, columns: Sequence[Meaning]) -> Unit:
    """As a header says, else by size: nobody stands 30 cm from a wall with the knee at it."""
    distances = {Meaning.LEFT, Meaning.RIGHT, Meaning.DISTANCE}
    names = " ".join(
        _plain(name) for name, meaning in zip(sheet.header, columns, strict=True) if meaning in distances
    )
    units: tuple[tuple[Unit, str], ...] = (("cm", "cm"), ("mm", "mm"), ("in", "in|inch|inches|zoll"))
    for unit, words in units:
        if _has(words, names):
            return unit
    sizes = [size for size in map(number, _values(sheet, columns, distances)) if size is not None]
    return "mm" if sizes and median(sizes) > 30 else "cm"


def _order(dates: Iterable[str]) -> Order:
    """What no date speaks against; of two, the one with the day first."""
    left: set[Order] = {"dmy", "mdy"}
    for text in dates:
        if re.match(r"\d{4}\D", text):
            continue
        parts = [int(part) for part in re.findall(r"\d+", text)[:2]]
        if len(parts) == 2 and parts[1] > 12:
            left.discard("dmy")
        if len(parts) == 2 and parts[0] > 12:
            left.discard("mdy")
    return "mdy" if left == {"mdy"} else "dmy"
