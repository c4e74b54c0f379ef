"""Video files as streams of upright frames with their true times.

A file from outside is parsed by a child process with bounded memory and time, so that a broken or hostile one
can neither crash nor hang the program. `open_clip` reads in this process: for files that we made ourselves.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from plantigrade.motion import decoding
from plantigrade.motion.clip_worker import HEADER, PROBLEM, Job, read_exactly
from plantigrade.motion.containers import ClipError
from plantigrade.motion.decoding import Crops
from plantigrade.motion.limits import Limits
from plantigrade.motion.types import ClipInfo, Frame, Picture
from plantigrade.motion.upright import Box, Opened

__all__ = ["Box", "Clip", "ClipError", "Crops", "Limits", "checked_clip", "open_clip"]

WATCH_S = 0.1  # how often a child is looked at
PIPE_BYTES = 1 << 20  # the largest pipe that Linux grants without privileges: fewer switches between the two
CHECK_S = 60.0  # reading a clip's index takes milliseconds; a minute means that something is wrong
WALK_S = 1800.0  # waiting for pictures of one walk, not counting what is done with them


@dataclass(frozen=True, slots=True)
class Clip:
    """A checked clip. Each walk decodes from the start, in constant memory; walks may run side by side."""

    opened: Opened
    limits: Limits
    isolated: bool
    seconds: float = WALK_S

    @property
    def info(self) -> ClipInfo:
        return self.opened.info

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(
        self, min_interval_s: float = 0.0, long_side: int | None = None, rough: bool = False
    ) -> Iterator[Frame]:
        """Upright frames (height, width, 3) RGB, at least `min_interval_s` apart. Raises ClipError.

        `long_side` shrinks larger pictures; `rough` decodes faster with blocky edges, for finding people.
        """
        if not self.isolated:
            yield from decoding.frames(self.opened, self.limits, min_interval_s, long_side, rough)
            return
        job = Job("frames", self.opened, self.limits, min_interval_s, long_side=long_side, rough=rough)
        for index, t_s, picture in self._from_child(job):
            yield Frame(index, t_s, picture)

    def crops(self, boxes: tuple[Box, ...], side: int, min_interval_s: float = 0.0) -> Iterator[Crops]:
        """Each frame's boxes scaled to `side` by area averaging; nothing else is converted or sent across."""
        if not self.isolated:
            yield from decoding.crops(self.opened, self.limits, boxes, side, min_interval_s)
            return
        job = Job("crops", self.opened, self.limits, min_interval_s, boxes, side)
        for index, t_s, pictures in self._from_child(job):
            yield Crops(index, t_s, pictures)

    def _from_child(self, job: Job) -> Iterator[tuple[int, float, Picture]]:
        with _Child(job, self.seconds) as child:
            while (header := child.read(HEADER.size)) is not None:
                index, t_s, *shape = HEADER.unpack(header)
                if index == PROBLEM:
                    raise child.problem(shape[0])
                picture = np.empty([n for n in shape if n], np.uint8)
                if not child.fill(picture):
                    break
                yield index, t_s, picture
            child.finish()


def open_clip(
    path: Path | str,
    limits: Limits | None = None,
    rotation_deg: int | None = None,
    slow_motion: float | None = None,
) -> Clip:
    """Check and open a trusted file in this process. Raises ClipError.

    `rotation_deg` (clockwise, multiple of 90) overrides the file's own; `slow_motion` is how many times
    slower than life the clip plays, None for what the file declares.
    """
    limits = limits or Limits()
    return Clip(decoding.inspect(Path(path), limits, rotation_deg, slow_motion), limits, isolated=False)


def checked_clip(
    path: Path | str,
    seconds: float = CHECK_S,
    limits: Limits | None = None,
    rotation_deg: int | None = None,
    slow_motion: float | None = None,
) -> Clip:
    """Check a file from outside in a child that is killed after `seconds`; its frames come from children too.

    Raises ClipError: empty, image_only, audio_only, not_a_video, not_readable, truncated, damaged, too_large,
    too_long, too_many_pixels, changes_size, too_slow, decoder_died.
    """
    limits = limits or Limits()
    job = Job(
        "inspect", None, limits, 0.0, path=str(path), rotation_deg=rotation_deg, slow_motion=slow_motion
    )
    with _Child(job, seconds) as child:
        header = child.read(HEADER.size)
        if header is None:
            child.finish()
            raise _died()
        index, _, size, *_ = HEADER.unpack(header)
        if index == PROBLEM:
            raise child.problem(size)
        answer = child.read(size)
        if answer is None:
            raise _died()
        return Clip(Opened.from_json(answer.decode()), limits, isolated=True)


class _Child:
    """A decoding process, watched: killed when waiting for it takes too long, and when it is let go."""

    def __init__(self, job: Job, seconds: float) -> None:
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "plantigrade.motion.clip_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            pipesize=PIPE_BYTES,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._out: IO[bytes] = self._process.stdout
        self._left = seconds
        self._since: float | None = None
        self._too_slow = False
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)
        self._watch.start()
        try:
            # The child trusts us, never the other way: only plain bytes come back.
            self._process.stdin.write(pickle.dumps(job))
            self._process.stdin.close()
        except BrokenPipeError:
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self._done.set()
        self._process.kill()
        self._process.wait()
        self._out.close()
        self._watch.join()

    def _watching(self) -> None:
        while not self._done.wait(WATCH_S):
            since = self._since
            if since is not None and time.monotonic() - since > self._left:
                self._too_slow = True
                self._process.kill()
                return

    def read(self, count: int) -> bytes | None:
        """`count` bytes, or None when the child has nothing more to say."""
        buffer = bytearray(count)
        return bytes(buffer) if self.fill(buffer) else None

    def fill(self, buffer: Any) -> bool:
        self._since = time.monotonic()
        whole = read_exactly(self._out, memoryview(buffer).cast("B"))
        self._left -= time.monotonic() - self._since
        self._since = None
        return whole

    def problem(self, size: int) -> ClipError:
        text = self.read(size)
        if text is None:
            return _died()
        code, _, words = text.decode().partition("\n")
        return ClipError(code, words)

    def finish(self) -> None:
        """After the last picture: a child that did not end by itself is an answer too."""
        if self._too_slow:
            raise ClipError("too_slow", "The file takes too long to read. Trim it, or film in 1080p.")
        if self._process.wait() != 0:
            raise _died()


def _died() -> ClipError:
    return ClipError(
        "decoder_died", "The file breaks the decoder. Save it again with the phone's own editor."
    )
