"""The rendered clips' truth as tracks, and a pinhole camera to take perspective out of exact pixel
positions."""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plantigrade.core.quantities import Side
from plantigrade.motion.types import INDEX, POINTS, Floats, Tracks

HERE = Path(__file__).parent / "data"
KEPT = ("d01", "d02", "d10")
ALL = tuple(f"d{i:02d}" for i in range(1, 13))
LARGER = Path(os.environ.get("PLANTIGRADE_CLIPS", Path(__file__).parents[2].parent / "shared" / "data"))
_COCO = {name: name.replace("_toe", "_big_toe") for name in POINTS}
_RIG = {"hip": "upperleg01", "knee": "lowerleg01", "ankle": "foot", "shoulder": "upperarm01"}


@functools.cache
def truth(name: str) -> dict[str, Any]:
    """The truth file of a rendered clip; skips the test where the larger set is absent."""
    place = HERE / f"{name}.truth.json"
    if name not in KEPT:
        place = LARGER / "rendered" / f"{name}.truth.json"
        if not place.exists():
            pytest.skip(f"{place} is absent: set PLANTIGRADE_CLIPS to the folder that holds rendered/")
    read: dict[str, Any] = json.loads(place.read_text())
    return read


def near_of(name: str) -> Side:
    return Side.RIGHT if truth(name)["near"] == "R" else Side.LEFT


def tracks_of(name: str) -> Tracks:
    """The points as pose models place them, in exact pixels."""
    return _tracks(name, [frame["px"]["coco"] for frame in truth(name)["frames"]], _COCO)


def series(name: str, key: str, side: Side | None = None) -> Floats:
    """(T,) true values: `key` of the near leg (or of `side`), or of the whole body when the leg has no such
    key."""
    near = truth(name)["near"] if side is None else side.value[0].upper()
    angles = [frame["angles"] for frame in truth(name)["frames"]]
    return np.array([a[near][key] if key in a[near] else a[key] for a in angles], dtype=np.float64)


def pixels(name: str, layer: str, point: str) -> Floats:
    """(T, 2) px of one point of the truth."""
    return np.array([frame["px"][layer][point] for frame in truth(name)["frames"]], dtype=np.float64)


def _tracks(name: str, rows: list[dict[str, list[float]]], names: dict[str, str]) -> Tracks:
    camera = truth(name)["camera"]
    xy = np.full((len(rows), len(POINTS), 2), np.nan)
    for i, row in enumerate(rows):
        for point, source in names.items():
            xy[i, INDEX[point]] = row[source]
    return made_tracks(
        xy, np.array([f["t"] for f in truth(name)["frames"]]), camera["width"], camera["height"]
    )


def made_tracks(xy: Floats, t_s: Floats, width: int = 1080, height: int = 1920) -> Tracks:
    seen = np.isfinite(xy).all(axis=-1)
    return Tracks(
        np.asarray(t_s, dtype=np.float64),
        xy,
        np.where(seen, 0.95, 0.0),
        np.zeros_like(seen),
        width,
        height,
        "truth",
    )


@dataclass(frozen=True)
class Camera:
    """Pinhole as in the truth files: x right, y up, z backward; world x forward, y to the left, z up."""

    matrix: Floats
    shift: Floats
    focal: float
    centre: tuple[float, float]

    @classmethod
    def of(cls, name: str) -> Camera:
        c = truth(name)["camera"]
        return cls(np.array(c["R"]), np.array(c["t"]), float(c["fx"]), (float(c["cx"]), float(c["cy"])))

    @property
    def eye(self) -> Floats:
        out: Floats = -self.matrix.T @ self.shift
        return out

    def rays(self, px: Floats) -> Floats:
        """(..., 3) directions in the world."""
        x = (px[..., 0] - self.centre[0]) / self.focal
        y = -(px[..., 1] - self.centre[1]) / self.focal
        out: Floats = np.stack([x, y, -np.ones_like(x)], axis=-1) @ self.matrix
        return out

    def on_plane(self, px: Floats, through: Floats, normal: Floats) -> Floats:
        """(..., 3) where the rays meet a plane."""
        d = self.rays(px)
        out: Floats = self.eye + d * (((through - self.eye) @ normal) / (d @ normal))[..., None]
        return out

    def at_height(self, px: Floats, z: float) -> Floats:
        """(..., 3) where the rays come to this height over the floor."""
        return self.on_plane(px, np.array([0.0, 0.0, z]), np.array([0.0, 0.0, 1.0]))

    def by_symmetry(self, left: Floats, right: Floats) -> tuple[Floats, Floats]:
        """(..., 3) of two points that mirror each other in the body's middle plane, by least squares."""
        flip = np.array([1.0, -1.0, 1.0])
        a, b = self.rays(left), self.rays(right)
        rows, sides = [], []
        for d, sign in ((a, np.ones(3)), (b, flip)):
            cross = np.zeros((*d.shape[:-1], 3, 3))
            cross[..., 0, 1], cross[..., 0, 2] = -d[..., 2], d[..., 1]
            cross[..., 1, 0], cross[..., 1, 2] = d[..., 2], -d[..., 0]
            cross[..., 2, 0], cross[..., 2, 1] = -d[..., 1], d[..., 0]
            cross /= np.linalg.norm(d, axis=-1)[..., None, None]
            rows.append(cross * sign)
            sides.append(cross @ self.eye)
        m, v = np.concatenate(rows, axis=-2), np.concatenate(sides, axis=-1)
        point = np.linalg.solve(np.swapaxes(m, -1, -2) @ m, (np.swapaxes(m, -1, -2) @ v[..., None]))[..., 0]
        return point, point * flip


def flat_view(
    points: dict[str, Floats], t_s: Floats, *, yaw_deg: float = 0.0, facing: str = "right"
) -> Tracks:
    """Tracks seen from infinitely far away (no perspective): world points in metres onto a 1080x1920
    picture."""
    yaw = np.radians(yaw_deg)
    way = 1.0 if facing == "right" else -1.0
    xy = np.full((len(t_s), len(POINTS), 2), np.nan)
    for name, p in points.items():
        across = p[..., 0] * np.cos(yaw) + p[..., 1] * np.sin(yaw) * way
        xy[:, INDEX[name], 0] = 540 + 600 * way * across
        xy[:, INDEX[name], 1] = 1500 - 600 * p[..., 2]
    return made_tracks(xy, t_s)
