"""The phone as an inclinometer, with a phone whose tilt the test sets."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.assess.actions import choose_test, start_assessment
from plantigrade.web.people.actions import add_person
from tests.web.looking import violations

# Sends a steady tilt for a second and a half, as a phone does, sixty times a second of its own clock.
HOLD = """([beta, gamma]) => {
  for (let i = 0; i < 90; i++) {
    const event = new DeviceOrientationEvent("deviceorientation", { alpha: 0, beta: beta + (i % 2) * 0.2, gamma });
    Object.defineProperty(event, "timeStamp", { value: performance.now() + i * 16.7 });
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


@pytest.mark.django_db(transaction=True)
def test_a_shin_is_measured_against_the_phones_own_upright(browser: Browser, live_server: Any) -> None:
    alice = add_person(owner=sole_user(), name="Alice")
    choose_test(assessment=start_assessment(person=alice), test="wb_bent")
    page = browser.new_page(base_url=live_server.url, viewport={"width": 360, "height": 740})
    page.goto(f"/p/{alice.id}/ankles/question/wb_bent/")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    box = page.locator("[data-tilt='left.wb_bent_deg']")
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
    page.close()


@pytest.mark.django_db(transaction=True)
def test_the_lean_is_exact_however_the_phone_is_rolled(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(base_url=live_server.url)
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
    page.close()
