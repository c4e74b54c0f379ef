"""plantigrade video analyse | compare | frame"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plantigrade.cli.options import (
    a_length,
    a_rate,
    a_second,
    a_size,
    add_clip_options,
    print_json,
    some_marks,
)
from plantigrade.cli.video_frame import add_frame
from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.interop.track_files.points import Said
    from plantigrade.motion.analysis import Analysis


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser(
        "video",
        help="measure squats and wall lunges in a phone video",
        description="Film from the side, the whole body in the picture; first stand still for two seconds.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    one = actions.add_parser("analyse", help="repetitions of one clip, each number with its error")
    one.add_argument(
        "clip", metavar="CLIP", help="video file; or points: TRC, MediaPipe CSV, folder of OpenPose JSON"
    )
    one.add_argument("--out", metavar="DIR", help="also write CSV, TRC, MOT, charts and annotated video")
    _add_markers(one)
    two = actions.add_parser("compare", help="two clips at the same depth")
    two.add_argument("a", metavar="A", help="first clip")
    two.add_argument("b", metavar="B", help="second clip; with --heel-lift-cm the one with raised heels")
    two.add_argument("--out", metavar="DIR", help="also write both side by side, in step")
    for action, run in ((one, _analyse), (two, _compare)):
        add_clip_options(action)
        action.add_argument(
            "--heel-lift-cm", type=a_length, default=0.0, metavar="CM", help="wedge under the heels"
        )
        _add_points(action)
        action.set_defaults(run=run)
    add_frame(actions)


def _add_markers(action: argparse.ArgumentParser) -> None:
    group = action.add_argument_group("a clip of the leg alone, measured by points marked once")
    group.add_argument(
        "--markers", type=some_marks, metavar="MARKS",
        help='"heel=x,y toe=x,y ankle=x,y knee=x,y" in pixels, read from the still of `video frame`',
    )  # fmt: skip
    group.add_argument(
        "--marked-at", type=a_second, metavar="S", help="time of the marked picture, in quiet standing"
    )
    group.add_argument("--side", choices=("left", "right"), help="the marked leg, the one near the phone")
    group.add_argument("--facing", choices=("left", "right"), help="checked against heel and toe")
    group.add_argument("--task", choices=("squat", "wall_lunge"), help="what is done (default: squat)")


def _add_points(action: argparse.ArgumentParser) -> None:
    group = action.add_argument_group("points of another tool in place of a video")
    group.add_argument("--fps", type=a_rate, metavar="HZ", help="frame rate, where the file holds no time")
    group.add_argument("--size", type=a_size, metavar="WxH", help="size of the picture, px")
    group.add_argument("--vertical", choices=("up", "down"), help="which way the second axis grows")
    group.add_argument(
        "--plane", choices=("xy", "zy", "xz", "yz"), help="side view of points in space: across, upright"
    )


def _said(options: argparse.Namespace) -> Said:
    from plantigrade.interop.track_files.points import Said

    return Said(options.fps, options.size, options.vertical, options.plane)


def _progress() -> Callable[[str, float], None]:
    """Says on standard error how far it is, on one line; nothing when nobody watches."""
    if not sys.stderr.isatty():
        return lambda _stage, _share: None
    return lambda stage, share: print(f"\r{stage} {share:4.0%} ", end="", file=sys.stderr, flush=True)


def _read(path: str, options: argparse.Namespace, heel_lift_cm: float) -> Analysis:
    from plantigrade.interop.track_files.reading import holds_points, read_tracks
    from plantigrade.motion.analysis import analyse
    from plantigrade.motion.containers import ClipError
    from plantigrade.motion.given_tracks import analyse_tracks
    from plantigrade.motion.pose.models import ModelsError

    if holds_points(Path(path)):
        tracks, framed = read_tracks(Path(path), _said(options))
        return analyse_tracks(tracks, framed=framed, heel_lift_cm=heel_lift_cm, foot_cm=options.foot_cm)
    _no_points(path, options)
    try:
        return analyse(
            path, options.mode, heel_lift_cm=heel_lift_cm, foot_cm=options.foot_cm,
            slow_motion=options.slow_motion, engine=options.engine, progress=_progress(),
        )  # fmt: skip
    except (ClipError, ModelsError) as error:
        raise InputError([InputProblem(path, error.text)]) from None


def _no_points(path: str, options: argparse.Namespace) -> None:
    """Raises InputError when something was said of points, and a video was given."""
    given = [f"--{n}" for n in ("fps", "size", "vertical", "plane") if getattr(options, n) is not None]
    if given:
        what = f"{', '.join(given)} is for points of another tool; leave it away for a video"
        raise InputError([InputProblem(path, what)])


def _analyse(options: argparse.Namespace) -> int:
    from plantigrade.cli.video_marks import by_marks
    from plantigrade.interop.answers.video import video_values

    if options.markers is not None:
        _no_points(options.clip, options)
    marked = by_marks(options, _progress())
    found = _read(options.clip, options, options.heel_lift_cm) if marked is None else marked
    if options.out:
        _write(lambda folder: _files(options, found, folder), Path(options.out))
    if options.json:
        print_json(video_values(found))
    else:
        from plantigrade.cli.show.video import show

        show(found)
    return 0


def _files(options: argparse.Namespace, found: Analysis, folder: Path) -> tuple[str, ...]:
    from plantigrade.interop.track_files.reading import holds_points
    from plantigrade.motion.clip import checked_clip
    from plantigrade.results.clip_files import write_clip_files, write_series

    path = Path(options.clip)
    name = path.resolve().stem
    if holds_points(path):
        print("Points have no pictures: no annotated video is written.", file=sys.stderr)
        return write_series(found, folder, name)
    return write_clip_files(found, checked_clip(path, slow_motion=options.slow_motion), folder, name)


def _compare(options: argparse.Namespace) -> int:
    from plantigrade.interop.answers.video import comparison_values
    from plantigrade.knowledge.catalogue import default_catalogue
    from plantigrade.motion.comparison import compare, elevated_response

    first, second = _read(options.a, options, 0.0), _read(options.b, options, options.heel_lift_cm)
    a, b = first.for_comparison(), second.for_comparison()
    faults = [
        InputProblem(
            path, "cannot be compared: it is neither a side view nor a front view; film from the side"
        )
        for path, found in ((options.a, a), (options.b, b))
        if found is None
    ]
    if a is None or b is None:
        raise InputError(faults)
    clear = default_catalogue().squat.clearly_better_trunk_deg.value
    elevation = elevated_response(a, b, clear_trunk_deg=clear) if options.heel_lift_cm else None
    found = compare(a, b)
    from plantigrade.interop.track_files.reading import holds_points

    if options.out and any(holds_points(Path(p)) for p in (options.a, options.b)):
        what = "points have no pictures to put side by side; leave --out away or name two videos"
        raise InputError([InputProblem(options.out, what)])
    if options.out:
        _write(lambda folder: _side_by_side(options, first, second, folder), Path(options.out))
    if options.json:
        print_json(comparison_values(found, elevation))
    else:
        from plantigrade.cli.show.video import show_comparison

        show_comparison(found, elevation)
    return 0


def _side_by_side(
    options: argparse.Namespace, first: Analysis, second: Analysis, folder: Path
) -> tuple[str, ...]:
    from plantigrade.motion.clip import checked_clip
    from plantigrade.results.clip_files import write_pair_file

    a, b = (checked_clip(path, slow_motion=options.slow_motion) for path in (options.a, options.b))
    name = write_pair_file((a, first), (b, second), folder)
    return () if name is None else (name,)


def _write(work: Callable[[Path], tuple[str, ...]], folder: Path) -> None:
    """Runs the writer and says what it wrote. Raises InputError when it cannot."""
    from plantigrade.motion.containers import ClipError

    try:
        written = work(folder)
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another folder"
        raise InputError([InputProblem(str(folder), what)]) from None
    except ClipError as error:
        raise InputError([InputProblem(str(folder), error.text)]) from None
    print(f"Written to {folder}: {', '.join(written)}", file=sys.stderr)
