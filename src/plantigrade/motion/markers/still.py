"""A still of a clip with a grid of pixels, from which a person reads where heel, toe, ankle and knee lie."""

from __future__ import annotations

import cv2
import numpy as np

from plantigrade.motion.markers.marks import MarksError
from plantigrade.motion.types import Frames, Picture

# Lines a picture's longer side may take before the grid hides it; every second one carries its number.
MOST_LINES = 20
STEPS = (10, 20, 50, 100, 200, 500)
LINE, DARK, TEXT = (255, 255, 255), (20, 20, 20), 0.011
SHOWN = 0.35


def still_at(frames: Frames, at_s: float) -> tuple[float, Picture]:
    """Time and picture of the first frame from `at_s` on. Raises MarksError when the clip ends before."""
    for frame in frames:
        if frame.t_s >= at_s - 1e-6:
            return frame.t_s, frame.picture
    raise MarksError(
        f"{at_s:g} s lies behind the end of the clip at {frames.info.duration_s:.1f} s; name an earlier time"
    )


def gridded(picture: Picture) -> Picture:
    """(H, W, 3) a copy with lines at round pixel numbers, numbered along the top and the left."""
    height, width = picture.shape[:2]
    step = next((s for s in STEPS if max(height, width) / s <= MOST_LINES), STEPS[-1])
    lines = picture.copy()
    for x in range(0, width, step):
        cv2.line(lines, (x, 0), (x, height - 1), LINE, 1)
    for y in range(0, height, step):
        cv2.line(lines, (0, y), (width - 1, y), LINE, 1)
    out = np.asarray(cv2.addWeighted(lines, SHOWN, picture, 1 - SHOWN, 0.0), dtype=np.uint8)
    for x in range(2 * step, width, 2 * step):
        _number(out, x, x + 2, round(0.02 * max(height, width)))
    for y in range(2 * step, height, 2 * step):
        _number(out, y, 2, y - 2)
    return out


def png(picture: Picture) -> bytes:
    """The picture (H, W, 3) RGB as a PNG file."""
    done, data = cv2.imencode(".png", picture[:, :, ::-1])
    if not done:
        raise ValueError("the picture could not be written as PNG")
    return bytes(data)


def _number(picture: Picture, value: int, x: int, y: int) -> None:
    scale = TEXT * max(picture.shape[:2]) / 20
    for colour, thick in ((DARK, 3), (LINE, 1)):
        cv2.putText(picture, str(value), (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick, cv2.LINE_AA)
