"""What the rooms of the movement analysis hand to each other.

Image coordinates: pixels of the upright picture (rotation applied), x to the right, y down, origin at the top
left corner. Angles in degrees. A value that was not seen is NaN in an array and None in a record; it is never
guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]

# The points that the analysis reads; engines map their own onto these names.
POINTS: tuple[str, ...] = (
    "nose",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_toe",
    "right_toe",
)
INDEX: dict[str, int] = {name: i for i, name in enumerate(POINTS)}

View = Literal["sagittal", "frontal", "oblique"]
Facing = Literal["left", "right"]
Mode = Literal["fast", "standard", "best"]
EngineName = Literal["blazepose", "rtmlib"]


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What the container says, checked against the frames that were decoded."""

    duration_s: float
    frames: int
    fps: float
    width: int
    height: int
    rotation_deg: int
    variable_frame_rate: bool
    codec: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture, (height, width, 3) RGB, with its own time from the first frame."""

    index: int
    t_s: float
    picture: Picture


@dataclass(frozen=True, slots=True)
class Region:
    """A square of the upright picture that an engine looks at; may reach past the border."""

    centre_x: float
    centre_y: float
    side: float


@dataclass(frozen=True, slots=True)
class Tracks:
    """Points over time. T samples, K = len(POINTS).

    t_s (T,) increasing; xy (T, K, 2) px, NaN where not seen; confidence (T, K) 0 to 1; filled (T, K) true
    where a short gap was bridged; width and height of the picture in px; `swaps` lists sample numbers at
    which left and right were exchanged back.
    """

    t_s: Floats
    xy: Floats
    confidence: Floats
    filled: Bools
    width: int
    height: int
    engine: str
    swaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something could not be measured, or only with a wider error, and what to do."""

    code: str
    text: str
    fatal: bool = False


class PoseEngine(Protocol):
    """Finds the points of one person in one picture."""

    name: str
    version: str
    model_sha256: str

    def find(self, picture: Picture) -> Region | None:
        """The square round the most prominent person, None when nobody is seen."""
        ...

    def read(self, picture: Picture, region: Region, mirrored: bool = False) -> tuple[Floats, Floats]:
        """(K, 2) px and (K,) confidence of the points inside the region; NaN for points without a reading.

        `mirrored` reads the flipped picture and returns the points flipped back, left and right in place.
        """
        ...


class Frames(Protocol):
    """A source of frames that may be walked through more than once, in constant memory."""

    @property
    def info(self) -> ClipInfo: ...

    def __iter__(self) -> Iterator[Frame]: ...
