"""RTMPose by the optional package rtmlib: body with feet (Halpe-26) behind the protocol of our engines.

Not measured by us: no registry holds its weights. Its points get the wider errors and a reason says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module, metadata
from typing import Any, Protocol

import numpy as np

from plantigrade.motion.pose.models import ModelsError, sha256
from plantigrade.motion.pose.rtmlib_files import RtmlibFiles, rtmlib_files
from plantigrade.motion.types import POINTS, Floats, Picture, Reason, Region

# Halpe-26 by number, in the order of POINTS; the toe is the big one.
HALPE_26 = {
    "nose": 0, "left_shoulder": 5, "right_shoulder": 6, "left_elbow": 7, "right_elbow": 8, "left_wrist": 9,
    "right_wrist": 10, "left_hip": 11, "right_hip": 12, "left_knee": 13, "right_knee": 14, "left_ankle": 15,
    "right_ankle": 16, "left_toe": 20, "right_toe": 21, "left_heel": 24, "right_heel": 25,
}  # fmt: skip
ORDER = [HALPE_26[name] for name in POINTS]
_OTHER = {"left": "right", "right": "left"}
MIRRORED_ORDER = [HALPE_26["_".join(_OTHER.get(word, word) for word in name.split("_"))] for name in POINTS]
HALPE_POINTS = 26
# Width over height of what the network looks at, and the margin that rtmlib puts round a box.
ASPECT, MARGIN = 192 / 256, 1.25

NOT_MEASURED = Reason(
    "engine_not_measured",
    "The points come from rtmlib, whose errors were not measured here: the wider errors of our own pose "
    "model are used and may be too small. For errors that were measured, leave `--engine` away.",
)


class Detector(Protocol):
    """(N, 4) boxes of people, left, top, right, bottom, px."""

    def __call__(self, image: Any) -> Any: ...


class Reader(Protocol):
    """(N, 26, 2) px and (N, 26) scores of the people in the boxes."""

    def __call__(self, image: Any, bboxes: Any) -> Any: ...


Load = Callable[[RtmlibFiles], tuple[Detector, Reader]]


class Rtmlib:
    """One detector and one pose network; raises ModelsError when the extra or its files are lacking."""

    def __init__(self, files: RtmlibFiles | None = None, load: Load | None = None) -> None:
        files = files or rtmlib_files()
        self._detector, self._reader = (load or load_tools)(files)
        self.name = "rtmlib"
        self.version = _version()
        self.model_sha256 = sha256(files.pose)

    def find(self, picture: Picture) -> Region | None:
        """The square round the largest person; None when nobody is seen."""
        # The detector was taught on pictures as OpenCV reads them.
        boxes = np.asarray(self._detector(np.ascontiguousarray(picture[..., ::-1])), np.float64)
        if not boxes.size:
            return None
        boxes = boxes.reshape(len(boxes), -1)[:, :4]
        size = boxes[:, 2:] - boxes[:, :2]
        box = boxes[int(np.argmax(size.prod(axis=1)))]
        return region_round(box[:2], box[2:])

    def read(self, picture: Picture, region: Region, mirrored: bool = False) -> tuple[Floats, Floats]:
        """See `PoseEngine`. The pose network was taught on red, green, blue, as our pictures are."""
        width = picture.shape[1]
        centre = width - region.centre_x if mirrored else region.centre_x
        half = np.array([ASPECT, 1.0]) * region.side / MARGIN / 2
        middle = np.array([centre, region.centre_y])
        seen = np.ascontiguousarray(picture[:, ::-1] if mirrored else picture)
        xy, score = self._reader(seen, bboxes=[[*(middle - half), *(middle + half)]])
        points, sure = np.asarray(xy, np.float64)[0], np.asarray(score, np.float64)[0]
        if points.shape != (HALPE_POINTS, 2):
            raise ModelsError(
                "models_other",
                f"The pose model gives {len(points)} points; the one for body with feet (Halpe-26) gives "
                f"{HALPE_POINTS}. Add that one.",
            )
        if mirrored:
            points = points * [-1.0, 1.0] + [float(width), 0.0]
        order = MIRRORED_ORDER if mirrored else ORDER
        confidence = np.clip(sure[order], 0.0, 1.0)
        placed = np.where(confidence[:, None] > 0, points[order], np.nan)
        return placed, confidence


def region_round(low: Floats, high: Floats) -> Region:
    """The square whose upright middle part holds the box with the network's margin."""
    width, height = (float(v) for v in high - low)
    x, y = (float(v) for v in (low + high) / 2)
    return Region(x, y, MARGIN * max(height, width / ASPECT))


def load_tools(files: RtmlibFiles) -> tuple[Detector, Reader]:
    """The networks on the processor, with the input sizes that the files state."""
    try:
        tools: Any = import_module("rtmlib")
    except ImportError as error:
        raise ModelsError(
            "extra_missing", 'The engine rtmlib is not installed: `pip install "plantigrade[rtmlib]"`.'
        ) from error
    made = []
    for tool, path in ((tools.YOLOX, files.detector), (tools.RTMPose, files.pose)):
        if not path.is_file():  # rtmlib would take the path for an address and fetch it
            raise ModelsError("models_missing", f"{path} is not there.")
        try:
            with redirect_stdout(io.StringIO()):  # it greets on the output that our JSON goes to
                one = tool(str(path), backend="onnxruntime", device="cpu")
            _, _, height, width = one.session.get_inputs()[0].shape
        except Exception as error:  # the runtime's own exceptions have no common base
            raise ModelsError(
                "models_damaged", f"{path.name} is no model that can be run: {error}"
            ) from error
        if isinstance(height, int) and isinstance(width, int):
            one.model_input_size = (height, width) if tool is tools.YOLOX else (width, height)
        made.append(one)
    return made[0], made[1]


def _version() -> str:
    try:
        return metadata.version("rtmlib")
    except metadata.PackageNotFoundError:
        return "unknown"
