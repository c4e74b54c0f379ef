"""Faults of framing and clothing, each as a reason with what to do."""

from __future__ import annotations

import math

import numpy as np

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.standing import points_of
from plantigrade.motion.tracks import seen_in
from plantigrade.motion.types import INDEX, Bools, Floats, Reason, Tracks, View

# Below 40 px from heel to toe one pixel of noise is 2.4 deg of foot angle (video-anchors 2.1); from 45 px on
# the rendered clips read as well as larger ones.
TINY_FOOT_PX, SMALL_FOOT_PX = 40.0, 45.0
# One pixel of noise at each end of the foot line.
NOISE_PX = 1.0
# Mean brightness, 0 to 255, below which the pose models lose the feet (the dark clip of pose-engines.md 6.3).
DARK = 45.0
# A point this close to the border, as a share of the longer side, or beyond it, is cut off.
BORDER = 0.005
# Share of samples in which a part may be out of the picture.
CUT_SHARE = 0.05
# Height of the picture's middle row above the floor, in ankle-to-shoulder heights: a phone held level at 1.5
# m is near 1.15, at 0.3 m near 0.2, at knee to hip height 0.35 to 0.7.
PHONE_LOW, PHONE_HIGH = 0.1, 1.0
# Loss of thigh length over shank length from standing to the bottom: 0.05 to 0.09 between exact points, 0.20
# where the body is short and turned by 10 deg, 0.05 to 0.36 as BlazePose reads suitable clothing. A hip or
# knee that is dragged away by a hem or hidden by an arm gave 0.45 to 0.85 (readings with hip errors of 12
# cm). A hem that shifts the knee by a few centimetres (rendered clip d06: 0.28) stays below: points alone
# cannot show it, `hem` reads it from the picture.
HIDDEN_KNEE_CHANGE = 0.40
# What a hem that holds the knee point costs at the bottom (ground-truth.md 2c: up to 5.8 deg).
HIDDEN_KNEE_SD_DEG = 4.0
# Off the side plane a thigh that swings back is seen shortened; within this the check still means something.
CHECKED_TO_DEG = 25.0

NO_PERSON = Reason(
    "no_person",
    "No person could be followed in this clip. Film the whole body, in good light, with nobody else in view. "
    "A clip of the leg alone can be measured by marks (video analyse --markers).",
    fatal=True,
)
NO_STANDING = Reason(
    "no_standing",
    "You do not stand still anywhere in this clip, so there is no zero for the ankle. Stand still for two "
    "seconds before the first repetition.",
)
TOO_DARK = Reason(
    "too_dark", "The picture is too dark to see your feet well. Turn on a light or face a window."
)
KNEE_HIDDEN = Reason(
    "knee_hidden",
    "Clothing or an arm seems to hide your knee or hip, so the angles read less sure. Wear leggings, or roll "
    "the shorts up to mid thigh, and keep your arms off your thighs.",
)
FEET_CUT = Reason(
    "feet_cut",
    "A foot leaves the picture. Step back or tilt the phone so that both feet stay in view.",
    fatal=True,
)
HEAD_CUT = Reason(
    "head_cut",
    "Your head or shoulders leave the picture. Step back until your whole body is in view, or measure the "
    "leg alone by marks (video analyse --markers).",
)
PHONE_TOO_HIGH = Reason(
    "phone_high", "The phone is too high and looks down on you. Put it at the height of your knee or hip."
)
PHONE_TOO_LOW = Reason(
    "phone_low", "The phone is too close to the floor. Put it at the height of your knee or hip."
)
FRONTAL = Reason(
    "front_view",
    "This is a front view: it shows whether the knees cave in, but no ankle angle. For that, film from the "
    "side.",
)
OBLIQUE_UNKNOWN = Reason(
    "view_unknown",
    "The direction of the camera could not be told. Film from the side, with the whole body in view.",
    fatal=True,
)
NEAR_UNCLEAR = Reason(
    "near_leg_unclear",
    "It is not clear which leg is nearer to the phone. Film from the side, about three steps away.",
    fatal=True,
)
WORKING_LEG_FAR = Reason(
    "working_leg_far",
    "The leg in front is the one away from the phone and reads less sure. Film it from its own side.",
)


def foot_too_small(foot_px: float) -> Reason:
    """Fatal below TINY_FOOT_PX."""
    return Reason(
        "too_small",
        f"Your foot is only {foot_px:.0f} pixels long in the picture. Step closer or film in a higher "
        "resolution.",
        fatal=foot_px < TINY_FOOT_PX,
    )


def rolled(roll_deg: float, *, corrected: bool) -> Reason:
    done = "The angles are corrected for it" if corrected else "The angles may be off by as much"
    return Reason(
        "camera_rolled",
        f"The phone seems to be tilted by about {abs(roll_deg):.0f} degrees. {done}; "
        "level it against a wall or table.",
    )


def oblique(angle: Estimate) -> Reason:
    return Reason(
        "oblique_view",
        f"The phone stands about {abs(angle.value):.0f} degrees off your side. Turn until you see yourself "
        "exactly from the side.",
        fatal=True,
    )


def faults(
    tracks: Tracks, near: Side | None, leg: float, foot: float, height: float, brightness: float | None
) -> list[Reason]:
    """What is wrong with framing and light."""
    sides = SIDES if near is None else (near,)
    out = []
    if any(_cut(tracks, f"{side.value}_{part}") for side in sides for part in ("heel", "toe", "ankle")):
        out.append(FEET_CUT)
    if _cut(tracks, "nose") or any(_cut(tracks, f"{side.value}_shoulder") for side in sides):
        out.append(HEAD_CUT)
    if foot < SMALL_FOOT_PX:
        out.append(foot_too_small(foot))
    if brightness is not None and brightness < DARK:
        out.append(TOO_DARK)
    if np.isfinite(height) and height > leg / 2:
        feet = np.concatenate([points_of(tracks, side, "ankle")[:, 1] for side in SIDES])
        feet = feet[np.isfinite(feet)]
        middle = (float(np.median(feet)) - tracks.height / 2) / height if len(feet) else float("nan")
        if middle > PHONE_HIGH:
            out.append(PHONE_TOO_HIGH)
        elif middle < PHONE_LOW:
            out.append(PHONE_TOO_LOW)
    return out


def view_reasons(
    view: View | None, angle: Estimate | None, near: Side | None, working: Side | None, split: bool
) -> list[Reason]:
    """What the direction of the camera does to the reading."""
    if view is None or angle is None:
        return [OBLIQUE_UNKNOWN]
    if view == "frontal":
        return [FRONTAL]
    if view == "oblique":
        return [oblique(angle)]
    if near is None:
        return [NEAR_UNCLEAR]
    return [WORKING_LEG_FAR] if split and working is not near else []


def small_foot_sd(foot_px: float) -> float:
    """Degrees that pixel noise adds to the line of a short foot."""
    return math.degrees(math.sqrt(2) * NOISE_PX / max(foot_px, 1.0))


def knee_drift(tracks: Tracks, side: Side, rest: Bools, angle: Estimate | None) -> float | None:
    """Degrees to add when the knee point slides along the leg as it bends, None when it does not.

    A hem that moves with the thigh drags the knee point towards the hip: the thigh grows shorter against the
    shank.
    """
    if angle is None or abs(angle.value) > CHECKED_TO_DEG:
        return None
    hip, knee, ankle = (points_of(tracks, side, part) for part in ("hip", "knee", "ankle"))
    ratio: Floats = np.linalg.norm(hip - knee, axis=-1) / np.linalg.norm(knee - ankle, axis=-1)
    reach = np.linalg.norm(hip - ankle, axis=-1)
    seen = np.isfinite(ratio)
    if not (seen & rest).any() or not (seen & ~rest).any():
        return None
    deep = seen & ~rest & (reach <= np.quantile(reach[seen & ~rest], 0.15))
    change = 1 - float(np.median(ratio[deep])) / float(np.median(ratio[seen & rest])) if deep.any() else 0.0
    turned = 1 - math.cos(math.radians(angle.value))
    return HIDDEN_KNEE_SD_DEG if change - turned > HIDDEN_KNEE_CHANGE else None


def _cut(tracks: Tracks, name: str) -> bool:
    """Out of the picture, or at its very border, in more samples than a slip explains."""
    points = tracks.xy[:, INDEX[name]]
    seen = seen_in(points)
    if not seen.any():
        return True
    margin = BORDER * max(tracks.width, tracks.height)
    x, y = points[seen, 0], points[seen, 1]
    out = (x < margin) | (y < margin) | (x > tracks.width - margin) | (y > tracks.height - margin)
    return bool(out.mean() > CUT_SHARE)
