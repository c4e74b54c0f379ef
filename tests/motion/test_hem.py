"""A hem at the knee is seen in the colours along the leg, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from plantigrade.core.quantities import SIDES, Side
from plantigrade.motion.clip import open_clip
from plantigrade.motion.hem import HEM_DIFFERENCE, HEM_SD_DEG, Edge, knee_edge, with_hem
from plantigrade.motion.kinematics import measure
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import INDEX, ClipInfo, Frame, Tracks
from plantigrade.motion.view import NO_PULL, look
from tests.motion.figure import figure, side_view
from tests.motion.truth import HERE, KEPT, LARGER, tracks_of

SKIN, CLOTH = (220, 180, 160), (40, 40, 60)


def standing(near: Side = Side.RIGHT, lean_deg: float = 4.0) -> Tracks:
    lean = np.full(60, lean_deg)
    return figure(np.arange(60) / 30, lean, -2 * lean, lean, near=near)


@dataclass(frozen=True)
class Painted:
    """A leg in shorts before a busy wall; `hem` in shares of the shank from the knee, towards the hip
    positive."""

    tracks: Tracks
    side: Side
    hem: float
    cloth: tuple[int, int, int] = CLOTH

    @property
    def info(self) -> ClipInfo:
        return ClipInfo(2.0, 60, 30.0, self.tracks.width, self.tracks.height, 0, False, "none")

    def __iter__(self) -> Iterator[Frame]:
        names = [INDEX[f"{self.side.value}_{part}"] for part in ("hip", "knee", "ankle")]
        for i, t_s in enumerate(self.tracks.t_s):
            hip, knee, ankle = self.tracks.xy[i, names]
            shank = np.linalg.norm(knee - ankle)
            up = (hip - knee) / np.linalg.norm(hip - knee) if self.hem > 0 else (knee - ankle) / shank
            edge = knee + self.hem * shank * up
            rows, columns = np.mgrid[0 : self.tracks.height, 0 : self.tracks.width] + 0.5
            picture = np.random.default_rng(i).integers(0, 255, (*rows.shape, 3)).astype(np.uint8)
            middle = np.interp(rows[:, 0], [hip[1], knee[1], ankle[1]], [hip[0], knee[0], ankle[0]])
            leg = np.abs(columns - middle[:, None]) < 0.12 * shank
            above = (columns - edge[0]) * up[0] + (rows - edge[1]) * up[1] > 0
            picture[leg & above], picture[leg & ~above] = self.cloth, SKIN
            yield Frame(i, float(t_s), picture)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("hem", [-0.2, 0.05, 0.18, 0.28])
def test_a_hem_near_the_knee_is_found_in_its_place(side: Side, hem: float) -> None:
    tracks = standing(side)
    view = side_view(tracks, side=side)
    edge = knee_edge(Painted(tracks, side, hem), tracks, view)
    assert edge is not None
    assert edge.at == pytest.approx(hem, abs=0.03)
    assert edge.difference > HEM_DIFFERENCE


@pytest.mark.parametrize(
    ("hem", "cloth"), [(0.45, CLOTH), (0.6, CLOTH), (-0.5, CLOTH), (0.18, (205, 166, 148))]
)
def test_a_hem_at_mid_thigh_or_of_the_colour_of_skin_is_not(hem: float, cloth: tuple[int, int, int]) -> None:
    tracks = standing()
    edge = knee_edge(Painted(tracks, Side.RIGHT, hem, cloth), tracks, side_view(tracks))
    assert edge is not None
    assert edge.difference < HEM_DIFFERENCE


def test_it_widens_the_error_and_says_what_to_do() -> None:
    tracks = standing()
    view = side_view(tracks)
    assert with_hem(view, None) is with_hem(view, Edge(0.1, HEM_DIFFERENCE - 1)) is view
    wide = with_hem(view, Edge(0.1, HEM_DIFFERENCE))
    (reason,) = wide.reasons
    assert (reason.code, reason.fatal) == ("knee_hem", False)
    assert "mid thigh" in reason.text
    before, after = measure(tracks, view), measure(tracks, wide)
    assert before is not None
    assert after is not None
    assert after.shin_tilt.sd[-1] == pytest.approx(np.hypot(before.shin_tilt.sd[-1], HEM_SD_DEG))
    assert after.dorsiflexion.sd[-1] == pytest.approx(np.hypot(before.dorsiflexion.sd[-1], HEM_SD_DEG))


def test_where_it_cannot_be_looked_for() -> None:
    tracks = standing()
    view, painted = side_view(tracks), Painted(tracks, Side.RIGHT, 0.1)
    for other in (
        replace(view, view="oblique"),
        replace(view, standing=None),
        replace(view, working_side=None),
    ):
        assert knee_edge(painted, tracks, other) is None
    xy = tracks.xy.copy()
    xy[:, INDEX["right_knee"]] = np.nan
    assert knee_edge(painted, replace(tracks, xy=xy), view) is None


def found(name: str) -> Edge:
    tracks = prepare(tracks_of(name))
    folder = HERE if name in KEPT else LARGER / "rendered"
    edge = knee_edge(open_clip(folder / f"{name}.mp4"), tracks, look(tracks, pull=NO_PULL))
    assert edge is not None
    return edge


@pytest.mark.parametrize("name", KEPT)
def test_rendered_leggings_have_none(name: str) -> None:
    assert found(name).difference < HEM_DIFFERENCE / 2


def test_rendered_shorts_that_end_above_the_knee_have_one() -> None:
    edge = found("d06")
    assert edge.difference > 2 * HEM_DIFFERENCE
    assert 0.1 < edge.at < 0.3
