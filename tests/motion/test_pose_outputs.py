"""What the networks answer, made into points and squares: by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from plantigrade.motion.pose.blazepose import (
    ALL_POINTS,
    MIRRORED_ORDER,
    MODEL_POINTS,
    Reading,
    anchors,
    decode_detections,
    decode_points,
    flipped,
    gated,
    next_region,
    refine,
)
from plantigrade.motion.types import INDEX, POINTS, Region


def reading(xy: Any = None, presence: float = 1.0) -> Reading:
    points = np.full((len(POINTS), 2), 128.0) if xy is None else np.asarray(xy, float)
    return Reading(
        points, np.linspace(0.1, 0.9, len(POINTS)), presence, np.array([[128.0, 128.0], [128.0, 48.0]])
    )


def test_anchors_are_the_cell_centres_in_the_published_order() -> None:
    cells = anchors()
    assert cells.shape == (2254, 2)
    np.testing.assert_allclose(
        cells[[0, 1, 2]], [[0.5 / 28, 0.5 / 28], [0.5 / 28, 0.5 / 28], [1.5 / 28, 0.5 / 28]]
    )
    np.testing.assert_allclose(cells[1568], [0.5 / 14, 0.5 / 14])
    np.testing.assert_allclose(cells[1960:1966], np.full((6, 2), 0.5 / 7))
    np.testing.assert_allclose(cells[-1], [6.5 / 7, 6.5 / 7])


def detections(*people: tuple[int, float, float]) -> tuple[Any, Any]:
    """Raw outputs with (anchor, logit, circle radius in px of 224) for each."""
    raw, logits = np.zeros((2254, 12), np.float32), np.full(2254, -50, np.float32)
    for anchor, logit, radius in people:
        raw[anchor, 2:4] = 40
        raw[anchor, 6:8] = 0, -radius
        logits[anchor] = logit
    return raw, logits


def test_a_detection_becomes_a_square_of_two_and_a_half_radii() -> None:
    (found,) = decode_detections(*detections((1568, 2.0, 56.0)))
    assert found.region.centre_x == pytest.approx(0.5 / 14)
    assert found.region.centre_y == pytest.approx(0.5 / 14)
    assert found.region.side == pytest.approx(2.5 * 56 / 224)
    assert found.score == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_overlapping_detections_are_merged_by_score_and_others_kept_best_first() -> None:
    raw, logits = detections((0, 1.0, 60.0), (1, 1.0, 40.0), (2253, 3.0, 50.0), (700, -0.1, 50.0))
    best, other = decode_detections(raw, logits)
    assert best.region.centre_x == pytest.approx(6.5 / 7)
    assert other.region.side == pytest.approx(2.5 * 50 / 224)
    assert decode_detections(*detections()) == ()
    assert np.isfinite(decode_detections(*detections((5, 1e6, 10.0)))[0].score)


def heatmap(channel: int, cells: dict[tuple[int, int], float]) -> Any:
    values = np.full((64, 64, ALL_POINTS), -50, np.float32)
    for (line, col), logit in cells.items():
        values[line, col, channel] = logit
    return values


def test_a_point_moves_to_the_centroid_of_its_heatmap() -> None:
    xy = np.array([[82.0, 42.0]])  # cell (20, 10)
    refine(xy, heatmap(5, {(10, 20): 0.0, (12, 22): 0.0}), [5])
    np.testing.assert_allclose(xy, [[21 * 4, 11 * 4]], atol=1e-6)


@pytest.mark.parametrize("cells", [{(10, 20): -0.1}, {(10, 24): 5.0}, {(14, 20): 5.0}])
def test_an_unsure_or_distant_heatmap_moves_nothing(cells: dict[tuple[int, int], float]) -> None:
    xy = np.array([[82.0, 42.0]])
    refine(xy, heatmap(5, cells), [5])
    np.testing.assert_array_equal(xy, [[82.0, 42.0]])


def test_a_point_far_outside_is_left_alone() -> None:
    xy = np.array([[-400.0, 900.0]])
    refine(xy, heatmap(5, {(0, 0): 9.0}), [5])
    np.testing.assert_array_equal(xy, [[-400.0, 900.0]])


def test_the_points_are_taken_by_name() -> None:
    raw = np.zeros((ALL_POINTS, 5), np.float32)
    raw[:, 0], raw[:, 1] = np.arange(ALL_POINTS), 100 + np.arange(ALL_POINTS)
    raw[:, 3] = np.where(np.arange(ALL_POINTS) == 28, 2.0, 0.0)
    answer = decode_points(raw, 0.8, heatmap(0, {}))
    assert answer.xy[INDEX["nose"]].tolist() == [0, 100]
    assert answer.xy[INDEX["left_hip"]].tolist() == [23, 123]
    assert answer.xy[INDEX["right_toe"]].tolist() == [32, 132]
    assert answer.circle.tolist() == [[33, 133], [34, 134]]
    assert answer.confidence[INDEX["right_ankle"]] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert answer.confidence[INDEX["left_ankle"]] == 0.5
    assert len(MODEL_POINTS) == len(POINTS)


def test_flipping_twice_changes_nothing_and_once_exchanges_sides() -> None:
    one = reading(np.random.default_rng(0).uniform(0, 256, (len(POINTS), 2)))
    turned = flipped(one)
    assert turned.xy[INDEX["left_knee"], 0] == 256 - one.xy[INDEX["right_knee"], 0]
    assert turned.xy[INDEX["nose"], 1] == one.xy[INDEX["nose"], 1]
    assert turned.confidence[INDEX["left_heel"]] == one.confidence[INDEX["right_heel"]]
    np.testing.assert_allclose(flipped(turned).xy, one.xy)
    assert [MIRRORED_ORDER[i] for i in MIRRORED_ORDER] == list(range(len(POINTS)))


def test_no_person_no_points() -> None:
    xy, confidence = gated(reading(presence=0.49))
    assert np.isnan(xy).all()
    assert not confidence.any()
    assert np.isfinite(gated(reading(presence=0.5))[0]).all()


def test_the_next_region_follows_the_circle() -> None:
    region = next_region(reading(), Region(300, 400, 512))
    assert (region.centre_x, region.centre_y) == (300, 400)
    assert region.side == pytest.approx(2.5 * 80 * 2)
