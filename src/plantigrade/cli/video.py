"""plantigrade video analyse | compare"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plantigrade.cli.options import print_json
from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.motion.analysis import Analysis


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser(
        "video",
        help="measure squats and wall lunges in a phone video",
        description="Film from the side, the whole body in the picture; first stand still for two seconds.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    one = actions.add_parser("analyse", help="repetitions of one clip, each number with its error")
    one.add_argument("clip", metavar="CLIP", help="video file")
    one.add_argument("--out", metavar="DIR", help="also write the time series as CSV, TRC and MOT")
    two = actions.add_parser("compare", help="two clips at the same depth")
    two.add_argument("a", metavar="A", help="first clip")
    two.add_argument("b", metavar="B", help="second clip; with --heel-lift-cm the one with raised heels")
    for action, run in ((one, _analyse), (two, _compare)):
        action.add_argument("--mode", choices=("fast", "standard", "best"), default="standard")
        action.add_argument(
            "--heel-lift-cm", type=_length, default=0.0, metavar="CM", help="wedge under the heels"
        )
        action.add_argument("--foot-cm", type=_length, metavar="CM", help="length of the foot or shoe")
        action.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        action.set_defaults(run=run)


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of centimetres") from None
    if not 0 <= value <= 60:
        raise argparse.ArgumentTypeError(f"{text} cm should lie between 0 and 60")
    return value


def _progress() -> Callable[[str, float], None]:
    """Says on standard error how far it is, on one line; nothing when nobody watches."""
    if not sys.stderr.isatty():
        return lambda _stage, _share: None
    return lambda stage, share: print(f"\r{stage} {share:4.0%} ", end="", file=sys.stderr, flush=True)


def _read(path: str, options: argparse.Namespace, heel_lift_cm: float) -> Analysis:
    from plantigrade.motion.analysis import analyse
    from plantigrade.motion.containers import ClipError
    from plantigrade.motion.pose.models import ModelsError

    try:
        return analyse(
            path, options.mode, heel_lift_cm=heel_lift_cm, foot_cm=options.foot_cm, progress=_progress()
        )
    except (ClipError, ModelsError) as error:
        raise InputError([InputProblem(path, error.text)]) from None


def _analyse(options: argparse.Namespace) -> int:
    from plantigrade.interop.answers.video import video_values

    found = _read(options.clip, options, options.heel_lift_cm)
    if options.out:
        _write(found, Path(options.out), Path(options.clip).stem)
    if options.json:
        print_json(video_values(found))
    else:
        from plantigrade.cli.show.video import show

        show(found)
    return 0


def _compare(options: argparse.Namespace) -> int:
    from plantigrade.interop.answers.video import comparison_values
    from plantigrade.knowledge.catalogue import default_catalogue
    from plantigrade.motion.comparison import compare, elevated_response

    first, second = _read(options.a, options, 0.0), _read(options.b, options, options.heel_lift_cm)
    a, b = first.for_comparison(), second.for_comparison()
    faults = [
        InputProblem(path, "cannot be compared: it is no side view; film from the side")
        for path, found in ((options.a, a), (options.b, b))
        if found is None
    ]
    if a is None or b is None:
        raise InputError(faults)
    clear = default_catalogue().squat.clearly_better_trunk_deg.value
    elevation = elevated_response(a, b, clear_trunk_deg=clear) if options.heel_lift_cm else None
    found = compare(a, b)
    if options.json:
        print_json(comparison_values(found, elevation))
    else:
        from plantigrade.cli.show.video import show_comparison

        show_comparison(found, elevation)
    return 0


def _write(found: Analysis, folder: Path, name: str) -> None:
    from plantigrade.interop.motion_files import csv_text, mot_text, trc_text

    texts = {f"{name}.trc": trc_text(found.tracks, f"{name}.trc")}
    if found.side is not None:
        texts |= {f"{name}.csv": csv_text(found.side), f"{name}.mot": mot_text(found.side, name)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another folder"
        raise InputError([InputProblem(str(folder), what)]) from None
    print(f"Written to {folder}: {', '.join(texts)}", file=sys.stderr)
