"""`plantigrade video analyse --markers`: the leg alone, by points marked once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plantigrade.core.quantities import Side
from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.motion.analysis import Analysis


def by_marks(options: argparse.Namespace, progress: Callable[[str, float], None]) -> Analysis | None:
    """The analysis when marks are given, else None. Raises InputError."""
    own = {"--marked-at": options.marked_at, "--side": options.side}
    more = {"--facing": options.facing, "--task": options.task}
    if options.markers is None:
        given = [name for name, value in (own | more).items() if value is not None]
        if given:
            what = f"{', '.join(given)} belongs to --markers; give the marks as well or leave it away"
            raise InputError([InputProblem(options.clip, what)])
        return None
    faults = [
        InputProblem(options.clip, f"--markers needs {name} as well") for name, v in own.items() if v is None
    ]
    if faults:
        raise InputError(faults)
    return _measured(options, progress)


def _measured(options: argparse.Namespace, progress: Callable[[str, float], None]) -> Analysis:
    from plantigrade.interop.track_files.reading import holds_points
    from plantigrade.motion.containers import ClipError
    from plantigrade.motion.markers.analysis import analyse_markers
    from plantigrade.motion.markers.marks import Marks, MarksError, facing_fits

    if holds_points(Path(options.clip)):
        raise InputError([InputProblem(options.clip, "marks are for a video; give the video file")])
    marks = Marks(**options.markers, at_s=options.marked_at, side=Side(options.side))
    try:
        return analyse_markers(
            options.clip, facing_fits(marks, options.facing), task=options.task or "squat",
            heel_lift_cm=options.heel_lift_cm, foot_cm=options.foot_cm, slow_motion=options.slow_motion,
            progress=progress,
        )  # fmt: skip
    except (ClipError, MarksError) as error:
        raise InputError([InputProblem(options.clip, error.text)]) from None
