"""Two clips compared: by a job of its own, once; shown at the same depth and in step; its finding offered."""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser, Page, expect

from plantigrade.results.kept_analysis import keep_analysis
from plantigrade.web.assess.actions import start_assessment
from plantigrade.web.people.models import Person
from plantigrade.web.videos import actions
from plantigrade.web.videos.jobs import compare as run
from plantigrade.web.videos.models import Clip, Comparison
from plantigrade.web.videos.queries import comparable, month_apart
from plantigrade.web.videos.reading import KEPT
from tests.motion.made import analysis_of
from tests.motion.truth import HERE
from tests.web.looking import shown_wrong
from tests.web.test_videos import program

DAY = datetime.date(2026, 11, 26)
SQUAT = {"task": "squat", "reps": [{}], "reasons": []}


def squat_clip(person: Person, on: datetime.date = DAY, lift_cm: float = 0.0, film: str = "") -> Clip:
    """A clip that was read; with `film`, one of the rendered ones with what a reading leaves beside it."""
    content = (HERE / f"{film}.mp4").read_bytes() if film else b"x"
    file = SimpleUploadedFile("a.mp4", content)
    clip = actions.add_clip(person=person, file=file, taken_on=on, heel_lift_cm=lift_cm)
    if film:
        folder = Path(clip.file.path).parent
        keep_analysis(replace(analysis_of(film), heel_lift_cm=lift_cm), folder / KEPT)
        shutil.copy(HERE / f"{film}.mp4", folder / "clip-overlay.mp4")
    claimed = actions.claim(clip_id=str(clip.pk))
    assert claimed is not None
    actions.finish(clip=claimed, result=SQUAT)
    return clip


@pytest.fixture
def held(alice: Person) -> Comparison:
    before = squat_clip(alice, DAY - datetime.timedelta(days=28))
    return actions.compare(before=before, after=squat_clip(alice))


def test_flat_and_raised_of_a_day_are_compared_by_themselves(alice: Person) -> None:
    flat, raised = squat_clip(alice), squat_clip(alice, lift_cm=2.5)
    squat_clip(alice, lift_cm=2.5, on=DAY + datetime.timedelta(days=9))
    pair = Comparison.objects.get()
    assert (pair.before, pair.after, pair.raised) == (flat, raised, True)


def test_asked_for_twice_it_is_one_and_read_once(held: Comparison, tmp_path: Path) -> None:
    assert actions.compare(before=held.before, after=held.after) == held
    count = tmp_path / "count"
    once = [sys.executable, "-c", f"open({str(count)!r}, 'a').write('x'); print('{{\"answer\": {{}}}}')"]
    run(str(held.pk), once)
    run(str(held.pk), once)
    assert count.read_text() == "x"
    with pytest.raises(ValueError, match="two clips"):
        actions.compare(before=held.before, after=held.before)


def test_cancelled_failed_and_tried_again(client: Client, held: Comparison) -> None:
    address = held.get_absolute_url()
    client.post(f"{address}cancel/")
    run(str(held.pk), program({"answer": {}}))
    held.refresh_from_db()
    assert held.state == Comparison.State.CANCELLED
    client.post(f"{address}again/")
    run(str(held.pk), program({"fault": "No side view."}, status=2))
    assert "No side view." in client.get(address).content.decode()
    client.post(f"{address}again/")
    run(str(held.pk), program({"stage": "pictures", "share": 0.5}, {"answer": {"a": {}}}))
    held.refresh_from_db()
    assert (held.state, held.result) == (Comparison.State.DONE, {"a": {}})


def test_the_comparison_of_a_dead_worker_waits_again(client: Client, held: Comparison) -> None:
    Comparison.objects.filter(pk=held.pk).update(state=Comparison.State.RUNNING, seen_at=timezone.now())
    address = f"{held.get_absolute_url()}state/"
    assert client.get(address).json()["state"] == "running"
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10), tick=False):
        client.get(address)
    held.refresh_from_db()
    assert held.state == Comparison.State.WAITING


def test_what_a_killed_worker_left_is_done_again(held: Comparison) -> None:
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    DBTaskResult.objects.all().delete()
    Comparison.objects.filter(pk=held.pk).update(state=Comparison.State.RUNNING, seen_at=long_ago)
    actions.recover()
    held.refresh_from_db()
    assert held.state == Comparison.State.WAITING
    jobs = DBTaskResult.objects.ready().filter(args_kwargs__args=[str(held.pk)])
    assert [job.task_path for job in jobs] == ["plantigrade.web.videos.jobs.compare_clips"]


def test_the_default_is_the_newest_and_the_one_about_a_month_older(alice: Person) -> None:
    ages = (90, 33, 5, 0)
    clips = [squat_clip(alice, DAY - datetime.timedelta(days=days)) for days in ages]
    assert month_apart(comparable(alice)) == (clips[1], clips[3])
    lunge = actions.add_clip(person=alice, file=SimpleUploadedFile("a.mp4", b"x"), taken_on=DAY)
    claimed = actions.claim(clip_id=str(lunge.pk))
    assert claimed is not None
    actions.finish(clip=claimed, result=SQUAT | {"task": "wall_lunge"})
    assert month_apart(comparable(alice)) == (clips[1], clips[3])


def test_two_movements_and_one_clip_twice_are_refused(client: Client, alice: Person) -> None:
    one, two = squat_clip(alice), squat_clip(alice)
    Clip.objects.filter(pk=two.pk).update(result=SQUAT | {"task": "wall_lunge"})
    address = f"/p/{alice.id}/videos/compare/"
    for after in (one, two):
        answer = client.post(address, {"before": str(one.pk), "after": str(after.pk)})
        assert answer.status_code == 400
    assert not Comparison.objects.exists()


def test_raised_heels_become_a_finding(client: Client, alice: Person) -> None:
    squat_clip(alice, film="d01")
    raised = squat_clip(alice, lift_cm=2.5, film="d02")
    pair = Comparison.objects.get()
    run(str(pair.pk))
    pair.refresh_from_db()
    assert pair.state == Comparison.State.DONE, pair.error
    assert pair.result is not None
    found = pair.result["comparison"]
    assert found["elevated_response"] in ("clearly_better", "somewhat_better", "no_better")
    shown = client.get(pair.get_absolute_url()).content.decode()
    assert "Shin angle at the same depth" in shown
    assert shown.count("A real change") + shown.count("No change that can be told") >= 4
    film: Any = client.get(f"{pair.get_absolute_url()}film")
    assert len(film.getvalue()) > 10_000
    assessment = start_assessment(person=alice)
    assessment.started_at = timezone.make_aware(datetime.datetime.combine(DAY, datetime.time(8)))
    assessment.save()
    keys = ["squat.elevated_response", "squat.elevation_cm"]
    client.post(f"{pair.get_absolute_url()}use/", {"finding": keys})
    assessment.refresh_from_db()
    assert assessment.raw["squat"] == {"elevated_response": found["elevated_response"], "elevation_cm": 2.5}
    assert assessment.origins[keys[0]]["source"] == "comparison"
    actions.remove(clip=raised)
    assert not Comparison.objects.exists()


@pytest.fixture
def page(browser: Browser, live_server: Any, request: Any) -> Iterator[Page]:
    more = getattr(request, "param", {})
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}, **more)
    yield context.new_page()
    context.close()


@pytest.fixture
def pair(transactional_db: None, alice: Person) -> Comparison:  # noqa: ARG001
    before = squat_clip(alice, DAY - datetime.timedelta(days=28), film="d01")
    held = actions.compare(before=before, after=squat_clip(alice, film="d02"))
    run(str(held.pk))
    return held


def times(page: Page) -> list[float]:
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-together] video')].every(v => v.readyState > 1 && !v.seeking"
        " && Math.abs(v.currentTime - Number(v.dataset.wanted)) < 0.05)"
    )
    found: list[float] = page.eval_on_selector_all(
        "[data-together] video", "all => all.map(v => v.currentTime)"
    )
    return found


def test_both_clips_go_through_the_squat_in_step(page: Page, pair: Comparison) -> None:
    pair.refresh_from_db()
    assert pair.result is not None
    knots = [pair.result[name]["knots_s"] for name in ("a", "b")]
    page.goto(pair.get_absolute_url())
    assert times(page) == pytest.approx([one[1] for one in knots], abs=0.05)
    slider = page.get_by_label("Through the squat")
    slider.press("Home")
    assert times(page) == pytest.approx([one[0] for one in knots], abs=0.05)
    slider.press("ArrowRight")
    share = float(slider.input_value())
    told = [one[0] + share * (one[1] - one[0]) for one in knots]
    assert times(page) == pytest.approx(told, abs=0.05)
    assert slider.get_attribute("aria-valuetext") == "Repetition 1, 5 % of the way down"
    expect(page.locator(".legend")).to_be_hidden()
    page.get_by_label("Lay one over the other").check()
    expect(page.locator(".legend")).to_contain_text("See-through, laid over it")
    assert "scale" in page.locator("[data-together] video").nth(1).evaluate("v => v.style.transform")
    expect(page.locator("[data-plain]")).to_be_hidden()
    assert not shown_wrong(page, "overlaid")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True)
def test_with_reduced_motion_it_goes_by_steps(page: Page, pair: Comparison) -> None:
    page.goto(pair.get_absolute_url())
    page.get_by_role("button", name="Next step").click()
    assert page.get_by_label("Through the squat").input_value() == "2"
    assert page.get_by_role("button", name="Next step").is_visible()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_film_of_both_plays(page: Page, pair: Comparison) -> None:
    page.goto(pair.get_absolute_url())
    expect(page.get_by_label("Both clips side by side, in step")).to_be_visible()
    expect(page.locator("[data-together]")).to_be_hidden()


def test_one_picture_is_laid_over_the_other_by_ankle_and_leg(page: Page) -> None:
    page.goto("/")
    at, knots = {"x": 0.4, "y": 1.2, "leg": 0.3, "facing": "left"}, [1.0, 2.0, 4.0, 5.0, 5.5, 7.0]
    other = {"x": 0.7, "y": 0.9, "leg": 0.6, "facing": "right"}
    laid, back, parts = page.evaluate(
        """async ([a, b, knots]) => {
            const { laidOver, partAt, stepAt, timeAt } = await import("/static/videos/steps.js");
            return [
                laidOver(a, b),
                [0, 0.5, 1, 2.25, 4.9, 5].map(step => stepAt(knots, timeAt(knots, step))),
                [0.5, 1.5, 2.5, 3, 4].map(partAt),
            ];
        }""",
        [at, other, knots],
    )
    assert laid["across"] * other["x"] + laid["x"] == pytest.approx(at["x"])
    assert laid["down"] * other["y"] + laid["y"] == pytest.approx(at["y"])
    assert laid["across"] == pytest.approx(-0.5)
    assert back == pytest.approx([0, 0.5, 1, 2.25, 4.9, 5])
    assert [(one["rep"], one["part"], one["percent"]) for one in parts] == [
        (1, "down", 50), (1, "up", 50), (1, "between", 50), (2, "down", 0), (2, "down", 100)
    ]  # fmt: skip
