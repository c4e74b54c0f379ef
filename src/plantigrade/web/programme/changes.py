"""A stored adjustment as the core's change, and back. Dates in `values` are days without the pauses."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from plantigrade.core.prescription.adjust import Change, Delay, Lighter, Move, Skip, Swap
from plantigrade.core.prescription.decided import Effect
from plantigrade.core.prescription.edits import Form
from plantigrade.core.prescription.overrides import Exchange, Hold, LeaveOut, Redose
from plantigrade.core.prescription.overrides import Override as Overridden
from plantigrade.web.base.clock import today
from plantigrade.web.programme.models import Adjustment, Override

Kind = Adjustment.Kind
# The kinds that change what is prescribed; all others change days.
SETTINGS = frozenset({Kind.MINUTES, Kind.EQUIPMENT, Kind.TRAINING_DAYS, Kind.EMPHASIS, Kind.FRONT})


def change_from(made: Adjustment, on: datetime.date) -> Change | None:
    """The change of days from the day of the programme `on`; None for a pause or a setting."""
    values = made.values
    if made.kind in (Kind.HOLD, Kind.REGRESS):
        return Delay(on, int(values["weeks"]))
    if made.kind == Kind.LIGHTER:
        return Lighter(on, _day(values, "begins"), _day(values, "until"), float(values["cut_share"]))
    if made.kind == Kind.SKIP:
        return Skip(on, _day(values, "day"), values.get("exercise", ""), bool(values.get("lasting")))
    if made.kind == Kind.MOVE:
        return Move(on, _day(values, "day"), _day(values, "to"))
    if made.kind == Kind.SWAP:
        form = Form(**values["form"])
        return Swap(on, _day(values, "day"), values["exercise"], form, bool(values.get("lasting")))
    return None


def override_from(made: Override, day: Callable[[datetime.date], datetime.date]) -> Overridden:
    """The override as the core has it; `day` turns a date of the calendar into a day of the programme."""
    values = made.values
    what: Exchange | Hold | LeaveOut | Redose
    if made.kind == Override.Kind.HOLD:
        what = Hold(day(today()))
    elif made.kind == Override.Kind.SWAP:
        what = Exchange(made.exercise, Form(**values["form"]))
    elif made.kind == Override.Kind.DOSE:
        what = Redose(made.exercise, int(values["sets"]), values.get("seconds"), values.get("reps"))
    else:
        what = LeaveOut(made.exercise)
    ended = day(made.ended_on) if made.ended_on is not None else None
    return Overridden(str(made.pk), day(made.on), day(made.begins), ended, what)


def kinds_of(effect: Effect) -> list[tuple[str, dict[str, Any]]]:
    """The adjustments that carry out the effect of a decision, in order; empty when nothing changes."""
    if effect.pause:
        return [(Kind.PAUSE, {})]
    found: list[tuple[str, dict[str, Any]]] = []
    if effect.repeat_weeks:
        kind = Kind.REGRESS if effect.step_back else Kind.HOLD
        found.append((kind, {"weeks": effect.repeat_weeks}))
    if effect.lighter_from is not None and effect.lighter_until is not None:
        found.append(
            (
                Kind.LIGHTER,
                {
                    "begins": effect.lighter_from.isoformat(),
                    "until": effect.lighter_until.isoformat(),
                    "cut_share": effect.cut_share,
                },
            )
        )
    if effect.emphasis:
        found.append((Kind.EMPHASIS, {side.value: name for side, name in effect.emphasis.items()}))
    if effect.front:
        found.append((Kind.FRONT, {"front": True}))
    return found


def _day(values: dict[str, Any], name: str) -> datetime.date:
    return datetime.date.fromisoformat(values[name])
