"""plantigrade video frame"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plantigrade.cli.options import a_factor, a_second
from plantigrade.interop.problems import InputError, InputProblem


def add_frame(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = actions.add_parser("frame", help="a still with a grid of pixels, to read marks from")
    command.add_argument("clip", metavar="CLIP", help="video file")
    command.add_argument("--at", type=a_second, required=True, metavar="S", help="seconds from the start")
    command.add_argument("--out", required=True, metavar="PNG", help="file to write")
    command.add_argument("--slow-motion", type=a_factor, metavar="N", help="as in `video analyse`")
    command.set_defaults(run=_frame)


def _frame(options: argparse.Namespace) -> int:
    from plantigrade.motion.clip import checked_clip
    from plantigrade.motion.containers import ClipError
    from plantigrade.motion.markers.marks import MarksError
    from plantigrade.motion.markers.still import gridded, png, still_at

    try:
        t_s, picture = still_at(checked_clip(options.clip, slow_motion=options.slow_motion), options.at)
    except (ClipError, MarksError) as error:
        raise InputError([InputProblem(options.clip, error.text)]) from None
    try:
        Path(options.out).write_bytes(png(gridded(picture)))
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another file"
        raise InputError([InputProblem(options.out, what)]) from None
    print(f"Still at {t_s:.3f} s written to {options.out}", file=sys.stderr)
    return 0
