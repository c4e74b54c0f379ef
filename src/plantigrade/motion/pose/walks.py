"""The walks themselves: which pixels are read when, and by how many threads.

`streamed` goes through the clip once: the first pass runs a fraction of a second ahead of the measuring one,
and only the frames between the two are held. It stops with `NeedsSurvey` where that is not enough (several
people, a small person in a large picture, nobody at first); then the clip is surveyed as a whole and
`revisited`.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from plantigrade.motion.clip import Clip
from plantigrade.motion.pose.blazepose import CROP_SIDE, BlazePose, Size, gated
from plantigrade.motion.pose.looking import Look, Path, place, sample, smooth_path
from plantigrade.motion.pose.survey import SURVEY_INTERVAL_S, Person, Survey, choose, step
from plantigrade.motion.types import POINTS, Floats, Frame, Picture

Mirror = Literal["none", "alternate", "both"]
STREAM_SIDE = 960  # px of the long side while streaming: a body half as tall still fills the model's 256
LEAST_FILLED = 0.9  # of those 256; below, the pixels are cut from the full picture instead
LONGEST_WAIT_S = 1.0  # frames are held for no longer when the person is out of sight
LOCAL = 4  # looks that decide a smoothed stretch between two of them
MOST_WORKERS = 2  # each holds weights of its own, heavy 110 MB
MOST_THREADS = 4  # of all workers together
WAITING = 2  # pictures a worker may have in hand: bounds the memory


@dataclass(frozen=True, slots=True)
class Plan:
    """Which networks read, at most how often (0: every frame), and how the mirrored reading is had."""

    sizes: tuple[Size, ...]
    rate_hz: float
    mirror: Mirror


@dataclass(frozen=True, slots=True)
class Task:
    """One picture to read; `scale`, `left`, `top` place it in the clip's own. No look: nobody there."""

    t_s: float
    picture: Picture
    look: Look | None
    scale: float
    left: float = 0.0
    top: float = 0.0


Answer = tuple[float, Floats, Floats]


class NeedsSurvey(Exception):  # noqa: N818  a turn of the walk, not a fault
    """The clip must be surveyed as a whole before it is measured."""


def interval_s(plan: Plan) -> float:
    """Time between samples, met by whole frames: 20, 30 and 60 give 10 Hz, 25 gives 12.5."""
    return 1 / plan.rate_hz if plan.rate_hz else 0.0


def streamed(clip: Clip, engine: BlazePose, plan: Plan, done: Callable[[Survey], None]) -> Iterator[Task]:
    """Tasks of a clip with one person, in one walk; `done` gets the survey at the end. Raises NeedsSurvey."""
    people: list[Person] = []
    waiting: deque[Frame] = deque()
    times: list[float] = []
    seen_t: list[float] = []
    seen: list[tuple[float, float, float, float]] = []
    scale = 1.0

    def ready(until: float) -> Iterator[Task]:
        path = smooth_path(np.array(seen_t[-LOCAL:]), np.array(seen[-LOCAL:])) if seen else None
        while waiting and waiting[0].t_s <= until:
            frame = waiting.popleft()
            yield Task(frame.t_s, frame.picture, path.at(frame.t_s) if path else None, 1 / scale)

    for frame in clip.frames(interval_s(plan), STREAM_SIDE):
        waiting.append(frame)
        if not times or frame.t_s - times[-1] >= SURVEY_INTERVAL_S - 0.5 / clip.info.fps:
            scale = clip.info.height / frame.picture.shape[0]
            step(people, engine, frame.picture, len(times))
            times.append(frame.t_s)
            look = people[0].look if people else None
            if len(people) > 1 or (look and scale > 1 and look.side < LEAST_FILLED * CROP_SIDE):
                raise NeedsSurvey
            if look is not None:
                seen_t.append(frame.t_s)
                seen.append((look.centre_x * scale, look.centre_y * scale, look.side * scale, look.turn))
                if len(seen) > 1:
                    yield from ready(seen_t[-2])
        if frame.t_s - waiting[0].t_s > LONGEST_WAIT_S:
            if not seen:
                raise NeedsSurvey
            yield from ready(frame.t_s - LONGEST_WAIT_S / 2)
    yield from ready(np.inf)
    done(choose(people, np.array(times), scale))


def revisited(clip: Clip, path: Path, plan: Plan) -> Iterator[Task]:
    """Tasks along a known path, pixels cut from the full picture."""
    box, side = path.box(clip.info)
    for crop in clip.crops((box,), side, interval_s(plan)):
        yield Task(crop.t_s, crop.pictures[0], path.at(crop.t_s), side / box.side, box.left, box.top)


def answers(tasks: Iterator[Task], plan: Plan) -> Iterator[Answer]:
    """Time, points (K, 2) px and confidence (K,) of each task, in order, read by several threads."""
    own = threading.local()
    count, threads = workers(plan)

    def read(number: int, task: Task) -> Answer:
        if task.look is None:
            return task.t_s, np.full((len(POINTS), 2), np.nan), np.zeros(len(POINTS))
        if not hasattr(own, "engines"):
            own.engines = [BlazePose(size, threads=threads) for size in plan.sizes]
        square = sample(task.picture, task.look.affine(task.scale, task.left, task.top))
        ways = flips(plan, number)
        pairs = [gated(engine.read_crop(square, way)) for engine in own.engines for way in ways]
        seen = [pair for pair in pairs if not np.isnan(pair[0]).any()] or pairs
        xy = place(np.mean([pair[0] for pair in seen], axis=0), task.look.affine())
        return task.t_s, xy, np.mean([pair[1] for pair in seen], axis=0)

    waiting: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(count) as pool:
        for number, task in enumerate(tasks):
            waiting.append(pool.submit(read, number, task))
            if len(waiting) > count * WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def workers(plan: Plan) -> tuple[int, int]:
    """How many read at once and the threads of each. Several networks are held once only, for the memory."""
    threads = max(1, min(os.cpu_count() or 1, MOST_THREADS))
    count = 1 if len(plan.sizes) > 1 else min(threads, MOST_WORKERS)
    return count, threads // count


def flips(plan: Plan, number: int) -> tuple[bool, ...]:
    """Whether this sample is read mirrored, once for each reading."""
    if plan.mirror == "both":
        return False, True
    return (plan.mirror == "alternate" and number % 2 == 1,)
