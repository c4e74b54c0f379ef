"""The shape of figures.toml: a body, and the key frames of people doing exercises and tests.

Lengths are in centimetres of a person of `Body.stature_cm`, heights above the floor, x forward.
Angles are in degrees from upright. Positive: heel above toes (`pitch_deg`), knee ahead of ankle
(`shin_deg`), knee ahead of hip (`thigh_deg`), shoulders ahead of hips (`trunk_deg`), head ahead of
shoulders (`head_deg`), elbow ahead of shoulder (`upper_deg`), hand ahead of elbow (`fore_deg`).
In the front view (seen from behind, so that right is on the right) "ahead" reads "outward".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """Segment lengths and masses of the drawn person, as fractions of stature and of body mass."""

    stature_cm: float
    foot: float
    ball_from_toe: float
    ankle_from_toe: float
    ankle_height: float
    shank: float
    thigh: float
    trunk: float
    head_centre: float
    head_radius: float
    upper_arm: float
    forearm: float
    hand: float
    hip_width: float
    shoulder_width: float
    knee_depth: float
    mass_foot: float
    mass_shank: float
    mass_thigh: float
    mass_trunk: float
    mass_head: float
    mass_upper_arm: float
    mass_forearm: float
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: by its two angles, or (with `toe_x_cm` and no angles) by where its foot stands.

    `pivot` is the part of the foot that stays on the surface when the foot pitches: "ball" (the toes
    stay flat), "heel", or "air" for a foot that touches nothing. `floor_cm` is the surface's height.
    """

    pitch_deg: float = 0.0
    shin_deg: float | None = None
    thigh_deg: float | None = None
    toe_x_cm: float | None = None
    floor_cm: float = 0.0
    pivot: str = "ball"


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm: by its two angles, or by the point that its palm holds."""

    upper_deg: float | None = None
    fore_deg: float | None = None
    palm_x_cm: float | None = None
    palm_y_cm: float | None = None
    elbow: str = "down"


@dataclass(frozen=True, slots=True)
class Frame:
    """A key frame. What is left out stays as it was in the frame before.

    `move_s` is the time taken to get here from the frame before (for the first frame, from the last).
    """

    name: str
    move_s: float = 1.0
    hold_s: float = 0.0
    near_leg: Leg | None = None
    far_leg: Leg | None = None
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    trunk_deg: float | None = None
    head_deg: float | None = None
    hip_x_cm: float | None = None
    hip_y_cm: float | None = None


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing around the body or on it; `draw/props.py` holds the kinds.

    A prop with `at` sits on that point of the body (`near_knee`, ...) and moves with it; x and y are
    then offsets from that point, along and across the segment that it sits on.
    """

    kind: str
    x_cm: float = 0.0
    y_cm: float = 0.0
    to_x_cm: float = 0.0
    to_y_cm: float = 0.0
    width_cm: float = 0.0
    height_cm: float = 0.0
    at: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """A round enlargement, centred at (x, y), of the working lower leg around a point of the body."""

    at: str
    x_cm: float
    y_cm: float
    radius_cm: float
    scale: float


@dataclass(frozen=True, slots=True)
class Stage:
    """The part of the world that the picture shows."""

    left_cm: float
    right_cm: float
    top_cm: float
    bottom_cm: float = -9.0


@dataclass(frozen=True, slots=True)
class FigureData:
    """One figure as written in the file: a posed person, or other figures shown in order (`parts`)."""

    id: str
    title: str
    description: str
    sources: tuple[str, ...]
    view: str = "side"
    root: str = "near_foot"
    heel_down: bool = False
    balanced: bool = False
    highlight: str = ""
    stage: Stage | None = None
    lens: Lens | None = None
    frames: tuple[Frame, ...] = ()
    props: tuple[Prop, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that is needed to draw it."""

    body: Body
    data: FigureData
    parts: tuple[Figure, ...] = ()

    @property
    def id(self) -> str:
        return self.data.id

    @property
    def title(self) -> str:
        return self.data.title

    @property
    def description(self) -> str:
        return self.data.description

    @property
    def seconds(self) -> float:
        """Length of one loop; for a figure of several parts, of its longest part."""
        if self.parts:
            return max(part.seconds for part in self.parts)
        return sum(frame.move_s + frame.hold_s for frame in self.data.frames)


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole file."""

    body: Body
    figures: tuple[FigureData, ...]

    def figure(self, figure_id: str) -> Figure:
        """The figure of that id, ready to draw. Raises KeyError when there is none."""
        for data in self.figures:
            if data.id == figure_id:
                return Figure(self.body, data, tuple(self.figure(part) for part in data.parts))
        raise KeyError(figure_id)
