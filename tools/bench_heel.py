"""Heel lifts of known height and onset: how small a lift is found, how well it is measured, what is made up.

Every flat repetition of the rendered side views is given each height (`heel_warp`), saved at two rates, and
read by the foot stage with the points of the unchanged clip, which are read once. The lifts of the rendered
clips themselves are not used. Clips in TUNED were looked at when thresholds were set, HELD were not.
"""

from __future__ import annotations

import json
import math
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from plantigrade.motion.analysis import Analysis
from plantigrade.motion.clip import open_clip
from plantigrade.motion.heel import foot_motion
from plantigrade.motion.heel_events import LANDED_PCT, HeelEvent, heel_events
from tools.bench_row import Row
from tools.heel_warp import Foot, Lift, lift_in, save

TUNED = ("d01", "d03", "d05", "d10", "d12")
HELD = ("d02", "d04", "d06", "d07", "d11")
HEIGHTS_PCT = (0.0, 3.0, 5.0, 7.0, 9.0, 12.0)
CRFS = (23, 30)
# Camera noise put over the rendered one before saving again, grey levels.
NOISE_GREY = 2.0
# More heels that stay down, each with noise of its own, for the false alarms.
FLAT_ROUNDS = 4
ONSET_SHARES = (0.35, 0.7)
SEED = 20261126
# Lifts of this height and more are to be found.
MATTERS_PCT = 5.0
Z95 = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Trial:
    """One repetition. `read` None where the heel was left open; height and onset read less the true ones,
    onset by when the height leaves LANDED_PCT."""

    clip: str
    crf: int
    true_pct: float
    found: bool | None
    read_pct: float = math.nan
    sd_pct: float = math.nan
    onset_late_s: float = math.nan

    @property
    def error_pct(self) -> float:
        return self.read_pct - self.true_pct


def rows(folder: Path, read: Callable[[str], Analysis]) -> Iterator[Row]:
    """Sensitivity by height, false alarms, errors; `read` gives a clip's analysis."""
    trials = measured(folder, {name: read(name) for name in (*TUNED, *HELD)})
    for what, names in (("", (*TUNED, *HELD)), ("held-out clips: ", HELD)):
        own = [t for t in trials if t.clip in names]
        yield from _figures(what, own)


def measured(folder: Path, analyses: dict[str, Analysis]) -> list[Trial]:
    """All trials, clips shared out over the cores."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        each = pool.map(_clip, [folder] * len(analyses), analyses, analyses.values())
        return [trial for trials in each for trial in trials]


def _clip(folder: Path, name: str, analysis: Analysis) -> list[Trial]:
    truth = json.loads((folder / f"{name}.truth.json").read_text("utf-8"))
    foot = Foot(folder / f"{name}.mp4", truth)
    random = np.random.default_rng([SEED, int(name[1:])])
    flat = [i for i, rep in enumerate(truth["reps"]) if rep["heel"] == 0]
    if len(analysis.repetitions.reps) != len(truth["reps"]):
        return []
    out = []
    with TemporaryDirectory() as made:
        for turn in range(len(HEIGHTS_PCT) + FLAT_ROUNDS):
            heights = [HEIGHTS_PCT[(turn + i) % len(HEIGHTS_PCT)] for i in flat]
            if turn >= len(HEIGHTS_PCT):
                heights = [0.0] * len(flat)
            lifts = [
                lift_in(truth["reps"][i], truth["fps"], height, random.uniform(*ONSET_SHARES))
                for i, height in zip(flat, heights, strict=True)
            ]
            pictures = list(foot.lifted(lifts, NOISE_GREY, random))
            for crf in CRFS:
                target = Path(made) / "lifted.mp4"
                save(target, pictures, foot.rate, crf)
                events = _events(target, analysis)
                out += [_trial(name, crf, lift, events[i]) for i, lift in zip(flat, lifts, strict=True)]
    return out


def _events(clip: Path, analysis: Analysis) -> tuple[HeelEvent | None, ...]:
    view = analysis.view
    assert view.working_side is not None
    assert view.standing is not None
    motion = foot_motion(open_clip(clip), analysis.tracks, view.working_side, view.standing.main)
    return heel_events(motion, analysis.repetitions.reps, analysis.side)


def _trial(name: str, crf: int, lift: Lift, event: HeelEvent | None) -> Trial:
    if event is None:
        return Trial(name, crf, lift.height_pct, None)
    late = math.nan
    if event.at_s is not None and lift.height_pct > LANDED_PCT:
        fine = np.linspace(lift.onset_s, lift.full_s, 500)
        late = event.at_s - float(np.interp(LANDED_PCT, lift.at(fine), fine))
    height = event.height_pct_foot
    return Trial(name, crf, lift.height_pct, event.lifted, height.value, height.sd, late)


def _figures(what: str, trials: Sequence[Trial]) -> Iterator[Row]:
    clips = len({t.clip for t in trials})
    for height in HEIGHTS_PCT:
        own = [t for t in trials if t.true_pct == height]
        hits = sum(t.found is True for t in own)
        yield Row(
            f"{what}heel put up by {height:g} % of the foot, called a lift ({clips} clips, crf {_crfs()})",
            f"{hits} of {len(own)} ({_wilson(hits, len(own))})",
            "under 1 %" if height == 0 else "95 %" if height >= MATTERS_PCT else "",
            "",
        )
    up = [t for t in trials if t.true_pct >= MATTERS_PCT]
    hits = sum(t.found is True for t in up)
    share = hits / len(up)
    yield Row(
        f"{what}lifts of {MATTERS_PCT:g} % and more found",
        f"{hits} of {len(up)} ({_wilson(hits, len(up))})",
        "95 %",
        f"{share / 0.95:.2f}",
    )
    unread = sum(t.found is None for t in trials)
    yield Row(f"{what}repetitions left open", f"{unread} of {len(trials)}", "", "")
    seen = [t for t in trials if t.found is not None]
    down = [t.error_pct for t in seen if t.true_pct == 0]
    yield Row(f"{what}height read of heels that stay down", f"{_spread(down)} % of the foot", "", "")
    lifted = [t for t in seen if t.true_pct >= MATTERS_PCT]
    z = math.sqrt(statistics.fmean((t.error_pct / t.sd_pct) ** 2 for t in lifted))
    yield Row(
        f"{what}error of the height, lifts of {MATTERS_PCT:g} % and more",
        f"{_spread([t.error_pct for t in lifted])} % of the foot; error over stated error {z:.2f}",
        "1",
        "",
    )
    late = [t.onset_late_s for t in lifted if np.isfinite(t.onset_late_s)]
    yield Row(f"{what}onset read late (the heel leaves {LANDED_PCT:g} %)", f"{_spread(late)} s", "", "")


def _crfs() -> str:
    return " and ".join(str(crf) for crf in CRFS)


def _spread(values: Sequence[float]) -> str:
    most = max(values, key=abs)
    return f"mean {statistics.fmean(values):+.2f}, sd {statistics.stdev(values):.2f}, largest {most:+.2f}"


def _wilson(hits: int, count: int) -> str:
    """The 95 % interval of a share."""
    share, z2 = hits / count, Z95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z95 * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return f"{100 * (middle - half):.1f} to {100 * (middle + half):.1f} %"
