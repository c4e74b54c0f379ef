"""A stick figure whose angles are known exactly, seen from far away, for the tests of movement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.kinematics import Kinematics, measure
from plantigrade.motion.noise import EXACT
from plantigrade.motion.standing import Standing
from plantigrade.motion.types import INDEX, POINTS, Facing, Floats, Tracks
from plantigrade.motion.view import Viewpoint

WIDTH, HEIGHT = 1080, 1920
SHIN, THIGH, TRUNK, FOOT = 260.0, 250.0, 320.0, 150.0
# The far leg, as perspective shows it: a little forward, higher in the picture, smaller.
FAR_SHIFT, FAR_SIZE = np.array([4.0, -45.0]), 0.95


def figure(
    t_s: Floats, shin: Floats, thigh: Floats, trunk: Floats, pitch: Floats | None = None,
    *, near: Side = Side.RIGHT, facing: Facing = "right", far_ankle_up: Floats | None = None,
) -> Tracks:  # fmt: skip
    """Angles in degrees as the kinematics defines them; toes stay planted at (500, 1500), the foot turns
    about them.

    `far_ankle_up` (T,) lifts the far foot by that many px, for squats on one leg.
    """
    pitch = np.zeros_like(shin) if pitch is None else pitch
    s, h, k, p = (np.radians(a) for a in (shin, thigh, trunk, pitch))
    toe = np.tile([500.0, 1500.0], (len(t_s), 1))
    heel = toe + FOOT * np.stack([-np.cos(p), -np.sin(p)], axis=-1)
    ankle = heel + 40 * np.stack([np.cos(p) - np.sin(p) * -1.5, np.sin(p) - np.cos(p) * 1.5], axis=-1)
    knee = ankle + SHIN * np.stack([np.sin(s), -np.cos(s)], axis=-1)
    hip = knee + THIGH * np.stack([-np.sin(h), -np.cos(h)], axis=-1)
    shoulder = hip + TRUNK * np.stack([np.sin(k), -np.cos(k)], axis=-1)
    nose = shoulder + np.array([40.0, -70.0])
    xy = np.full((len(t_s), len(POINTS), 2), np.nan)
    xy[:, INDEX["nose"]] = nose
    parts = {"toe": toe, "heel": heel, "ankle": ankle, "knee": knee, "hip": hip, "shoulder": shoulder}
    for name, place in parts.items():
        xy[:, INDEX[f"{near.value}_{name}"]] = place
        far = (place - toe) * FAR_SIZE + toe + FAR_SHIFT * (0.3 if name in ("hip", "shoulder") else 1.0)
        if far_ankle_up is not None and name in ("toe", "heel", "ankle"):
            far = far - np.stack([np.zeros_like(far_ankle_up), far_ankle_up], axis=-1)
        xy[:, INDEX[f"{near.other.value}_{name}"]] = far
    for name in ("elbow", "wrist"):
        for side in SIDES:
            xy[:, INDEX[f"{side.value}_{name}"]] = shoulder + np.array([120.0, 40.0])
    confidence = np.full(xy.shape[:2], 0.9)
    confidence[:, [INDEX[f"{near.other.value}_{n}"] for n in ("knee", "ankle", "heel", "toe")]] = 0.6
    tracks = Tracks(t_s, xy, confidence, np.zeros(xy.shape[:2], dtype=np.bool_), WIDTH, HEIGHT, "figure")
    return tracks if facing == "right" else mirrored(tracks, rename=False)


def mirrored(tracks: Tracks, *, rename: bool = True) -> Tracks:
    """The picture seen in a mirror; with `rename` the left leg becomes the right one, as it does for a
    viewer."""
    xy = tracks.xy.copy()
    xy[..., 0] = tracks.width - xy[..., 0]
    turned = replace(tracks, xy=xy)
    return renamed(turned) if rename else turned


def renamed(tracks: Tracks) -> Tracks:
    """Left and right exchanged in all names."""
    order = [INDEX[n.replace("left", "?").replace("right", "left").replace("?", "right")] for n in POINTS]
    return replace(
        tracks, xy=tracks.xy[:, order], confidence=tracks.confidence[:, order], filled=tracks.filled[:, order]
    )


def moved(tracks: Tracks, *, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> Tracks:
    return replace(tracks, xy=tracks.xy * scale + np.array(shift))


def rolled(tracks: Tracks, roll_deg: float) -> Tracks:
    """The picture turned clockwise about its middle."""
    a = np.radians(roll_deg)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    centre = np.array([tracks.width / 2, tracks.height / 2])
    return replace(tracks, xy=(tracks.xy - centre) @ turn.T + centre)


def with_noise(tracks: Tracks, px: float, seed: int = 0) -> Tracks:
    noise = np.random.default_rng(seed).normal(0.0, px, tracks.xy.shape)
    return replace(tracks, xy=tracks.xy + noise)


def side_view(
    tracks: Tracks, *, side: Side = Side.RIGHT, facing: Facing = "right", yaw: Estimate | None = None,
    roll: Estimate | None = None, standing: slice | None = slice(0, 10),
) -> Viewpoint:  # fmt: skip
    """A viewpoint stated rather than read from the tracks."""
    rest = None
    if standing is not None:
        samples = np.zeros(len(tracks.t_s), dtype=np.bool_)
        samples[standing] = True
        rest = Standing(samples, ((float(tracks.t_s[samples][0]), float(tracks.t_s[samples][-1])),))
    return Viewpoint(
        "sagittal", facing, side, side, False, yaw or Estimate(0.0, 0.0), roll or Estimate(0.0, 0.0), None, rest,
        SHIN + THIGH, FOOT, (), (),
    )  # fmt: skip


def bumps(
    t_s: Floats, times: list[tuple[float, float, float]], tops: list[float], base: float = 0.0
) -> Floats:
    """Smooth rises: (start, bottom, end) in seconds, each to its own top."""
    out = np.full(len(t_s), base)
    for (start, bottom, end), top in zip(times, tops, strict=True):
        down = (t_s >= start) & (t_s <= bottom)
        up = (t_s > bottom) & (t_s <= end)
        out[down] = base + (top - base) * (1 - np.cos(np.pi * (t_s[down] - start) / (bottom - start))) / 2
        out[up] = base + (top - base) * (1 + np.cos(np.pi * (t_s[up] - bottom) / (end - bottom))) / 2
    return out


def squats(
    times: list[tuple[float, float, float]], depths: list[float], *, length_s: float = 12.0, rate: float = 30.0,
    shin_share: float = 0.35, trunk_share: float = 0.45, near: Side = Side.RIGHT, facing: Facing = "right",
    far_ankle_up: float = 0.0,
) -> Tracks:  # fmt: skip
    """Squats to the given thigh angles; shin and trunk follow the thigh."""
    t = np.arange(round(length_s * rate)) / rate
    thigh = bumps(t, times, depths)
    up = None if far_ankle_up == 0 else np.minimum(thigh / max(depths) * 4, 1) * far_ankle_up
    return figure(
        t, shin_share * thigh, thigh, trunk_share * thigh, near=near, facing=facing, far_ankle_up=up
    )


def exactly(tracks: Tracks, view: Viewpoint, **kwargs: Any) -> Kinematics:
    found = measure(tracks, view, noise=EXACT, **kwargs)
    assert found is not None
    return found
