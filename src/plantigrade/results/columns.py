"""The columns of a batch's tables: name with its unit, kind, and what it means in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "boolean", "integer", "number"]

# Endings of names, the longest first where one ends in another, and the unit as UCUM writes it.
_UNITS = (("_pct_foot", "%"), ("_deg", "deg"), ("_px", "{pixel}"), ("_fps", "/s"), ("_s", "s"))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    text: str

    @property
    def unit(self) -> str | None:
        """UCUM; None for what has none. A standard error has the unit of its value."""
        if self.kind not in ("integer", "number"):
            return None
        name = self.name.removesuffix("_sd")
        return next((unit for ending, unit in _UNITS if name.endswith(ending)), None)


def _measured(name: str, text: str) -> Iterator[Column]:
    yield Column(name, "number", text)
    yield Column(f"{name}_sd", "number", f"Standard error of {name}.")


# Peaks of a repetition: the key of the answer, and what it is.
PEAKS = {
    "shin_angle_deg": "Largest forward tilt of the knee-ankle line from the vertical.",
    "ankle_dorsiflexion_deg": "Largest dorsiflexion: shin tilt less foot pitch, both since quiet standing.",
    "foot_pitch_deg": "Largest pitch of the foot since quiet standing, heel up positive.",
    "trunk_lean_deg": "Largest forward lean of the line from hip to shoulder from the vertical.",
    "thigh_angle_deg": "Largest angle of the thigh: 0 upright, 90 horizontal.",
    "knee_past_toe_pct_foot": "How far the knee came past the toe, percent of the foot's length.",
}
_REASONS = "Why numbers are withheld or less sure: codes with a space between; clips.csv has them in words."
_CLIP = Column("clip", "string", "Path of the clip under the folder, with forward slashes.")
_SHARED = (
    Column("usable", "boolean", "Whether the clip could be measured at all."),
    Column("view", "string", "From where it was filmed: sagittal, frontal or oblique."),
    Column("near_side", "string", "Leg nearest to the camera: left or right."),
    Column("working_side", "string", "Leg that the angles belong to: left or right."),
    Column("task", "string", "squat, wall_lunge or other."),
)

REPETITIONS = (
    _CLIP,
    *_SHARED,
    Column("repetition", "integer", "Number within the clip from 1; empty for a clip without any."),
    Column("start_s", "number", "When it begins, from the clip's start."),
    Column("bottom_s", "number", "When it is deepest."),
    Column("end_s", "number", "When it ends."),
    Column("complete", "boolean", "Whether it was seen from standing to standing."),
    Column("depth", "string", "above_parallel, parallel or below_parallel; of squats."),
    *(column for name, text in PEAKS.items() for column in _measured(name, text)),
    *_measured("knee_inward_left_deg", "How far the left knee came inwards; of views from the front."),
    *_measured("knee_inward_right_deg", "How far the right knee came inwards; of views from the front."),
    Column(
        "heel_lifted", "boolean", "Whether the heel left the floor; empty where it could not be followed."
    ),
    Column("heel_at_s", "number", "When the heel left the floor."),
    *_measured("heel_height_pct_foot", "Greatest height of the heel, percent of the foot's length."),
    *_measured("shin_angle_at_lift_deg", "Shin tilt when the heel left the floor."),
    *_measured(
        "heel_down_shin_angle_deg",
        "How far the shin came with the heel down: at the lift, or the peak when the heel stayed down; empty "
        "where the heel could not be followed or the repetition is not complete.",
    ),
    Column("reasons", "string", _REASONS),
)

CLIPS = (
    _CLIP,
    Column("fault", "string", "Why it could not be analysed; empty when it was."),
    *_SHARED,
    *_measured("obliquity_deg", "How far the view is off the side (or off the front)."),
    *_measured("roll_deg", "How far the phone was rolled."),
    Column("complete_repetitions", "integer", "Repetitions seen from standing to standing."),
    Column("other_repetitions", "integer", "Repetitions that were cut off or abandoned."),
    Column("heel_lifted_repetitions", "integer", "Repetitions in which the heel left the floor."),
    Column("duration_s", "number", "Length of the clip."),
    Column("frames", "integer", "Number of its pictures."),
    Column("frame_rate_fps", "number", "Its pictures a second."),
    Column("width_px", "integer", "Width of its upright picture."),
    Column("height_px", "integer", "Height of its upright picture."),
    Column("reasons", "string", "Codes of the reasons, with a space between."),
    Column("reasons_text", "string", "The same in words, with what to do."),
    Column("clip_sha256", "string", "SHA-256 of the clip's content."),
    Column("options", "string", "What it was analysed with."),
    Column("engine", "string", "What found the points, with its version."),
    Column("model_sha256", "string", "SHA-256 of the model's weights."),
    Column("plantigrade_version", "string", "The program that measured."),
)

FAILURES = (_CLIP, Column("reason", "string", "Where the fault is, and what to do."))
