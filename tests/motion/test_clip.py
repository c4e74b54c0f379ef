"""Files as phones, messengers and attackers make them, all written here."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from plantigrade.motion.clip import Box, Clip, ClipError, Limits, checked_clip, open_clip
from plantigrade.motion.types import Picture

WIDTH, HEIGHT = 160, 96


def painted(number: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Red top left, green top right, blue below; the grey of the middle tells the frame."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2, 0] = 200
    picture[: height // 2, width // 2 :, 1] = 200
    picture[height // 2 :, :, 2] = 200
    picture[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3] = 20 + 5 * number % 200
    return picture


def write(
    path: Path,
    times: list[float] | None = None,
    codec: str = "libx264",
    turn: int = 0,
    aspect: Fraction | None = None,
    metadata: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> Path:
    """A clip of painted frames at the given times (s), 24 frames at 30 a second by default."""
    times = [i / 30 for i in range(24)] if times is None else times
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags", **(options or {})}) as out:
        out.metadata.update(metadata or {})
        stream: Any = out.add_stream(codec, rate=30)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 90_000)
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if turn:
            stream.set_display_rotation(turn)
        for number, t_s in enumerate(times):
            frame = av.VideoFrame.from_ndarray(painted(number, *size), format="rgb24")
            frame.pts, frame.time_base = round(t_s * 90_000), Fraction(1, 90_000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def colour(picture: Picture, x: float, y: float) -> str:
    """The leading colour at a place given in shares of width and height."""
    height, width = picture.shape[:2]
    return "rgb"[int(np.argmax(picture[int(y * (height - 1)), int(x * (width - 1))]))]


def corners(picture: Picture) -> str:
    """Colours at top left, top right, bottom right, bottom left."""
    return "".join(colour(picture, x, y) for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)))


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp4", "libx264"),
        ("a.mov", "libx264"),
        ("a.mp4", "libx265"),
        ("a.webm", "libvpx-vp9"),
        ("a.mkv", "libx264"),
    ],
)
def test_phone_formats(tmp_path: Path, name: str, codec: str) -> None:
    clip = checked_clip(write(tmp_path / name, codec=codec))
    frames = list(clip)
    assert clip.info.frames == len(frames) == 24
    assert clip.info.fps == pytest.approx(30, abs=0.05)
    assert clip.info.duration_s == pytest.approx(0.8, abs=0.005)
    assert (clip.info.width, clip.info.height, clip.info.rotation_deg) == (WIDTH, HEIGHT, 0)
    assert not clip.info.variable_frame_rate
    assert [f.index for f in frames] == list(range(24))
    np.testing.assert_allclose([f.t_s for f in frames], np.arange(24) / 30, atol=1.1e-3)
    assert {f.picture.shape for f in frames} == {(HEIGHT, WIDTH, 3)}
    assert corners(frames[0].picture) == "rgbb"


def test_the_child_sends_the_very_pictures(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4")
    for own, sent in zip(open_clip(path), checked_clip(path), strict=True):
        assert own.t_s == sent.t_s
        np.testing.assert_array_equal(own.picture, sent.picture)
    boxes = (Box(-20, 10, 90), Box(64, 0, 96))
    for one, other in zip(open_clip(path).crops(boxes, 64), checked_clip(path).crops(boxes, 64), strict=True):
        np.testing.assert_array_equal(one.pictures, other.pictures)


@pytest.mark.parametrize("turn", [-90, 90, 180])
def test_rotation_from_the_display_matrix(tmp_path: Path, turn: int) -> None:
    """-90 is what a phone held upright writes: turn clockwise by 90 to show."""
    clip = open_clip(write(tmp_path / "a.mp4", turn=turn))
    expected = corners(np.rot90(painted(0), turn // 90))
    picture = next(iter(clip)).picture
    assert corners(picture) == expected
    assert clip.info.rotation_deg == -turn % 360
    assert picture.shape[:2] == (clip.info.height, clip.info.width)
    assert (clip.info.width, clip.info.height) == ((HEIGHT, WIDTH) if turn % 180 else (WIDTH, HEIGHT))


def test_a_flipped_display_matrix(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", turn=180)
    data = path.read_bytes()
    at = data.find(struct.pack(">5i", -65536, 0, 0, 0, -65536))
    assert at > 0
    flipped = struct.pack(">5i", -65536, 0, 0, 0, 65536)
    path.write_bytes(data[:at] + flipped + data[at + 20 :])
    assert corners(next(iter(open_clip(path))).picture) == corners(painted(0)[:, ::-1])


def test_rotation_can_be_overridden(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", turn=90)
    assert corners(next(iter(open_clip(path, rotation_deg=0))).picture) == "rgbb"
    turned = open_clip(path, rotation_deg=90)
    assert corners(next(iter(turned)).picture) == corners(np.rot90(painted(0), -1))
    assert turned.info.rotation_deg == 90


@pytest.mark.parametrize("turn", [0, 90, 180, -90])
def test_a_crop_is_the_frame_cut_out(tmp_path: Path, turn: int) -> None:
    clip = open_clip(write(tmp_path / "a.mp4", turn=turn))
    boxes = (Box(20, 30, 60), Box(-10, -20, 80), Box(50, 60, 70))
    for frame, crops in zip(clip, clip.crops(boxes, 60), strict=True):
        assert crops.pictures.shape == (3, 60, 60, 3)
        cut = frame.picture[30:90, 20:80].astype(int)
        # colour is stored at half resolution: the seam may differ, the picture not
        assert np.abs(crops.pictures[0] - cut).mean() < 3
        assert crops.pictures[1][:12].max() == 0
        assert crops.pictures[1][:, :5].max() == 0
        assert crops.pictures[1][30:, 20:].max() > 100
        assert crops.t_s == frame.t_s


def test_variable_rate_keeps_its_times(tmp_path: Path) -> None:
    times = list(np.cumsum([0.0] + [0.033, 0.033, 0.066, 0.05] * 6))
    clip = open_clip(write(tmp_path / "a.mp4", times))
    assert clip.info.variable_frame_rate
    np.testing.assert_allclose([f.t_s for f in clip], times, atol=1e-3)


def test_times_start_at_the_first_picture(tmp_path: Path) -> None:
    clip = open_clip(write(tmp_path / "a.mp4", [2 + i / 30 for i in range(24)]))
    assert next(iter(clip)).t_s == 0
    assert clip.info.duration_s == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(("interval", "count"), [(1 / 15, 12), (0.1, 8), (0.2, 4), (0.0, 24)])
def test_thinned(tmp_path: Path, interval: float, count: int) -> None:
    times = [f.t_s for f in open_clip(write(tmp_path / "a.mp4")).frames(interval)]
    assert len(times) == count
    if interval:
        np.testing.assert_allclose(np.diff(times), interval, atol=1e-6)


def test_shrunk_but_never_blown_up(tmp_path: Path) -> None:
    clip = open_clip(write(tmp_path / "a.mp4"))
    assert next(clip.frames(long_side=80, rough=True)).picture.shape == (48, 80, 3)
    assert next(clip.frames(long_side=1000)).picture.shape == (HEIGHT, WIDTH, 3)


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    clip = open_clip(write(tmp_path / "a.mp4", aspect=Fraction(2)))
    assert (clip.info.width, clip.info.height) == (2 * WIDTH, HEIGHT)
    assert next(iter(clip)).picture.shape == (HEIGHT, 2 * WIDTH, 3)
    assert corners(next(clip.crops((Box(0, 0, 2 * WIDTH),), 64)).pictures[0])[:2] == "rg"


@pytest.mark.parametrize(("declared", "given", "factor"), [("120", None, 4), (None, 2.0, 2), ("20", None, 1)])
def test_slow_motion(tmp_path: Path, declared: str | None, given: float | None, factor: int) -> None:
    metadata = {"com.android.capture.fps": declared} if declared else {}
    clip = open_clip(write(tmp_path / "a.mp4", metadata=metadata), slow_motion=given)
    assert clip.info.fps == pytest.approx(30 * factor, rel=0.01)
    assert clip.info.duration_s == pytest.approx(0.8 / factor, rel=0.02)
    assert list(clip)[-1].t_s == pytest.approx(23 / 30 / factor, rel=1e-3)


def sound(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 8000
        for number in range(20):
            frame.pts = number * 1024
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def head(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def picture(path: Path) -> Path:
    av.VideoFrame.from_ndarray(painted(0), format="rgb24").save(str(path))
    return path


def filled(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def huge_header(path: Path) -> Path:
    """65535 x 65535 in the sample entry of a small clip."""
    data = write(path).read_bytes()
    at = data.rindex(b"avc1") + 28
    assert data[at : at + 4] == struct.pack(">HH", WIDTH, HEIGHT)
    return filled(path, data[:at] + struct.pack(">HH", 65535, 65535) + data[at + 4 :])


NOISE = np.random.default_rng(1).bytes(60_000)
FTYP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
BAD: dict[str, Callable[[Path], Path]] = {
    "empty": lambda d: filled(d / "a.mp4", b""),
    "not_a_video": lambda d: filled(d / "a.mp4", NOISE),
    "not_a_video text": lambda d: filled(d / "a.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    "not_a_video concat": lambda d: filled(d / "a.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "truncated noise": lambda d: filled(d / "a.mp4", FTYP + NOISE),
    "truncated": lambda d: head(write(d / "a.mp4"), 0.6),
    "truncated faststart": lambda d: head(write(d / "a.mp4", options={"movflags": "faststart"}), 0.6),
    "truncated webm": lambda d: head(write(d / "a.mkv", [i / 10 for i in range(60)]), 0.5),
    "audio_only": lambda d: sound(d / "a.m4a"),
    "audio_only mp4": lambda d: sound(d / "a.mp4"),
    "image_only": lambda d: picture(d / "a.png"),
    "image_only jpeg": lambda d: picture(d / "a.jpg"),
    "image_only named mp4": lambda d: picture(d / "a.png").rename(d / "a.mp4"),
    "image_only one frame": lambda d: write(d / "a.mp4", [0.0]),
    "too_many_pixels": lambda d: write(d / "a.mp4", [i / 30 for i in range(6)], size=(5120, 2160)),
    "not_readable": lambda d: d / "absent.mp4",
    "not_readable folder": lambda d: d,
}


@pytest.mark.parametrize("case", BAD)
def test_unusable_files_are_answered(tmp_path: Path, case: str) -> None:
    with pytest.raises(ClipError) as caught:
        checked_clip(BAD[case](tmp_path))
    assert caught.value.code == case.split()[0]
    assert caught.value.text.endswith(".")
    assert "Errno" not in caught.value.text


@pytest.mark.parametrize("seed", range(6))
def test_a_clip_with_broken_bytes_ends_in_frames_or_an_answer(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    path = write(tmp_path / "a.mp4", [i / 30 for i in range(60)])
    data = bytearray(path.read_bytes())
    for at in rng.integers(40, len(data), 12):
        data[at] = rng.integers(256)
    path.write_bytes(data)
    with contextlib.suppress(ClipError):  # any other exception, a crash or a hang fails
        assert len(list(checked_clip(path, seconds=30))) <= 60


def test_a_header_that_lies_about_its_size_does_no_harm(tmp_path: Path) -> None:
    clip = checked_clip(huge_header(tmp_path / "a.mp4"))
    assert {f.picture.shape for f in clip} == {(HEIGHT, clip.info.width, 3)}
    assert clip.info.width <= 4 * WIDTH


def test_what_an_editor_cut_off_is_not_counted(tmp_path: Path) -> None:
    """Frames before the start of the edit list are stored but not shown."""
    clip = open_clip(write(tmp_path / "a.mp4", [(i - 6) / 30 for i in range(24)]))
    assert clip.info.frames == len(list(clip))


def test_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4")
    for limits, code in (
        (Limits(size_bytes=1000), "too_large"),
        (Limits(duration_s=0.5), "too_long"),
        (Limits(frames=10), "too_long"),
        (Limits(pixels=1000), "too_many_pixels"),
    ):
        with pytest.raises(ClipError) as caught:
            checked_clip(path, limits=limits)
        assert caught.value.code == code


def test_a_slow_child_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "stuck"
    stuck.write_text("#!/bin/sh\nexec sleep 600\n", "utf-8")
    stuck.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stuck))
    with pytest.raises(ClipError) as caught:
        checked_clip(write(tmp_path / "a.mp4"), seconds=0.1)
    assert caught.value.code == "too_slow"


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every process that is started."""
    started: list[Any] = []
    popen = subprocess.Popen

    def noted(*arguments: Any, **options: Any) -> Any:
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    return started


def test_a_child_that_dies_is_an_answer(tmp_path: Path, children: list[Any]) -> None:
    walk = iter(checked_clip(write(tmp_path / "a.mp4", [i / 30 for i in range(120)])))
    next(walk)
    children[-1].kill()
    with pytest.raises(ClipError) as caught:
        list(walk)
    assert caught.value.code == "decoder_died"


def test_a_child_without_memory_is_an_answer(tmp_path: Path) -> None:
    clip = checked_clip(write(tmp_path / "a.mp4"))
    with pytest.raises(ClipError):
        list(Clip(clip.opened, Limits(memory_bytes=1), isolated=True))


def test_a_walk_left_early_leaves_no_child(tmp_path: Path, children: list[Any]) -> None:
    walk: Any = checked_clip(write(tmp_path / "a.mp4")).frames()
    next(walk)
    walk.close()
    assert len(children) == 2
    assert all(process.returncode is not None for process in children)
