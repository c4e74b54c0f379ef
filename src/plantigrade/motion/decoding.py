"""Opening, checking and decoding a video file; `clip` runs this in a child that can be killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from plantigrade.motion.containers import AGAIN, CHOOSE, ClipError, container_of
from plantigrade.motion.limits import Limits
from plantigrade.motion.types import ClipInfo, Frame, Picture
from plantigrade.motion.upright import Box, Cropper, Opened, orientation, stored_size, upright

# Decoders of phone clips. Anything else is refused: fewer parsers meet a hostile file.
CODECS = "h264,hevc,vp9,vp8,av1,libdav1d,mpeg4,mjpeg,prores"
DECODER_THREADS = 2  # more only raise the memory: two cores are the machine we promise speed on
LOST_FRAMES = 0.02  # share of frames announced but not in the file, above which it counts as cut short
BROKEN_FRAMES = 0.05  # share of frames that may fail to decode before the clip counts as damaged
SHORT_TAIL_S = 1.0  # a container's own duration is often rounded up by less
UNEVEN = 0.1  # frame intervals off their median by more than this share are a variable rate
TICKS = 1.1  # intervals rounded to the container's clock differ by one tick
UNEVEN_SHARE = 0.02  # a single late frame does not make a clip variable
LEAST_FRAMES = 5  # fewer cannot show a movement
MIN_ASPECT, MAX_ASPECT = Fraction(1, 4), Fraction(4)  # of a pixel; beyond, the header is nonsense
CAPTURE_RATE_KEY = "com.android.capture.fps"  # Android writes the true rate of slow motion here


@dataclass(frozen=True, slots=True)
class Crops:
    """The asked boxes of one frame, each scaled to (side, side, 3) RGB: pictures (n, side, side, 3)."""

    index: int
    t_s: float
    pictures: Picture


def inspect(
    path: Path, limits: Limits, rotation_deg: int | None = None, slow_motion: float | None = None
) -> Opened:
    """Check the file without decoding more than its first picture.

    `rotation_deg` (clockwise, a multiple of 90) overrides what the file says; `slow_motion` is how many times
    slower than life the clip plays (None: what the file declares). Raises ClipError.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ClipError("not_readable", f"The file cannot be opened: {error.strerror}.") from error
    form = container_of(head)
    if size > limits.size_bytes:
        raise ClipError("too_large", "The file is larger than a clip of a few repetitions can be. Trim it.")
    try:
        with _open(path, form) as container:
            return _inspect(container, path, form, limits, rotation_deg, slow_motion)
    except (av.FFmpegError, ValueError, MemoryError, IndexError) as error:
        raise _unreadable(form, error) from error


def frames(
    opened: Opened,
    limits: Limits,
    min_interval_s: float = 0.0,
    long_side: int | None = None,
    rough: bool = False,
) -> Iterator[Frame]:
    """Upright RGB frames with their own times, at least `min_interval_s` apart.

    `long_side` shrinks pictures that are larger; `rough` leaves out the decoder's own smoothing, for finding
    people.
    """
    width, height = stored_size(opened)
    shrink = min(1.0, (long_side or np.inf) / max(width, height))
    for index, t_s, frame in _pictures(opened, limits, min_interval_s, rough):
        if shrink < 1:
            # Before the change of colours it costs half as much; even sides for half-size colour.
            size = [2 * round(n * shrink / 2) for n in (width, height)]
            frame = frame.reformat(*size, interpolation="AREA")
            picture = frame.reformat(format="rgb24").to_ndarray()
        else:
            picture = frame.reformat(width, height, "rgb24").to_ndarray()
        yield Frame(index, t_s, upright(picture, opened))


def crops(
    opened: Opened, limits: Limits, boxes: tuple[Box, ...], side: int, min_interval_s: float = 0.0
) -> Iterator[Crops]:
    """The boxes of each frame scaled to `side` by area averaging; only their pixels are converted."""
    graph: Cropper | None = None
    for index, t_s, frame in _pictures(opened, limits, min_interval_s):
        graph = graph or Cropper(opened, frame, boxes, side)
        yield Crops(index, t_s, np.stack([upright(picture, opened) for picture in graph(frame)]))


def _open(path: Path, form: str) -> Any:
    # The file protocol and a fixed demuxer: no playlist inside can make us read other files or the network.
    return av.open(
        str(path),
        format=form,
        options={"protocol_whitelist": "file", "codec_whitelist": CODECS + ",aac,mp3,opus,vorbis,pcm_s16le"},
        metadata_errors="replace",
    )


def _inspect(
    container: Any,
    path: Path,
    form: str,
    limits: Limits,
    rotation_deg: int | None,
    slow_motion: float | None,
) -> Opened:
    if not container.streams.video:
        if container.streams.audio:
            raise ClipError("audio_only", f"This file holds only sound. {CHOOSE}")
        raise ClipError("not_a_video", f"This file holds no video. {CHOOSE}")
    stream = container.streams.video[0]
    width, height = stream.codec_context.width, stream.codec_context.height
    _check_size(width, height, limits)
    times, found = _packet_times(container, stream, limits)
    duration, rate, variable = _rhythm(times, float(stream.time_base))
    _check_whole(container, stream, found, duration)
    if len(times) < LEAST_FRAMES:
        raise ClipError("image_only", "The clip holds hardly a picture. Film the movement as a video.")
    if duration > limits.duration_s:
        raise ClipError(
            "too_long", f"The clip lasts {duration / 60:.0f} minutes; trim it to the repetitions."
        )
    with _open(path, form) as again:
        first = next(_decoded(again, limits), None)
        if first is None:
            raise ClipError("damaged", f"Not one picture of this clip can be read. {AGAIN}")
        turns, flipped = orientation(first) if rotation_deg is None else (-(rotation_deg // 90) % 4, False)
        aspect = stream.sample_aspect_ratio or Fraction(1)
        aspect = aspect if MIN_ASPECT <= aspect <= MAX_ASPECT else Fraction(1)
        width, height = round(first.width * aspect), first.height
    capture = _capture_rate(container, stream)
    factor = slow_motion or (max(capture / rate, 1.0) if capture and rate else 1.0)
    if turns % 2:
        width, height = height, width
    info = ClipInfo(
        duration_s=duration / factor,
        frames=len(times),
        fps=rate * factor,
        width=width,
        height=height,
        rotation_deg=-turns % 4 * 90,
        variable_frame_rate=variable,
        codec=stream.codec_context.name,
    )
    return Opened(str(path), form, info, turns, flipped, aspect, times[0], factor)


def _packet_times(container: Any, stream: Any, limits: Limits) -> tuple[list[float], int]:
    """Times of the pictures to be shown, sorted, read without decoding; and how many are stored."""
    base = float(stream.time_base)
    times, found = [], 0
    for packet in container.demux(stream):
        stamp = packet.pts if packet.pts is not None else packet.dts
        found += packet.size > 0
        if packet.size and stamp is not None and not packet.is_discard:  # cut off by the phone's editor
            times.append(stamp * base)
        if found > limits.frames:
            raise ClipError("too_long", "The clip has too many pictures. Trim it to the repetitions.")
    if not times:
        raise ClipError("damaged", f"No picture of this clip can be read. {AGAIN}")
    return sorted(times), found


def _rhythm(times: list[float], tick: float) -> tuple[float, float, bool]:
    """Duration with the last picture's own time, mean rate, and whether the intervals vary."""
    if len(times) < 2 or times[-1] <= times[0]:
        return 0.0, 0.0, False
    steps = np.diff(times)
    usual = float(np.median(steps))
    rate = (len(times) - 1) / (times[-1] - times[0])
    off = np.abs(steps - usual) > max(UNEVEN * usual, TICKS * tick)
    return times[-1] - times[0] + usual, rate, bool(off.mean() > UNEVEN_SHARE)


def _check_size(width: int, height: int, limits: Limits) -> None:
    if width <= 0 or height <= 0:
        raise ClipError("damaged", f"The file does not say how large its pictures are. {AGAIN}")
    if width * height > limits.pixels:
        raise ClipError(
            "too_many_pixels",
            f"The pictures are {width} x {height}; film in 4K or less (1080p is plenty).",
        )


def _check_whole(container: Any, stream: Any, found: int, duration: float) -> None:
    cut = ClipError("truncated", f"The file breaks off before its end. {AGAIN}")
    if stream.frames and found < stream.frames * (1 - LOST_FRAMES) - 1:
        raise cut
    if stream.duration:
        announced = float(stream.duration * stream.time_base)
    else:
        announced = (container.duration or 0) / av.time_base
    if announced > duration * (1 + LOST_FRAMES) + SHORT_TAIL_S:
        raise cut


def _capture_rate(container: Any, stream: Any) -> float | None:
    for metadata in (stream.metadata, container.metadata):
        try:
            return float(metadata[CAPTURE_RATE_KEY])
        except (KeyError, ValueError):
            continue
    return None


def _decoded(container: Any, limits: Limits, rough: bool = False) -> Iterator[Any]:
    """Pictures in order of display; broken packets are passed over until there are too many."""
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = DECODER_THREADS
    options = {"max_pixels": str(limits.pixels * 2)}  # padding counts there
    if rough:
        options["skip_loop_filter"] = "all"
    stream.codec_context.options = options
    good = bad = 0
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                _check_size(frame.width, frame.height, limits)
                good += 1
                yield frame
        except (av.FFmpegError, MemoryError) as error:
            bad += 1
            if bad > LEAST_FRAMES and bad > BROKEN_FRAMES * (good + bad):
                raise ClipError("damaged", f"Too many of its pictures are broken. {AGAIN}") from error


def _pictures(
    opened: Opened, limits: Limits, min_interval_s: float, rough: bool = False
) -> Iterator[tuple[int, float, Any]]:
    """Index, own time and decoded picture; times strictly increase, a picture without one is passed over."""
    last_time, last_given = -np.inf, -np.inf
    size: tuple[int, int] | None = None
    # Timestamps are rounded and rates rarely divide: the frame nearest to the asked time is taken.
    least = min_interval_s - 0.5 / max(opened.info.fps, 1.0)
    try:
        with _open(Path(opened.path), opened.format) as container:
            for index, frame in enumerate(_decoded(container, limits, rough)):
                if frame.pts is None:
                    continue
                size = size or (frame.width, frame.height)
                if (frame.width, frame.height) != size:
                    raise ClipError("changes_size", "The picture changes size midway. Film in one go.")
                t_s = (float(frame.pts * frame.time_base) - opened.start) / opened.slow_motion
                if t_s <= last_time:
                    continue
                last_time = t_s
                if t_s - last_given < least:
                    continue
                last_given = t_s
                yield index, t_s, frame
    except (av.FFmpegError, ValueError) as error:
        raise _unreadable(opened.format, error) from error


def _unreadable(form: str, error: Exception) -> ClipError:
    if isinstance(error, ClipError):
        return error
    if form == "mp4":
        return ClipError("truncated", f"The file breaks off or its index is missing. {AGAIN}")
    return ClipError("damaged", f"The file cannot be read as a video. {AGAIN}")
