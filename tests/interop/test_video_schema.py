"""The answer of `video analyse` against its public schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import numpy as np
import pytest

from plantigrade.interop.answers.video import video_values
from plantigrade.interop.answers.video_schema import video_schema
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.given_tracks import analyse_tracks
from tests.motion.made import analysis_of
from tests.motion.truth import made_tracks, tracks_of


def front_view() -> Analysis:
    whole = tracks_of("d01")
    middle = whole.xy[:, :, :1].mean(axis=1, keepdims=True)
    # Left and right of one body, a step apart: what a front view shows.
    apart = np.array([0.0, *([60.0, -60.0] * 8)])[None, :, None]
    xy = np.concatenate([middle + apart, whole.xy[:, :, 1:]], axis=-1)
    return analyse_tracks(replace(whole, xy=xy), framed=True)


ANSWERS: dict[str, Callable[[], Analysis]] = {
    "squat": lambda: analysis_of("d01"),
    "wall lunge": lambda: analysis_of("d10"),
    "points": lambda: analyse_tracks(tracks_of("d02"), framed=False, foot_cm=26.0),
    "front view": front_view,
    "nobody": lambda: analyse_tracks(
        made_tracks(np.full((40, 17, 2), np.nan), np.arange(40) / 20), framed=True
    ),
}


def answer(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(video_values(ANSWERS[name]()), allow_nan=False))
    return values


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_keeps_to_the_schema(name: str) -> None:
    values = answer(name)
    errors = [
        f"{list(e.instance_path)}: {e.message}" for e in jsonschema_rs.iter_errors(video_schema(), values)
    ]
    assert errors == []
    assert values["usable"] == (name != "nobody")
    assert values["view"] == {"nobody": None, "front view": "frontal"}.get(name, "sagittal")


def test_nobody_is_unusable_and_says_why() -> None:
    values = answer("nobody")
    assert (values["usable"], values["reps"], values["view"]) == (False, [], None)
    assert any(reason["fatal"] for reason in values["reasons"])


def test_the_schema_refuses_what_the_contract_forbids() -> None:
    """It would be no contract if it let these pass."""
    whole = answer("squat")
    faults: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda v: v.pop("reasons"),
        lambda v: v.update(schema="plantigrade/video/2"),
        lambda v: v.update(extra=1),
        lambda v: v["reps"][0]["shin_angle_deg"].pop("sd"),
        lambda v: v["reps"][0].update(depth="deep"),
        lambda v: v["reps"][0]["heel"].update(lifted=None),
        lambda v: v["engine"].update(model_sha256="abc"),
    )
    for fault in faults:
        values = copy.deepcopy(whole)
        fault(values)
        assert not jsonschema_rs.is_valid(video_schema(), values)
    assert jsonschema_rs.is_valid(video_schema(), whole)
