"""The phone as an inclinometer, with a phone whose tilt the test sets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.assess.actions import choose_test, start_assessment
from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from tests.web.looking import violations

# Sends a tilt for a second and a half that sways, as a phone does, sixty times a second of its own clock.
HOLD = """([beta, gamma, sway = 0.2]) => {
  const start = globalThis.swayed_ms ?? performance.now();
  for (let i = 0; i < 90; i++) {
    const event = new DeviceOrientationEvent("deviceorientation", { alpha: 0, beta: beta + (i % 2) * sway, gamma });
    globalThis.swayed_ms = start + i * 16.7;
    Object.defineProperty(event, "timeStamp", { value: globalThis.swayed_ms });
    dispatchEvent(event);
  }
}"""


def up_seen_from_the_phone(lean_deg: float, roll_deg: float) -> tuple[float, float]:
    """beta and gamma of a phone that leans forward and is rolled about its long axis, by rotation matrices."""
    lean, roll = math.radians(lean_deg), math.radians(roll_deg)
    x, y, z = math.sin(lean) * math.sin(roll), math.cos(lean), -math.sin(lean) * math.cos(roll)
    # Upward is (-cos b sin g, sin b, cos b cos g); gamma stays within a quarter turn.
    beta = math.atan2(y, math.copysign(math.hypot(x, z), z))
    gamma = math.atan2(-x, z) if z > 0 else math.atan2(x, -z)
    return math.degrees(beta), math.degrees(gamma)


BOX = "[data-tilt='left.wb_bent_deg']"


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A phone that is about to open the wall lunge by degrees."""
    opened = browser.new_page(base_url=live_server.url, viewport={"width": 360, "height": 740})
    yield opened
    opened.close()


def open_lunge(page: Page) -> Person:
    alice = add_person(owner=sole_user(), name="Alice")
    choose_test(assessment=start_assessment(person=alice), test="wb_bent")
    page.goto(f"/p/{alice.id}/ankles/question/wb_bent/")
    return alice


@pytest.mark.django_db(transaction=True)
def test_a_shin_is_measured_against_the_phones_own_upright(page: Page) -> None:
    alice = open_lunge(page)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    box = page.locator(BOX)
    box.locator("[data-upright]").click()
    expect(box.locator("[data-told]")).to_contain_text("Hold still")
    page.evaluate(HOLD, [91.9, 0.0])
    expect(box.locator("[data-told]")).to_contain_text("Upright is set")
    other = page.locator("[data-tilt='right.wb_bent_deg']")
    other.locator("[data-upright]").click()
    expect(other.locator("[data-told]")).to_contain_text("Hold still")
    box.locator("[data-measure]").click()
    expect(box.locator("[data-told]")).to_contain_text("Hold still")
    page.evaluate(HOLD, [125.9, 0.0])
    expect(box.locator("[data-told]")).to_have_text("Taken: 34 degrees.")
    assert page.input_value("[id='left.wb_bent_deg']") == "34"
    expect(other.locator("[data-told]")).to_contain_text("Hold still")
    assert violations(page) + faults == []
    # Where the phone was is asked as soon as there is a number, and goes with it.
    page.get_by_label("just below the kneecap").first.check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/question/**")
    assert Assessment.objects.get(person=alice).raw["left"] == {
        "wb_bent_deg": 34,
        "inclinometer_placement": "tuberosity",
    }


@pytest.mark.django_db(transaction=True)
def test_an_unsteady_hand_measures_nothing(page: Page) -> None:
    open_lunge(page)
    box = page.locator(BOX)
    box.locator("[data-upright]").click()
    expect(box.locator("[data-told]")).to_contain_text("Hold still")
    page.evaluate(HOLD, [91.9, 0.0, 3.0])
    expect(box.locator("[data-now]")).to_have_text(re.compile("°"))
    expect(box.locator("[data-told]")).to_contain_text("Hold still")
    expect(box.locator("[data-measure]")).to_be_disabled()
    page.evaluate(HOLD, [91.9, 0.0])
    expect(box.locator("[data-measure]")).to_be_enabled()


EMPTY = "() => dispatchEvent(new DeviceOrientationEvent('deviceorientation', {beta: null, gamma: null}))"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["return 'denied'", "throw new Error('not by a tap')"])
def test_a_refused_permission_leaves_the_number_to_type(page: Page, answer: str) -> None:
    page.add_init_script(f"DeviceOrientationEvent.requestPermission = async () => {{ {answer} }}")
    open_lunge(page)
    page.locator(BOX).locator("[data-upright]").click()
    expect(page.locator(BOX).locator("[data-told]")).to_contain_text("type the number")
    page.fill("[id='left.wb_bent_deg']", "36")
    expect(page.locator("[data-needs]").first).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_a_device_without_the_sensor_says_so_after_a_moment(page: Page) -> None:
    page.clock.install()
    open_lunge(page)
    told = page.locator(BOX).locator("[data-told]")
    page.locator(BOX).locator("[data-upright]").click()
    expect(told).to_contain_text("Hold still")
    page.evaluate(EMPTY)
    page.clock.run_for(3100)
    expect(told).to_contain_text("type the number")


@pytest.mark.django_db(transaction=True)
def test_the_lean_is_exact_however_the_phone_is_rolled(page: Page) -> None:
    page.goto("/")
    for lean in (-20.0, 0.0, 5.0, 34.0, 50.0):
        for roll in (-60.0, -10.0, 0.0, 25.0, 80.0):
            beta, gamma = up_seen_from_the_phone(lean, roll)
            read = page.evaluate(
                "async ([b, g]) => (await import('/static/assess/inclinometer.js')).lean_deg(b, g)",
                [beta, gamma],
            )
            assert abs(read) == pytest.approx(abs(lean), abs=1e-6)
            assert lean == 0 or math.copysign(1, read) == math.copysign(1, lean), (lean, roll)
