"""A simulated cohort, drawn from the model that the progress filter states."""

from __future__ import annotations

import datetime
import math
import random
from dataclasses import dataclass

from plantigrade.core import progress_filter as kalman
from plantigrade.core.progress import Profile, Retest
from plantigrade.core.progress_prior import prior_for
from plantigrade.core.wall_test import sem_cm
from tests.support import KNOWLEDGE


def sem(trials: int) -> float:
    return sem_cm(trials, KNOWLEDGE.measurement.wall_test)


@dataclass(frozen=True)
class Person:
    retests: list[Retest]
    now_cm: float
    gain_cm: float
    week_12_cm: float


def simulate(rng: random.Random, weeks: int) -> Person:
    """One person drawn from the stated model, tested weekly for `weeks` weeks, and what is true."""
    b = rng.uniform(6, 14)
    factor = next(f for edge, f in ((8, 1.2), (10, 1.1), (12, 1.0), (13, 0.7), (99, 0.4)) if b < edge)
    a = -9.0
    while a < -0.5:
        a = rng.gauss(2.2, 1.0)
    tau = rng.choices([4.0, 4.5, 5.0, 5.5, 6.0], [1, 2, 4, 2, 1])[0]
    f = wander = 0.0
    shares: list[float] = []
    retests: list[Retest] = []
    now = 0.0

    def live_a_week(share: float) -> None:
        nonlocal f, wander
        if share == 0:
            f *= 0.5 ** (1 / 5)
        else:
            rest = math.exp(-1 / tau)
            aim = math.sqrt(max(share, 0.14))
            f = max(f * rest + aim * (1 - rest), f * 0.5 ** (1 / 5))
        wander += rng.gauss(0, 0.15)

    for week in range(weeks + 1):
        if week:
            shares.append(rng.choice([0, 3, 5, 6, 7, 7]) / 7)
            live_a_week(shares[-1])
        now = b + factor * a * f + wander
        trials = rng.choice([1, 2, 3])
        date = datetime.date(2026, 1, 5) + datetime.timedelta(weeks=week)
        done = shares[-1] * 7 if shares else None
        retests.append(Retest(date, rng.gauss(now, sem(trials)), trials, 7, done))
    for _ in range(weeks, 12):
        live_a_week(sum(shares) / len(shares))
    return Person(retests, now, now - b, b + factor * a * f + wander)


def final_state(retests: list[Retest]) -> kalman.FilterState:
    first = retests[0]
    state = kalman.start(prior_for(first.ktw_cm, sem(first.trials), Profile(), KNOWLEDGE.progress))
    for week, test in enumerate(retests):
        if week:
            assert test.done is not None
            state = kalman.advance(state, 1.0, math.sqrt(max(test.done / 7, 0.14)) if test.done else 0.0)
            state = kalman.observe(state, test.ktw_cm, sem(test.trials))
    return state


def coverage(people: int, seed: int) -> dict[tuple[str, float], float]:
    """Share of the people whose true value lies inside the interval, by quantity and stated coverage."""
    rng = random.Random(seed)
    inside = {(what, cover): 0 for what in ("now", "gain", "forecast") for cover in (0.8, 0.95)}
    for _ in range(people):
        weeks = rng.randint(1, 11)
        person = simulate(rng, weeks)
        state = final_state(person.retests)
        share = sum(t.done or 0 for t in person.retests[1:]) / (7 * weeks)
        later = kalman.advance(state, 12 - weeks, math.sqrt(max(share, 0.14)) if share else 0.0)
        readings = {
            "now": (kalman.read(state, kalman.level), person.now_cm),
            "gain": (kalman.read(state, kalman.gain), person.gain_cm),
            "forecast": (kalman.read(later, kalman.level), person.week_12_cm),
        }
        for what, cover in inside:
            mixture, truth = readings[what]
            low, high = mixture.interval(cover)
            inside[what, cover] += low <= truth <= high
    return {key: hits / people for key, hits in inside.items()}
