"""Twelve weeks by day: which block falls on which date."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from plantigrade.core.prescription.choices import candidates_of, sides_for, stages_for
from plantigrade.core.prescription.filling import LEVELS, fill
from plantigrade.core.prescription.needs import Needs
from plantigrade.core.prescription.types import Candidate, Day, DayKind, Item, LeftOut, Week
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Exercise, Stage
from plantigrade.knowledge.types.programme import DoseLevel, Phase, Programme, Slot, Sports

_DAYS = tuple(timedelta(days=i) for i in range(7))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def spread(days: Sequence[int], count: int) -> frozenset[int]:
    """`count` of the given days, as evenly apart as they allow; all of them when there are no more."""
    n = len(days)
    if count >= n:
        return frozenset(days)
    return frozenset(day for i, day in enumerate(days) if (i + 1) * count // n > i * count // n)


def phase_of(week: int, needs: Needs, knowledge: Catalogue) -> Phase:
    """The phase of a week: a sore ankle begins with the calm one."""
    programme = knowledge.programme
    calm = programme.irritable.phase
    fitting = [p for p in programme.phases if p.kind == needs.kind and p.from_week <= week <= p.to_week]
    sore = [p for p in fitting if p.id == calm]
    if needs.irritable and sore:
        return sore[0]
    return next(p for p in fitting if p.id != calm)


@lru_cache(maxsize=8)
def epochs_of(programme: Programme, sports: Sports, exercises: tuple[Exercise, ...]) -> tuple[int, ...]:
    """The weeks at which any slot, boost, stage or phase begins; between two of them nothing changes."""
    profiles = (*sports.sports.values(), *sports.goals.values(), *sports.populations.values())
    weeks = {1}
    weeks.update(phase.from_week for phase in programme.phases)
    weeks.update(phase.to_week + 1 for phase in programme.phases)
    weeks.update(slot.from_week for phase in programme.phases for slot in phase.slots)
    weeks.update(slot.to_week + 1 for phase in programme.phases for slot in phase.slots)
    weeks.update(slot.from_week for profile in profiles for slot in profile.boosts)
    weeks.update(stage.from_week for exercise in exercises for stage in exercise.stages)
    return tuple(sorted(weeks))


_Template = tuple[DayKind, tuple[Item, ...], float]


@dataclass(frozen=True, slots=True)
class _Place:
    """A slot as it stands in one week: for which sides, and what a sport or goal adds."""

    slot: Slot
    sides: tuple[Side, ...]
    boost: Slot | None


class Weeks:
    """Builds the days of one programme, each distinct day only once.

    `held` gathers the exercises in it, by side.
    `left_out` gathers what the programme would hold and safety or equipment keep out.
    """

    def __init__(self, needs: Needs, boosts: tuple[Slot, ...], budget_id: str, knowledge: Catalogue) -> None:
        budget = knowledge.programme.budgets[budget_id]
        self._needs = needs
        self._budget_id = budget_id
        self._boosts = boosts if needs.kind != "maintenance" else ()
        self._budget = budget
        self._limit_s = budget.limit_min.value * 60 or math.inf
        self._knowledge = knowledge
        self._epochs = epochs_of(knowledge.programme, knowledge.sports, tuple(knowledge.exercises.values()))
        self._templates: dict[tuple[str, int], tuple[_Template, ...]] = {}
        self._contents: dict[tuple[object, ...], tuple[_Template, ...]] = {}
        self._candidates: dict[tuple[object, ...], list[Candidate]] = {}
        self._filled: dict[tuple[object, ...], tuple[Item, ...]] = {}
        self.left_out: dict[LeftOut, None] = {}
        self.held: set[tuple[str, Side | None]] = set()

    def build(self, start: date, training_days: frozenset[str], count: int) -> tuple[Week, ...]:
        """`count` weeks from `start`; `training_days` are the lower-body days as mon..sun."""
        return tuple(
            self._week(number, start + timedelta(weeks=number - 1), training_days)
            for number in range(1, count + 1)
        )

    def _week(self, number: int, starts: date, training_days: frozenset[str]) -> Week:
        # Upkeep has no end: after the last week that is described it stays as it is.
        described = min(number, int(self._knowledge.programme.horizon.weeks.value))
        phase = phase_of(described, self._needs, self._knowledge)
        epoch = (phase.id, self._epochs[bisect_right(self._epochs, described) - 1])
        if epoch not in self._templates:
            places = self._places(phase, described)
            content = (phase.id, *((p.slot, p.boost, self._stages(p.slot, described)) for p in places))
            if content not in self._contents:
                self._contents[content] = self._template(
                    phase, places, described, starts.weekday(), training_days
                )
            self._templates[epoch] = self._contents[content]
        days = tuple(
            Day(starts + after, kind, items, seconds)
            for after, (kind, items, seconds) in zip(_DAYS, self._templates[epoch], strict=True)
        )
        return Week(number, phase.id, phase.name, phase.goal, days)

    def _stages(self, slot: Slot, week: int) -> tuple[Stage, ...]:
        exercise = self._knowledge.exercises[slot.exercise]
        return stages_for(exercise, slot, week, self._needs.raises_short)

    def _template(
        self,
        phase: Phase,
        places: tuple[_Place, ...],
        week: int,
        first: int,
        training_days: frozenset[str],
    ) -> tuple[_Template, ...]:
        """The seven days that all weeks of the same content share."""
        names = [WEEKDAYS[(first + i) % 7] for i in range(7)]
        training = [i for i in range(7) if names[i] in training_days]
        free = [i for i in range(7) if names[i] not in training_days]
        plan = self._maintenance_days if phase.kind == "maintenance" else self._programme_days
        blocks: dict[tuple[object, ...], tuple[Item, ...]] = {}
        made: dict[tuple[bool, tuple[str, ...]], _Template] = {}
        days: list[_Template] = []
        for i, patterns in enumerate(plan(names, training, free)):
            key = (i in training, patterns)
            if key not in made:
                items = self._day(blocks, phase, places, week, patterns)
                kind: DayKind = "rest" if not items else "warm_up" if i in training else "standalone"
                made[key] = (kind, items, math.fsum([item.seconds for item in items]))
                self.held.update([(item.exercise, item.side) for item in items])
            days.append(made[key])
        return tuple(days)

    def _programme_days(
        self, _names: list[str], training: list[int], free: list[int]
    ) -> list[tuple[str, ...]]:
        """Warm-up work first on lower-body days, the rest on the others (S68, S69).

        When too few days are free for strength and stretching, some lower-body days carry both: the
        warm-up before, the rest after training.
        """
        strength = self._knowledge.programme.strength
        lacking = int(strength.needs_standalone_days.value) - len(free)
        after = spread(training, lacking) if lacking > 0 else frozenset[int]()
        main = sorted((*free, *after))
        strong = spread(main, int(strength.days_per_week.value))
        patterns: list[tuple[str, ...]] = []
        for i in range(7):
            block: tuple[str, ...] = ("warm_up",) if i in training else ()
            if i in main:
                block += ("strength_days" if i in strong else "other_days",)
            patterns.append(block)
        return patterns

    def _maintenance_days(
        self, names: list[str], training: list[int], free: list[int]
    ) -> list[tuple[str, ...]]:
        """Before every lower-body session, and short stretches on two other days (S165)."""
        upkeep = self._knowledge.programme.upkeep_days
        sessions = training or [i for i in range(7) if names[i] in upkeep.default_days]
        others = [i for i in free if i not in sessions]
        stretch = spread(others, int(self._knowledge.upkeep.maintenance.rest_days_a_week.value))
        strong = stretch or spread(sessions, int(upkeep.strength_days_per_week.value))
        return [
            (("warm_up",) if i in sessions else ())
            + (("stretch_days",) if i in stretch else ())
            + (("strength_days",) if i in strong else ())
            for i in range(7)
        ]

    def _places(self, phase: Phase, week: int) -> tuple[_Place, ...]:
        programme, needs = self._knowledge.programme, self._needs
        boosts = {(b.exercise, b.pattern): b for b in self._boosts if b.from_week <= week}
        places: list[_Place] = []
        held: set[str] = set()
        for slot in phase.slots:
            if slot.from_week <= week <= slot.to_week and (
                not slot.budgets or self._budget_id in slot.budgets
            ):
                held.add(slot.exercise)
                places.append(self._place(slot, boosts.pop((slot.exercise, slot.pattern), None)))
        places += [self._place(boost, None) for boost in boosts.values() if boost.exercise not in held]
        band = programme.early.slot
        if phase.kind == "corrective":
            if needs.early and band.exercise not in held and phase.id != programme.irritable.phase:
                places.append(_Place(band, self._ordered(needs.early), None))
            if needs.front:
                places.append(_Place(programme.front.slot, self._ordered(needs.front), None))
        return tuple(places)

    def _place(self, slot: Slot, boost: Slot | None) -> _Place:
        return _Place(slot, sides_for(self._knowledge.exercises[slot.exercise], self._needs), boost)

    def _ordered(self, sides: frozenset[Side]) -> tuple[Side, ...]:
        return tuple(side for side in self._needs.sides if side in sides)

    def _day(
        self,
        blocks: dict[tuple[object, ...], tuple[Item, ...]],
        phase: Phase,
        places: tuple[_Place, ...],
        week: int,
        patterns: tuple[str, ...],
    ) -> tuple[Item, ...]:
        """All blocks of a day; what comes after the warm-up gets the minutes that are left."""
        items: tuple[Item, ...] = ()
        main = tuple(p for p in patterns if p != "warm_up")
        left = self._limit_s
        for block in ((("warm_up",),) if "warm_up" in patterns else ()) + ((main,) if main else ()):
            if (block, left) not in blocks:
                blocks[block, left] = self._fill(phase, places, week, block, left)
            items += blocks[block, left]
            left -= sum(item.seconds for item in items)
        return items

    def _fill(
        self,
        phase: Phase,
        places: tuple[_Place, ...],
        week: int,
        patterns: tuple[str, ...],
        limit_s: float,
    ) -> tuple[Item, ...]:
        programme = self._knowledge.programme
        warm_up = patterns == ("warm_up",)
        if warm_up:
            upkeep = self._knowledge.upkeep.maintenance.before_lower_body_min
            most = programme.warm_up.limit_min if phase.kind != "maintenance" else upkeep
            limit_s = min(limit_s, most.value * 60)
        candidates: list[Candidate] = []
        for place in self._matching(places, patterns, warm_up):
            candidates += self._found(phase, place, week)
        level: DoseLevel = min(self._budget.level, phase.level, key=LEVELS.index)
        key = (limit_s, level, warm_up, *map(id, candidates))
        if key not in self._filled:
            self._filled[key] = fill(
                candidates,
                limit_s,
                int(self._budget.most_exercises.value),
                level,
                programme.core_share.value,
                "warm_up" if warm_up else "main",
            )
        return self._filled[key]

    def _found(self, phase: Phase, place: _Place, week: int) -> list[Candidate]:
        """The candidates of a slot, looked up once for all days on which it stands."""
        stages = self._stages(place.slot, week)
        key = (place.slot, place.boost, stages, phase.forbids)
        if key not in self._candidates:
            needs = self._needs
            if phase.forbids:
                also = frozenset(phase.forbids)
                needs = replace(
                    needs,
                    forbidden={side: ruled_out | also for side, ruled_out in needs.forbidden.items()},
                    forbidden_both=needs.forbidden_both | also,
                )
            found, missing = candidates_of(
                place.slot, stages, needs, self._knowledge, place.sides, place.boost
            )
            self._candidates[key] = found
            self.left_out.update(dict.fromkeys(missing))
        return self._candidates[key]

    def _matching(
        self, places: tuple[_Place, ...], patterns: tuple[str, ...], warm_up: bool
    ) -> tuple[_Place, ...]:
        """The slots of these patterns; a warm-up also takes the daily work it is made of."""
        if not warm_up:
            return tuple(p for p in places if p.slot.pattern == "daily" or p.slot.pattern in patterns)
        own = tuple(p for p in places if p.slot.pattern == "warm_up")
        made_of = self._knowledge.programme.warm_up.exercises
        others = tuple(
            p
            for p in places
            if p.slot.pattern != "warm_up" and all(p.slot.exercise != o.slot.exercise for o in own)
        )
        daily = tuple(p for p in others if p.slot.exercise in made_of)
        return own + (daily or tuple(p for p in others if p.slot.pattern == "daily"))
