"""The first pass: who is in the picture, who squats, and where to look for them, five times a second."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from plantigrade.motion.clip import Clip
from plantigrade.motion.pose.blazepose import POSE_PRESENCE, BlazePose
from plantigrade.motion.pose.looking import Look, Path, look_from_circle, place, sample, smooth_path
from plantigrade.motion.types import Floats, Picture, Reason

SURVEY_INTERVAL_S = 0.2
SURVEY_SIDE = 720  # px of the long side: a person half as tall still fills the model's 256
DETECT_EVERY = 5  # samples between searches for newcomers: once a second
MOST_PEOPLE = 4  # followed at once; more is a class, not a test
SAME_PLACE = 0.5  # of the side of the square: a detection nearer than this is somebody known
ONE_BODY = 0.2  # of the side: two followed squares this close sit on one body
RETURN_PLACE = 1.0  # of the side: somebody lost is looked for within
LEAST_SEEN = 0.3  # share of samples in which the chosen person must be seen
LOW, HIGH = 5, 95  # percentiles between which the hip's travel is taken: single slips do not choose a person
STILL = 0.05  # of the side: travel below it is nobody's squat, then the largest person is taken

NOBODY_SEEN = Reason(
    "nobody_seen",
    "Nobody is seen well enough. Film one person from head to feet, upright in the picture, in good light, "
    "from about three metres.",
    fatal=True,
)


@dataclass(frozen=True, slots=True)
class Survey:
    """`path` None when nobody was seen well enough; `people` how many were; hip travel in px, up and down."""

    path: Path | None
    people: int
    hip_travel_px: float
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Person:
    """Somebody followed: the square now (None when lost), the last one, and all by sample number."""

    look: Look | None
    last: Look
    seen: dict[int, Look] = field(default_factory=dict)


def survey(clip: Clip, engine: BlazePose) -> Survey:
    """Find the person who squats: the largest travel of the hips, up and down."""
    people: list[Person] = []
    times: list[float] = []
    scale = 1.0
    for number, frame in enumerate(clip.frames(SURVEY_INTERVAL_S, SURVEY_SIDE, rough=True)):
        times.append(frame.t_s)
        scale = clip.info.height / frame.picture.shape[0]
        step(people, engine, frame.picture, number)
    return choose(people, np.array(times), scale)


def step(people: list[Person], engine: BlazePose, picture: Picture, number: int) -> None:
    """Follow everybody known into this picture; now and then, or when somebody is lost, look for others."""
    for person in people:
        if person.look is not None:
            person.look = _follow(engine, picture, person.look)
        if person.look is not None:
            person.seen[number] = person.last = person.look
    for one in people:  # the older of two on one body keeps it
        for other in people:
            if one is other or one.look is None or other.look is None:
                continue
            if _apart(one.look, other.look) < ONE_BODY and len(one.seen) >= len(other.seen):
                other.look = None
                other.seen.pop(number, None)
    if number % DETECT_EVERY and people and all(person.look is not None for person in people):
        return
    for found in engine.find_all(picture):
        look = Look(found.region.centre_x, found.region.centre_y, found.region.side)
        if any(p.look is not None and _apart(p.look, look) < SAME_PLACE for p in people):
            continue
        fresh = _follow(engine, picture, look)
        if fresh is None:
            continue
        lost = [p for p in people if p.look is None and _apart(p.last, look) < RETURN_PLACE]
        if lost:
            person = min(lost, key=lambda p: _apart(p.last, look))
            person.look = person.last = fresh
        elif sum(p.look is not None for p in people) < MOST_PEOPLE:
            people.append(person := Person(fresh, fresh))
        else:
            continue
        person.seen[number] = fresh


def choose(people: list[Person], times: Floats, scale: float) -> Survey:
    """The path of the one who squats. `scale` leads from the small pictures to the clip's own pixels."""
    often = [p for p in people if len(p.seen) >= LEAST_SEEN * len(times)]
    if not often:
        return Survey(None, 0, 0.0, (NOBODY_SEEN,))
    best = max(often, key=_travel)
    if _travel(best) < STILL * best.last.side:
        best = max(often, key=lambda p: float(np.median([look.side for look in p.seen.values()])))
    values = np.full((len(times), 4), np.nan)
    for number, look in best.seen.items():
        values[number] = look.centre_x * scale, look.centre_y * scale, look.side * scale, look.turn
    reasons: tuple[Reason, ...] = ()
    if len(often) > 1:
        text = (
            f"{len(often)} people are in the picture; the one who squats was measured. "
            "Film without others and without mirrors."
        )
        reasons = (Reason("several_people", text),)
    return Survey(smooth_path(times, values), len(often), _travel(best) * scale, reasons)


def _follow(engine: BlazePose, picture: Picture, look: Look) -> Look | None:
    affine = look.affine()
    reading = engine.read_crop(sample(picture, affine))
    if reading.presence < POSE_PRESENCE:
        return None
    centre, edge = place(reading.circle, affine)
    return look_from_circle(centre, edge)


def _apart(one: Look, other: Look) -> float:
    distance = np.hypot(one.centre_x - other.centre_x, one.centre_y - other.centre_y)
    return float(distance / max(one.side, other.side, 1.0))


def _travel(person: Person) -> float:
    low, high = np.percentile([look.centre_y for look in person.seen.values()], [LOW, HIGH])
    return float(high - low)
