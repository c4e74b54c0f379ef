"""What a reading could not measure, and why it failed, in the words of a page.

The reader speaks English and of its command line; a page says the same by the code, in the chosen language.
What a code has no words for is said as the reader said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# The codes of `motion`'s reasons. Depth and trunk stand in the table of a comparison, with their errors.
REASONS: Mapping[str, Any] = {
    "no_person": _(
        "No person could be followed in this clip. Film the whole body, in good light, with nobody else "
        "in view."
    ),
    "nobody_seen": _(
        "Nobody is seen well enough. Film one person from head to feet, upright in the picture, in good "
        "light, from about three metres."
    ),
    "several_people": _(
        "Several people are in the picture; the one who squats was measured. Film without others and "
        "without mirrors."
    ),
    "smaller_model": _(
        "The larger pose model is not on this machine, so errors are wider. Whoever looks after it runs "
        "`plantigrade models install`."
    ),
    "no_standing": _(
        "You do not stand still anywhere in this clip, so there is no zero for the ankle. Stand still for"
        " two seconds before the first repetition."
    ),
    "no_zero": _(
        "Without quiet standing there is no zero for the ankle: its bend and heel lifts are left out. "
        "Stand still for two seconds before the first repetition."
    ),
    "too_dark": _("The picture is too dark to see your feet well. Turn on a light or face a window."),
    "knee_hidden": _(
        "Clothing or an arm seems to hide your knee or hip, so the angles read less sure. Wear leggings, "
        "or roll the shorts up to mid thigh, and keep your arms off your thighs."
    ),
    "knee_hem": _(
        "A hem ends close to your knee and may draw the knee point to it, so the angles are given with a "
        "wider error. Tuck the shorts well above the knee, to mid thigh, or wear leggings."
    ),
    "feet_cut": _("A foot leaves the picture. Step back or tilt the phone so that both feet stay in view."),
    "head_cut": _("Your head or shoulders leave the picture. Step back until your whole body is in view."),
    "phone_high": _("The phone is too high and looks down on you. Put it at the height of your knee or hip."),
    "phone_low": _("The phone is too close to the floor. Put it at the height of your knee or hip."),
    "camera_rolled": _("The phone seems to be tilted. Level it against a wall or table."),
    "front_view": _(
        "This is a front view: it shows whether the knees cave in, but no ankle angle. For that, film "
        "from the side."
    ),
    "oblique_view": _(
        "The phone stands too far off your side. Turn until you see yourself exactly from the side."
    ),
    "view_unknown": _(
        "The direction of the camera could not be told. Film from the side, with the whole body in view."
    ),
    "near_leg_unclear": _(
        "It is not clear which leg is nearer to the phone. Film from the side, about three steps away."
    ),
    "working_leg_far": _(
        "The leg in front is the one away from the phone and reads less sure. Film it from its own side."
    ),
    "too_small": _("Your foot is too small in the picture. Step closer or film in a higher resolution."),
    "heel_no_standing": _(
        "The foot is not seen standing still before the first repetition, so a heel lift cannot be told. "
        "Stand still for two seconds with both feet in the picture, then start."
    ),
    "heel_foot_small": _(
        "The foot is too small in the picture to see a heel lift. Step closer or film in a higher resolution."
    ),
    "heel_foot_plain": _(
        "The foot hardly stands out from the floor, so a heel lift cannot be told. Use more light, or "
        "shoes and a floor of different colour."
    ),
    "heel_foot_lost": _(
        "The foot could not be followed for part of the clip; the heel is left open there. Keep the foot "
        "in view, with nothing in front of it, and the light even."
    ),
    "heel_foot_stepped": _(
        "The foot took another place during the clip; the heel is left open from there. Keep your feet "
        "where they are."
    ),
    "heel_phone_moved": _(
        "The phone moved; the heel is measured against the room behind you. Prop the phone up for a surer"
        " answer."
    ),
    "slow_motion": _("The file says that it was filmed in slow motion; all times are real ones."),
    "slow_motion_likely": _(
        "A repetition is slower than people move. If this is slow motion, film once more at the usual speed."
    ),
    "too_fast": _(
        "A repetition is faster than people squat. Send the clip as the phone filmed it, not sped up."
    ),
    "no_common_depth": _("The two clips share no depth to compare at. Squat at least half way down in both."),
    "from_the_front": _(
        "Filmed from the front, so only the knees are compared. For depth, shin, heel and trunk film both"
        " clips from the side."
    ),
    "not_two_squats": _("Raised and flat heels can only be compared in squats filmed from the side."),
    "depth": "",
    "trunk": "",
}
# The codes of `motion.containers.ClipError` and of what `jobs` says itself.
FAULTS: Mapping[str, Any] = {
    "empty": _("The file is empty. Copy or send it from the phone again."),
    "image_only": _("This is a picture, not a video. Choose the video of the squat or lunge."),
    "audio_only": _("This file holds only sound. Choose the video of the squat or lunge."),
    "not_a_video": _("This is no video that can be read. Use an mp4, mov or webm from the phone."),
    "not_readable": _("The file cannot be opened. Send it once more."),
    "too_large": _("The file is larger than a clip of a few repetitions can be. Trim it."),
    "too_long": _("The clip is too long. Trim it to the repetitions."),
    "too_slow": _("The file takes too long to read. Trim it, or film in 1080p."),
    "too_many_pixels": _("The pictures are too large. Film in 4K or less; 1080p is plenty."),
    "changes_size": _("The pictures change their size within the clip. Film it once more in one go."),
    "truncated": _("The file breaks off before its end. Copy or send it from the phone again."),
    "damaged": _("The pictures of this clip cannot be read. Copy or send it from the phone again."),
    "decoder_died": _("The file breaks the decoder. Save it again with the phone's own editor."),
    "models_missing": _(
        "The pose models are not on this machine. Whoever looks after it runs `plantigrade models "
        "install`, then try again."
    ),
    "not_comparable": _(
        "These two clips cannot be compared: one is neither a side view nor a front view. Film both from "
        "the side, whole body in the picture."
    ),
    "cut_off": _("The reading was cut off; try once more."),
}


def fault_told(kept: str) -> str:
    """The words of a kept fault; rows of before codes were kept hold the reader's words alone."""
    code, _break, text = kept.partition("\n")
    return str(FAULTS.get(code, "")) or text or kept


def reasons_told(reasons: Iterable[Mapping[str, str]]) -> list[str]:
    """The words of a reader's reasons, in their order."""
    told = (str(REASONS.get(one["code"], one["text"])) for one in reasons)
    return [words for words in told if words]
