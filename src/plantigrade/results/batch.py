"""A whole folder of clips: each analysed once, in processes of their own, and one table of all repetitions.

Every clip is analysed by `plantigrade video analyse` in a fresh process, so that a clip that breaks, hangs or
exhausts memory takes nothing else with it. Its `result.json` is written last and whole: a run that was cut
off does only what is missing, and a clip or a setting that changed is done again.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENDINGS = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp"})
RESULT = "result.json"
TABLE, FAILED = "repetitions.csv", "failed.csv"
PROGRAM = (sys.executable, "-m", "plantigrade.cli.main", "video", "analyse")
# A process that takes longer hangs: the longest clip that is accepted takes a fraction of it.
LONGEST_S = 3600.0

PEAKS = (
    "shin_angle_deg",
    "ankle_dorsiflexion_deg",
    "trunk_lean_deg",
    "thigh_angle_deg",
    "knee_past_toe_pct_foot",
)
COLUMNS = (
    "clip", "usable", "view", "near_side", "task", "repetition", "start_s", "bottom_s", "end_s", "complete",
    "depth", *(name for peak in PEAKS for name in (peak, f"{peak}_sd")), "heel_lifted", "heel_at_s",
    "heel_height_pct_foot", "shin_angle_at_lift_deg", "reasons",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What every clip is analysed with; a change makes all be done again."""

    mode: str = "standard"
    foot_cm: float | None = None
    slow_motion: float | None = None
    engine: str = "blazepose"

    def arguments(self) -> list[str]:
        given = (("--foot-cm", self.foot_cm), ("--slow-motion", self.slow_motion))
        words = [w for name, v in given if v is not None for w in (name, f"{v:g}")]
        return ["--mode", self.mode, "--engine", self.engine, *words]


@dataclass(frozen=True, slots=True)
class Done:
    """One clip, by its path under the folder; `fault` says why it could not be analysed."""

    clip: str
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All clips of the folder: analysed now, found done already, and failed, each in order of their paths."""

    analysed: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[Done, ...]


def clips_under(folder: Path, out: Path) -> tuple[Path, ...]:
    """The video files at any depth, each once, in order; nothing of `out`, hidden files left alone."""
    found: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*")):
        own = path.relative_to(folder)
        if (
            path.suffix.lower() not in ENDINGS
            or not path.is_file()
            or any(p.startswith(".") for p in own.parts)
        ):
            continue
        real = path.resolve()
        if not real.is_relative_to(out.resolve()):
            found.setdefault(real, own)
    return tuple(found.values())


def run(
    folder: Path,
    out: Path,
    settings: Settings,
    workers: int,
    told: Callable[[int, int, Done | None], None] = lambda _done, _all, _last: None,
    program: Sequence[str] = PROGRAM,
) -> Outcome:
    """Analyse what is missing and write the tables.

    `told` hears how many clips are done of how many, and the last one (None at the start); `program` is
    the command that analyses a clip, as `plantigrade video analyse`. Raises OSError when `out` cannot be
    written.
    """
    out.mkdir(parents=True, exist_ok=True)
    clips = clips_under(folder, out)
    kept = [clip for clip in clips if _kept(folder / clip, _place(out, clip), settings)]
    missing = [clip for clip in clips if clip not in set(kept)]
    told(len(kept), len(clips), None)
    results: list[Done] = []
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(_one, folder, clip, _place(out, clip), settings, program) for clip in missing]
        try:
            for number, finished in enumerate(as_completed(waiting), start=len(kept) + 1):
                results.append(finished.result())
                told(number, len(clips), results[-1])
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    failed = tuple(sorted((d for d in results if d.fault is not None), key=lambda d: d.clip))
    analysed = tuple(sorted(d.clip for d in results if d.fault is None))
    whole = sorted([*analysed, *(clip.as_posix() for clip in kept)])
    _write_table(out / TABLE, COLUMNS, _rows(out, whole))
    _write_table(out / FAILED, ("clip", "reason"), ({"clip": d.clip, "reason": d.fault} for d in failed))
    return Outcome(analysed, tuple(clip.as_posix() for clip in kept), failed)


def _place(out: Path, clip: Path) -> Path:
    """The clip's own folder; the ending stays in its name, so that a.mp4 and a.mov do not meet."""
    return out / "clips" / clip


def _stamp(clip: Path, settings: Settings) -> dict[str, Any]:
    """What a result belongs to: the file as it was, and the settings."""
    about = clip.stat()
    return {"bytes": about.st_size, "changed_ns": about.st_mtime_ns, "settings": settings.arguments()}


def _kept(clip: Path, place: Path, settings: Settings) -> bool:
    try:
        kept = json.loads((place / RESULT).read_text(encoding="utf-8"))
        return bool(kept["of"] == _stamp(clip, settings))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _one(folder: Path, clip: Path, place: Path, settings: Settings, program: Sequence[str]) -> Done:
    """Analyse one clip in its own process."""
    name = clip.as_posix()
    try:
        stamp = _stamp(folder / clip, settings)
        command = [*program, str(folder / clip), "--json", "--out", str(place), *settings.arguments()]
        ended = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=LONGEST_S, check=False
        )
        if ended.returncode != 0:
            return Done(name, _fault(ended, str(folder / clip)))
        place.mkdir(parents=True, exist_ok=True)
        _write_whole(place / RESULT, json.dumps({"of": stamp, "answer": json.loads(ended.stdout)}))
    except subprocess.TimeoutExpired:
        return Done(name, f"took longer than {LONGEST_S / 60:g} minutes and was stopped; trim the clip")
    except (OSError, ValueError) as error:
        return Done(name, f"{error}; run again")
    return Done(name)


def _fault(ended: subprocess.CompletedProcess[bytes], path: str) -> str:
    said = ended.stderr.decode(errors="replace").strip().splitlines()
    if ended.returncode < 0:
        return f"the program was stopped by signal {-ended.returncode}; run again, with fewer workers"
    return said[-1].removeprefix(f"{path}: ") if said else f"ended with status {ended.returncode}"


def _rows(out: Path, clips: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A row for each repetition, and one for a clip without any; results are read one at a time."""
    for clip in clips:
        answer = json.loads((_place(out, Path(clip)) / RESULT).read_text(encoding="utf-8"))["answer"]
        about = {name: answer[name] for name in ("usable", "view", "near_side", "task")}
        about |= {"clip": clip, "reasons": " ".join(reason["code"] for reason in answer["reasons"])}
        for number, rep in enumerate(answer["reps"], start=1):
            row = {**about, "repetition": number}
            row |= {name: rep[name] for name in ("start_s", "bottom_s", "end_s", "complete", "depth")}
            for peak in PEAKS:
                value = rep[peak] or {}
                row |= {peak: value.get("max"), f"{peak}_sd": value.get("sd")}
            heel = rep["heel"] or {}
            row |= {f"heel_{name}": heel.get(name) for name in ("lifted", "at_s", "height_pct_foot")}
            yield row | {"shin_angle_at_lift_deg": heel.get("shin_angle_at_lift_deg")}
        if not answer["reps"]:
            yield about


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    """RFC 4180; an empty cell where nothing was measured."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    part.replace(path)


def _write_whole(path: Path, text: str) -> None:
    """All of it or nothing, whenever the machine stops."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
