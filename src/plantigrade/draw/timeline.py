"""A figure in time: its key frames filled in, blended, and sampled for animation."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

from plantigrade.draw.skeleton import Controls, Pose, lengths, solve
from plantigrade.knowledge.types.figures import Arm, Figure, Frame, Leg

STEPS_PER_MOVE = 12
Limb = TypeVar("Limb", Leg, Arm)
_STRAIGHT_ARM = Arm(upper_deg=0.0, fore_deg=0.0)
_STRAIGHT_LEG = Leg(shin_deg=0.0, thigh_deg=0.0)
_UPRIGHT = Controls(_STRAIGHT_LEG, _STRAIGHT_LEG, _STRAIGHT_ARM, _STRAIGHT_ARM, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """One sampled moment: its time as a fraction of the loop, its pose, and its key frame if it is one's."""

    at: float
    pose: Pose
    frame: int | None = None

    @property
    def is_key(self) -> bool:
        return self.frame is not None


def key_controls(figure: Figure) -> tuple[Controls, ...]:
    """Each key frame with what it left out taken from the frame before."""
    current, filled = _UPRIGHT, []
    for frame in figure.data.frames:
        said = {
            field.name: value
            for field in fields(Controls)
            if (value := getattr(frame, field.name)) is not None
        }
        current = replace(current, **said)
        filled.append(current)
    return tuple(filled)


def frame_index(figure: Figure, frame: str | int) -> int:
    """Number of a frame given by name or number. Raises KeyError when there is none."""
    if isinstance(frame, int):
        if not -len(figure.data.frames) <= frame < len(figure.data.frames):
            raise KeyError(frame)
        return frame % len(figure.data.frames)
    for index, candidate in enumerate(figure.data.frames):
        if candidate.name == frame:
            return index
    raise KeyError(frame)


def pose_at(figure: Figure, frame: str | int) -> Pose:
    """The solved pose of one key frame."""
    return _solve(figure, key_controls(figure)[frame_index(figure, frame)])


def ease(fraction: float) -> float:
    """Slow, fast, slow; the same curve as CSS cubic-bezier(1/3, 0, 2/3, 1)."""
    return fraction * fraction * (3 - 2 * fraction)


def moments(figure: Figure, steps: int = STEPS_PER_MOVE) -> tuple[Moment, ...]:
    """The loop sampled from 0 to 1, `steps` samples a move, holds included; one moment when still."""
    keys = key_controls(figure)
    if len(keys) == 1:
        return (Moment(0.0, _solve(figure, keys[0]), 0),)
    frames: tuple[Frame, ...] = figure.data.frames
    clock, sampled = 0.0, []
    for index, frame in enumerate(frames):
        following = (index + 1) % len(frames)
        pose = _solve(figure, keys[index])
        sampled.append(Moment(clock / figure.seconds, pose, index))
        if frame.hold_s:
            clock += frame.hold_s
            sampled.append(Moment(clock / figure.seconds, pose, index))
        move = frames[following].move_s
        for step in range(1, steps):
            part = step / steps
            pose = _solve(figure, blend(keys[index], keys[following], ease(part)))
            sampled.append(Moment((clock + part * move) / figure.seconds, pose))
        clock += move
    return (*sampled, Moment(1.0, _solve(figure, keys[0]), 0))


def blend(a: Controls, b: Controls, fraction: float) -> Controls:
    """Between two moments: angles and held points each move on their own."""
    return Controls(
        near_leg=_blend_part(a.near_leg, b.near_leg, fraction),
        far_leg=_blend_part(a.far_leg, b.far_leg, fraction),
        near_arm=_blend_part(a.near_arm, b.near_arm, fraction),
        far_arm=_blend_part(a.far_arm, b.far_arm, fraction),
        trunk_deg=_between(a.trunk_deg, b.trunk_deg, fraction),
        head_deg=_between(a.head_deg, b.head_deg, fraction),
        hip_x_cm=_between(a.hip_x_cm, b.hip_x_cm, fraction),
        hip_y_cm=_between(a.hip_y_cm, b.hip_y_cm, fraction),
    )


def _blend_part(a: Limb, b: Limb, fraction: float) -> Limb:
    changed: dict[str, float] = {}
    for field in fields(a):
        before, after = getattr(a, field.name), getattr(b, field.name)
        if isinstance(before, float) and isinstance(after, float):
            changed[field.name] = _between(before, after, fraction)
        elif before != after:
            raise ValueError(f"{field.name} changes from {before} to {after}: a limb keeps its kind of hold")
    return replace(a, **changed)  # type: ignore[arg-type]


def _between(a: float, b: float, fraction: float) -> float:
    return a + (b - a) * fraction


def _solve(figure: Figure, controls: Controls) -> Pose:
    return solve(controls, lengths(figure.body), view=figure.data.view, root=figure.data.root)
