"""The written videos in a real browser: they load, seeks land, and the pictures of that moment are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Route

from plantigrade.core.quantities import Side
from plantigrade.motion.overlay import Layers
from plantigrade.motion.overlay_files import write_pair, write_video
from plantigrade.motion.repetitions import Peaks, Repetition
from plantigrade.motion.types import INDEX, ClipInfo, Floats, Frame
from tests.motion.truth import made_tracks

WIDTH, HEIGHT, SECONDS = 181, 321, 6
TIMES = np.concatenate([np.arange(0, 3, 0.05), np.arange(3, SECONDS, 0.08)])
REPS = tuple(Repetition(s, s + 1.0, s + 2.0, 0.0, "full", None, None, Peaks()) for s in (0.5, 3.0))
PAGE, FILM = "http://page.test/", "http://page.test/film.mp4"
# Seeks and gives back where it landed and the picture's corner and whole, as a canvas shows them.
SEEK = """async seconds => {
    const film = document.querySelector('video')
    const there = new Promise(done => film.addEventListener('seeked', done, {once: true}))
    film.currentTime = seconds
    await there
    const canvas = document.createElement('canvas')
    canvas.width = film.videoWidth
    canvas.height = film.videoHeight
    const paper = canvas.getContext('2d')
    paper.drawImage(film, 0, 0)
    return {
        at: film.currentTime, ready: film.readyState, fault: film.error && film.error.message,
        corner: [...paper.getImageData(film.videoWidth - 9, 60, 1, 1).data],
        all: [...paper.getImageData(0, 0, film.videoWidth, film.videoHeight).data],
    }
}"""
LOADED = """() => new Promise((done, broken) => {
    const film = document.querySelector('video')
    const said = () => done([film.videoWidth, film.videoHeight, film.duration])
    film.addEventListener('error', () => broken(new Error(film.error.message)))
    if (film.readyState >= 1) said()
    else film.addEventListener('loadedmetadata', said)
})"""


def grey(t_s: float) -> int:
    """Each second has a grey of its own, so that a picture says when it was taken."""
    return 60 + 25 * int(t_s + 1e-6)


@dataclass(frozen=True)
class Seconds:
    t_s: Floats

    @property
    def info(self) -> ClipInfo:
        return ClipInfo(SECONDS, len(self.t_s), 20.0, WIDTH, HEIGHT, 0, True, "none")

    def __iter__(self) -> Iterator[Frame]:
        for i, t in enumerate(self.t_s):
            yield Frame(i, float(t), np.full((HEIGHT, WIDTH, 3), grey(float(t)), np.uint8))


def layers() -> Layers:
    xy = np.full((len(TIMES), 17, 2), np.nan)
    for part, place in {"hip": (70, 150), "knee": (100, 200), "ankle": (80, 260), "toe": (110, 278)}.items():
        xy[:, INDEX[f"right_{part}"]] = place
    return Layers(made_tracks(xy, TIMES, WIDTH, HEIGHT), Side.RIGHT, None, None, REPS)


def annotated(path: Path) -> None:
    write_video(Seconds(TIMES), layers(), path)


def in_step(path: Path) -> None:
    write_pair((Seconds(TIMES), layers()), (Seconds(TIMES), layers()), path)


def film_server(data: bytes) -> Callable[[Route], None]:
    """Serves the page and the film in the ranges that a browser asks for, as every web server does."""

    def serve(route: Route) -> None:
        if route.request.url != FILM:
            film = "<!doctype html><video src=film.mp4 preload=auto muted></video>"
            route.fulfill(body=film, content_type="text/html")
            return
        first, _, last = route.request.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")
        start, end = int(first), int(last or len(data) - 1)
        route.fulfill(
            status=206,
            body=data[start : end + 1],
            headers={
                "Content-Type": "video/mp4",
                "Accept-Ranges": "bytes",
                "Content-Range": f"bytes {start}-{end}/{len(data)}",
            },
        )

    return serve


@pytest.mark.parametrize(("write", "width"), [(annotated, 180), (in_step, 2 * 180 + 8)], ids=["clip", "pair"])
def test_a_browser_plays_it_and_seeks_land(
    browser: Browser, tmp_path: Path, write: Callable[[Path], None], width: int
) -> None:
    path = tmp_path / "film.mp4"
    write(path)
    page = browser.new_page()
    try:
        page.route("**/*", film_server(path.read_bytes()))
        page.goto(PAGE)
        wide, high, length = page.evaluate(LOADED)
        assert (wide, high) == (width, 320)
        assert length > 5
        for seconds in (4.5, 0.5, 3.5, 1.5):
            seen: dict[str, Any] = page.evaluate(SEEK, seconds)
            assert (seen["fault"], seen["ready"] >= 2) == (None, True)
            assert seen["at"] == pytest.approx(seconds, abs=0.01)
            assert seen["corner"][:3] == pytest.approx([grey(seconds)] * 3, abs=6)
            picture = np.reshape(seen["all"], (high, wide, 4))[..., :3].astype(int)
            coloured = np.ptp(picture, axis=-1) > 40
            assert coloured.mean() > 0.005  # the lines on the body are there, in their colours
    finally:
        page.close()
