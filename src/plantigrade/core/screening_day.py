"""One athlete's sheet of a screening day, read from marks that several stations made, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plantigrade.core.quantities import SIDES, Side

NO_RED_FLAG = "no"
# The wall test is read off a tape in half centimetres.
READ_TO_CM = 0.5
RED = "red"
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one station wrote into one field; an empty `value` takes the field back."""

    field: str
    value: str
    at: datetime
    station: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`red` holds ids of red flags; `asked` says whether the safety question was answered at all.

    `trials_cm` are in the order of their numbers. `differ` names fields in which two stations disagree.
    """

    asked: bool
    red: tuple[str, ...]
    trials_cm: Mapping[Side, tuple[float, ...]]
    pain_0_10: Mapping[Side, int]
    stopped: str
    differ: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether the trials may be used: asked, and no red flag."""
        return self.asked and not self.red

    @property
    def told(self) -> dict[Side, dict[str, int | str | None]]:
        """By side: pain, and what stopped the movement; sides with neither a trial nor pain are left out.

        What stopped it is written once for both sides, so it stands with every side that has something, and
        with both when nothing was measured at all.
        """
        sides = [side for side in SIDES if side in self.trials_cm or side in self.pain_0_10]
        if self.stopped and not sides:
            sides = list(SIDES)
        return {side: {"pain_0_10": self.pain_0_10.get(side), "stopped": self.stopped} for side in sides}


def fields(trials: int) -> tuple[str, ...]:
    """Every field of a sheet in the order of entry."""
    tries = (f"{side}_{number}" for side in SIDES for number in range(1, trials + 1))
    return (RED, *tries, *(f"{side}_pain" for side in SIDES), STOPPED)


def read_sheet(marks: Iterable[Mark], trials: int) -> Sheet:
    """The last word of each station; between stations the later one, but a red flag of any of them stops."""
    last: dict[str, dict[str, Mark]] = {}
    for mark in sorted(marks, key=lambda one: (one.at, one.value)):
        last.setdefault(mark.field, {})[mark.station] = mark
    now = {field: _latest(of.values()) for field, of in last.items()}
    red = sorted({mark.value for mark in last.get(RED, {}).values()} - {"", NO_RED_FLAG})
    return Sheet(
        asked=bool(red) or now.get(RED) == NO_RED_FLAG,
        red=tuple(red),
        trials_cm={
            side: found
            for side in SIDES
            if (found := tuple(float(v) for n in range(trials) if (v := now.get(f"{side}_{n + 1}"))))
        },
        pain_0_10={side: int(v) for side in SIDES if (v := now.get(f"{side}_pain"))},
        stopped=now.get(STOPPED, ""),
        differ=tuple(f for f, of in last.items() if len({m.value for m in of.values()} - {""}) > 1),
    )


def _latest(marks: Iterable[Mark]) -> str:
    return max(marks, key=lambda one: (one.at, one.value)).value
