"""Angles of shin, foot, ankle, thigh and trunk, and the path of the knee, each with its standard error.

Three quantities are kept apart: the tilt of the shin from the vertical, the pitch of the foot, and
dorsiflexion, which is the change of the first minus the change of the second since quiet standing. Camera
roll shifts the first one to one and leaves dorsiflexion alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.noise import EXACT, Noise, PoseNoise, noise_of
from plantigrade.motion.standing import middle_of, points_of
from plantigrade.motion.tracks import seen_in
from plantigrade.motion.types import INDEX, Bools, Facing, Floats, Reason, Tracks
from plantigrade.motion.view import SIDE_VIEW_DEG, Viewpoint

# Obliquity is used for correction when known within this and no larger than a side view allows.
YAW_KNOWN_SD_DEG = 6.0
# Heights are seen stretched or squeezed against lengths when the phone points up or down: 1 deg of pitch
# moves a 35 deg shin by 0.25 deg (rendered truth: 0.5 deg too much at 35, pitch 0.95, within 0.1 once that is
# removed). A phone put up with care is within about 3 deg, so the ratio of the axes is known within this
# share.
AXES_SD = 0.025
# Filled samples follow no reading of their own.
FILLED_FACTOR = 1.5
DEG = 180 / math.pi


@dataclass(frozen=True, slots=True)
class Series:
    """`value` (T,) and its standard error `sd` (T,), both NaN where nothing could be measured."""

    value: Floats
    sd: Floats


@dataclass(frozen=True, slots=True)
class FootPitch:
    """Pitch of the foot measured elsewhere (from its own pixels): 0 while standing, heel up positive,
    degrees."""

    t_s: Floats
    pitch_deg: Floats
    sd_deg: Floats


@dataclass(frozen=True, slots=True)
class Zero:
    """Quiet standing: shin tilt and pitch of the heel-toe line in degrees, length of the foot across the
    picture."""

    shin_tilt_deg: Estimate
    foot_line_deg: Estimate
    foot_px: float


@dataclass(frozen=True, slots=True)
class Kinematics:
    """One leg from the side. T samples at `t_s`; degrees.

    shin_tilt: line ankle to knee from the vertical, forward positive. foot_pitch: since standing, heel up
    positive. dorsiflexion: shin tilt minus foot pitch, each since standing; NaN without standing. thigh: line
    knee to hip from the vertical, 0 upright, 90 horizontal, above 90 hip below knee. trunk_lean: line hips to
    shoulders from the vertical, forward positive. knee_past_toe: from the tip of the toes, horizontal,
    percent of the whole foot, forward positive. filled: true where a point in use was bridged over a gap.
    """

    t_s: Floats
    side: Side
    shin_tilt: Series
    foot_pitch: Series
    dorsiflexion: Series
    thigh: Series
    trunk_lean: Series
    knee_past_toe: Series
    filled: Bools
    zero: Zero | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FrontLeg:
    """One leg from the front. knee_inward: line ankle to knee from the vertical, towards the other leg
    positive, degrees. knee_over_toe: knee beside the toe, inward positive, percent of the shin's length."""

    side: Side
    knee_inward: Series
    knee_over_toe: Series


NO_ZERO = Reason(
    "no_zero",
    "Without quiet standing there is no zero for the ankle: dorsiflexion and heel lift are left out. Stand "
    "still for two seconds before the first repetition.",
)


def measure(
    tracks: Tracks,
    view: Viewpoint,
    *,
    noise: PoseNoise | None = None,
    jitter_px: Floats | None = None,
    foot: FootPitch | None = None,
    side: Side | None = None,
) -> Kinematics | None:
    """Angles of the working leg from prepared tracks.

    Parameters
    ----------
    tracks, view
        Prepared tracks and how they were filmed (`view.look`).
    noise
        Errors of the pose model; by the engine named in the tracks when not given.
    jitter_px
        (K,) fast noise left in each point after smoothing, px; unknown counts as none.
    foot
        Pitch of the foot from its own pixels; replaces the heel-toe line, which cannot carry a heel lift.
    side
        The leg to measure instead of the working one.

    Returns
    -------
    None when the clip is no side view, or the facing or the leg is not known.

    Notes ----- Lengths across the picture shrink by the cosine of the obliquity, tan(true) = tan(seen) /
    cos(yaw). They are set right when the obliquity is known within YAW_KNOWN_SD_DEG; otherwise the whole
    possible effect goes into the error. Exact under mirroring, scaling, shifting and enlarging the picture
    and under exchanged names.
    """
    leg = side or view.working_side
    if view.facing is None or leg is None or view.view != "sagittal":
        return None
    noise = noise or noise_of(tracks.engine)
    frame = _Frame(view, AXES_SD if noise is not EXACT else 0.0)
    joint = {part: points_of(tracks, leg, part) for part in ("hip", "knee", "ankle", "heel", "toe")}
    spread = {
        part: 0.0 if jitter_px is None else _or_zero(jitter_px[INDEX[f"{leg.value}_{part}"]])
        for part in joint
    }
    hips, shoulders = _centre(tracks, leg, "hip"), _centre(tracks, leg, "shoulder")
    filled = _filled(tracks, leg)
    widen = math.hypot(*(w.sd_deg for w in view.widenings)) if view.widenings else 0.0
    shin = frame.line(
        joint["ankle"], joint["knee"], spread["ankle"], spread["knee"], noise.shin, filled, widen
    )
    thigh = frame.line(
        joint["knee"], joint["hip"], spread["knee"], spread["hip"], noise.thigh, filled, widen, back=True
    )
    trunk = frame.line(hips, shoulders, spread["hip"], spread["hip"], noise.trunk, filled, 0.0)
    sole = frame.sole(
        joint["heel"], joint["toe"], math.hypot(spread["heel"], spread["toe"]), noise.foot, shin.value
    )
    zero = _zero(tracks, view, frame, shin, sole, joint)
    pitch, ankle = _since_standing(tracks, shin, sole, zero, foot, frame)
    past = _past_toe(frame, joint, zero, noise)
    reasons = () if zero is not None else (NO_ZERO,)
    return Kinematics(tracks.t_s, leg, shin, pitch, ankle, thigh, trunk, past, filled, zero, reasons)


def measure_front(tracks: Tracks, view: Viewpoint, *, noise: PoseNoise | None = None) -> tuple[FrontLeg, ...]:
    """Both knees from the front; empty unless it is a front view. Inward is towards the other hip."""
    if view.view != "frontal":
        return ()
    noise = noise or noise_of(tracks.engine)
    up, along = _axes(view.roll_deg.value)
    hips = {side: points_of(tracks, side, "hip") for side in SIDES}
    rest = view.standing.samples if view.standing is not None else np.ones(len(tracks.t_s), dtype=np.bool_)
    out = []
    for side in SIDES:
        gap = (hips[side.other] - hips[side]) @ along
        inward = float(np.sign(np.median(gap[np.isfinite(gap)]))) if np.isfinite(gap).any() else math.nan
        knee, ankle, toe = (points_of(tracks, side, part) for part in ("knee", "ankle", "toe"))
        shin = knee - ankle
        tilt = np.arctan2(inward * (shin @ along), shin @ up) * DEG
        sd = np.hypot(noise.shin.still_deg + noise.shin.per_deg * np.abs(tilt), view.roll_deg.sd)
        length = _median((np.linalg.norm(shin, axis=-1))[rest])
        beside = inward * ((knee - toe) @ along) / length * 100
        beside_sd = np.where(np.isfinite(beside), noise.knee_pct_foot, np.nan)
        out.append(FrontLeg(side, Series(tilt, sd), Series(beside, beside_sd)))
    return tuple(out)


def left_after(jitter_px: Floats, rate_hz: float, cutoff_hz: float) -> Floats:
    """(K,) what a low-pass leaves of white noise: the root of the share of the band that it lets through."""
    kept: Floats = jitter_px * math.sqrt(min(1.0, 2 * cutoff_hz / rate_hz))
    return kept


class _Frame:
    """Forward and up in the picture, and how surely lengths along them can be compared."""

    def __init__(self, view: Viewpoint, axes_sd: float) -> None:
        self.up, along = _axes(view.roll_deg.value)
        self.forward = _way(view.facing) * along
        self.roll_sd, self.axes_sd = view.roll_deg.sd, axes_sd
        yaw = view.obliquity_deg
        known = yaw is not None and yaw.sd <= YAW_KNOWN_SD_DEG and abs(yaw.value) <= SIDE_VIEW_DEG
        self.shrink = math.cos(math.radians(yaw.value)) if yaw is not None and known else 1.0
        self.shrink_sd = _cosine_sd(yaw, corrected=known)

    def tilt(self, start: Floats, end: Floats) -> Floats:
        """(T,) degrees from the vertical, forward positive."""
        line = end - start
        out: Floats = np.arctan2((line @ self.forward) / self.shrink, line @ self.up) * DEG
        return out

    def view_sd(self, tilt: Floats) -> Floats:
        """(T,) degrees from obliquity and the ratio of the axes: d tilt = sin(2 tilt) / 2 times the relative
        error."""
        relative = math.hypot(self.shrink_sd / self.shrink, self.axes_sd)
        out: Floats = np.abs(np.sin(2 * tilt / DEG)) / 2 * relative * DEG
        return out

    def line(
        self, start: Floats, end: Floats, start_px: float, end_px: float, noise: Noise, filled: Bools,
        widen: float, *, back: bool = False,
    ) -> Series:  # fmt: skip
        """Tilt of a body line; `back` counts backward positive. A line that is longer is surer."""
        tilt = self.tilt(start, end)
        value = -tilt if back else tilt
        length = np.linalg.norm(end - start, axis=-1)
        fast = math.hypot(start_px, end_px) / np.maximum(length, 1e-9) * DEG
        model = (noise.still_deg + noise.per_deg * np.abs(value)) * np.where(filled, FILLED_FACTOR, 1.0)
        sd = np.sqrt(model**2 + fast**2 + self.view_sd(tilt) ** 2 + self.roll_sd**2 + widen**2)
        return Series(value, np.where(np.isfinite(value), sd, np.nan))

    def sole(self, heel: Floats, toe: Floats, fast_px: float, noise: Noise, shin: Floats) -> Series:
        """Pitch of the heel-toe line, heel higher than toe positive, without the error of roll."""
        line = toe - heel
        pitch = np.arctan2(-(line @ self.up), (line @ self.forward) / self.shrink) * DEG
        fast = fast_px / np.maximum(np.linalg.norm(line, axis=-1), 1e-9) * DEG
        sd = np.hypot(noise.still_deg + noise.per_deg * np.abs(np.nan_to_num(shin)), fast)
        return Series(pitch, np.where(np.isfinite(pitch), sd, np.nan))


def _axes(roll_deg: float) -> tuple[Floats, Floats]:
    """Unit vectors in the picture: up in the scene, and to the right along its horizon."""
    s, c = math.sin(math.radians(roll_deg)), math.cos(math.radians(roll_deg))
    return np.array([s, -c]), np.array([c, s])


def _way(facing: Facing | None) -> float:
    return -1.0 if facing == "left" else 1.0


def _cosine_sd(yaw: Estimate | None, *, corrected: bool) -> float:
    """Error of the cosine by which lengths across the picture shrink."""
    if yaw is None:
        return 1 - math.cos(math.radians(SIDE_VIEW_DEG))
    outer = math.radians(min(abs(yaw.value) + yaw.sd, 89.0))
    if not corrected:
        return 1 - math.cos(outer)
    inner = math.radians(max(abs(yaw.value) - yaw.sd, 0.0))
    return (math.cos(inner) - math.cos(outer)) / 2


def _or_zero(value: float) -> float:
    return float(value) if np.isfinite(value) else 0.0


def _median(values: Floats) -> float:
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else math.nan


def _centre(tracks: Tracks, side: Side, part: str) -> Floats:
    """(T, 2) the middle between both sides, the given side where the other is not seen."""
    middle, own = middle_of(tracks, part), points_of(tracks, side, part)
    out: Floats = np.where(seen_in(middle)[:, None], middle, own)
    return out


def _filled(tracks: Tracks, side: Side) -> Bools:
    used = [INDEX[f"{side.value}_{part}"] for part in ("hip", "knee", "ankle")]
    out: Bools = np.logical_or.reduce(tracks.filled[:, used], axis=1)
    return out


def _zero(
    tracks: Tracks, view: Viewpoint, frame: _Frame, shin: Series, sole: Series, joint: dict[str, Floats]
) -> Zero | None:
    """Medians over quiet standing; their errors are the model's own when upright and the wobble of the
    person."""
    if view.standing is None:
        return None
    rest = view.standing.samples
    tilt, line = _median(shin.value[rest]), _median(sole.value[rest])
    length = _median(((joint["toe"] - joint["heel"]) @ frame.forward)[rest])
    if not np.isfinite([tilt, line, length]).all() or length <= 0:
        return None
    sds = []
    for one in (shin, sole):
        own = one.value[rest & np.isfinite(one.value)]
        rate = len(tracks.t_s) / max(float(tracks.t_s[-1] - tracks.t_s[0]), 1e-9)
        # Sway has about one independent value a second.
        sds.append(float(np.std(own)) / math.sqrt(max(1.0, len(own) / rate)))
    return Zero(Estimate(tilt, sds[0]), Estimate(line, sds[1]), length)


def _since_standing(
    tracks: Tracks,
    shin: Series,
    sole: Series,
    zero: Zero | None,
    foot: FootPitch | None,
    frame: _Frame,
) -> tuple[Series, Series]:
    """Foot pitch and dorsiflexion since standing. Roll is the same in both and falls out."""
    nothing = Series(np.full_like(shin.value, np.nan), np.full_like(shin.value, np.nan))
    if foot is not None:
        pitch = Series(_at(tracks.t_s, foot.t_s, foot.pitch_deg), _at(tracks.t_s, foot.t_s, foot.sd_deg))
    elif zero is not None:
        pitch = Series(sole.value - zero.foot_line_deg.value, np.hypot(sole.sd, zero.foot_line_deg.sd))
    else:
        return nothing, nothing
    if zero is None:
        return pitch, nothing
    value = shin.value - zero.shin_tilt_deg.value - pitch.value
    own = np.sqrt(np.maximum(shin.sd**2 - frame.roll_sd**2, 0.0) + pitch.sd**2 + zero.shin_tilt_deg.sd**2)
    return pitch, Series(value, own)


def _at(t: Floats, own_t: Floats, values: Floats) -> Floats:
    """Values at other times, linear between neighbours that are both known, NaN elsewhere."""
    if len(own_t) < 2:
        return np.full(len(t), np.nan)
    out = np.interp(t, own_t, values, left=np.nan, right=np.nan)
    known = np.interp(t, own_t, np.isfinite(values).astype(np.float64), left=0.0, right=0.0)
    gap: Floats = np.where(known >= 1 - 1e-9, out, np.nan)
    return gap


def _past_toe(frame: _Frame, joint: dict[str, Floats], zero: Zero | None, noise: PoseNoise) -> Series:
    if zero is None:
        nothing = np.full(len(joint["knee"]), np.nan)
        return Series(nothing, nothing)
    line = joint["knee"] - joint["toe"]
    past = ((line @ frame.forward) / zero.foot_px * noise.foot_share - noise.toe_behind_tip) * 100
    height = np.abs(line @ frame.up) / zero.foot_px * noise.foot_share * 100
    # A rolled camera moves the knee over the toe by its height times the error of roll.
    sd = np.hypot(noise.knee_pct_foot, height * math.radians(frame.roll_sd))
    return Series(past, np.where(np.isfinite(past), sd, np.nan))
