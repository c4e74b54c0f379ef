"""The weight-bearing lunge test: trials, mean, error, band, and one shin angle from all instruments."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from plantigrade.core.case import Person, SideFindings
from plantigrade.core.geometry import build_of, shin_angle_deg
from plantigrade.core.quantities import Estimate, Side, as_read, fuse
from plantigrade.knowledge.types.measurement import (
    AsymmetryLimits,
    Band,
    BandProfile,
    Bands,
    Instrument,
    Measurement,
    Norm,
    WallTestError,
)

AsymmetryClass = Literal["symmetric", "watch", "unilateral", "high"]


@dataclass(frozen=True, slots=True)
class WallTest:
    """Mean of the trials in cm with its standard error of measurement.

    `warnings` name what makes the series doubtful (ids worded in wording.toml).
    """

    trials_cm: tuple[float, ...]
    ktw_cm: Estimate
    band: Band
    p_below_cm: tuple[tuple[float, float], ...]
    cleared: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShinAngle:
    """Forward tilt of the shin with the heel down, as read below the kneecap, and what it came from."""

    angle_deg: Estimate
    sources: tuple[str, ...]
    agree: bool


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """Difference between the sides; `cm` is never negative. `lower_side` None when they are equal."""

    cm: float
    sd_cm: float
    kind: AsymmetryClass
    lower_side: Side | None
    p_real: float


def sem_cm(trials: int, error: WallTestError) -> float:
    """Standard error of the mean of `trials` trials by one self-tester (C1).

    One trial the single error, three and more the published error of a mean of three (which does not
    fall further: what is left is between days), two the single error over root two.
    """
    if trials < 1:
        raise ValueError("a test needs at least one trial")
    if trials >= error.mean_from_trials.value:
        return error.sem_mean_cm.value
    return error.sem_single_cm.value / math.sqrt(trials)


def band_of(ktw_cm: float, profile: BandProfile) -> Band:
    """The band of a distance. Edges as the profile says: 13 to 15 holds both ends in the default (B2)."""
    found = profile.bands[0]
    for band in profile.bands[1:]:
        if ktw_cm > band.from_cm or (band.includes_edge and ktw_cm == band.from_cm):
            found = band
    return found


def read_wall_test(
    trials_cm: tuple[float, ...], bands: Bands, measurement: Measurement, profile: str = ""
) -> WallTest:
    """Trials of one side into the mean, its error, its band and the probability below each cut (S23, B6).

    Raises ValueError without trials.
    """
    error = measurement.wall_test
    mean = as_read(math.fsum(trials_cm) / len(trials_cm)) if trials_cm else 0.0
    estimate = Estimate(mean, sem_cm(len(trials_cm), error))
    ladder = bands.profiles[profile or bands.default_profile]
    warnings = []
    if as_read(max(trials_cm) - min(trials_cm)) > error.spread_implausible_cm.value:
        warnings.append("trials_spread")
    if max(trials_cm) > error.distance_implausible_cm.value:
        warnings.append("distance_implausible")
    if len(trials_cm) < error.mean_from_trials.value:
        warnings.append("few_trials")
    return WallTest(
        trials_cm=trials_cm,
        ktw_cm=estimate,
        band=band_of(mean, ladder),
        p_below_cm=tuple((b.from_cm, estimate.p_below(b.from_cm)) for b in ladder.bands[1:]),
        cleared=mean >= bands.cuts.cleared_cm.value,
        warnings=tuple(warnings),
    )


def to_tuberosity(reading_deg: float, instrument: Instrument) -> Estimate:
    """A reading of the shin angle, referred to the place below the kneecap, offset and error included."""
    sd = math.hypot(instrument.sem_deg.value, instrument.offset_sd_deg.value)
    return Estimate(reading_deg - instrument.offset_deg.value, sd)


def at_tuberosity(side: SideFindings, measurement: Measurement) -> SideFindings:
    """The findings with both standing angles as they would read below the kneecap.

    All thresholds are meant there; 15 cm further down the shin the same ankle reads about 6 degrees more
    (hall2017). A reading whose place was not noted is left as it is.
    """
    if side.inclinometer_placement is None:
        return side
    offset = measurement.instruments[f"inclinometer_{side.inclinometer_placement}"].offset_deg.value
    bent, straight = side.wb_bent_deg, side.wb_straight_deg
    if not offset or (bent is None and straight is None):
        return side
    return replace(
        side,
        wb_bent_deg=None if bent is None else bent - offset,
        wb_straight_deg=None if straight is None else straight - offset,
        inclinometer_placement="tuberosity",
    )


def read_shin_angle(
    side: SideFindings, wall_test: WallTest | None, person: Person, measurement: Measurement
) -> ShinAngle | None:
    """One estimate of the shin angle from tape, inclinometer and photograph, whichever were taken.

    Instruments are weighed by their errors; when they disagree by more than those explain, the error
    grows (`quantities.fuse`); when far more, `agree` is false. None when nothing was measured.
    """
    readings: list[tuple[str, Estimate]] = []
    if wall_test is not None:
        by_tape = shin_angle_deg(
            wall_test.ktw_cm, build_of(person, measurement.geometry), measurement.geometry
        )
        if by_tape is not None:
            readings.append(("ktw_cm", by_tape))
    if side.wb_bent_deg is not None:
        placement = side.inclinometer_placement or "unknown"
        instrument = measurement.instruments[f"inclinometer_{placement}"]
        readings.append(("wb_bent_deg", to_tuberosity(side.wb_bent_deg, instrument)))
    if side.photo_deg is not None:
        by_photo = to_tuberosity(side.photo_deg, measurement.instruments["photo"])
        if side.photo_sd_deg is not None:
            # A clip knows its own error; it is never taken for better than a photograph read by hand.
            by_photo = Estimate(by_photo.value, max(by_photo.sd, side.photo_sd_deg))
        readings.append(("photo_deg", by_photo))
    if not readings:
        return None
    values = tuple(estimate for _, estimate in readings)
    fused = fuse(values)
    widened = fused.sd * math.sqrt(math.fsum(1 / e.sd**2 for e in values))
    agree = widened <= measurement.disagreement_ratio.value
    return ShinAngle(fused, tuple(name for name, _ in readings), agree)


def read_asymmetry(left: WallTest, right: WallTest, limits: AsymmetryLimits) -> Asymmetry:
    """The difference between the sides and its class (C7, S25)."""
    difference = as_read(left.ktw_cm.value - right.ktw_cm.value)
    sd = math.hypot(left.ktw_cm.sd, right.ktw_cm.sd)
    size = abs(difference)
    kind: AsymmetryClass = "symmetric"
    if size > limits.high_cm.value:
        kind = "high"
    elif size > limits.unilateral_cm.value:
        kind = "unilateral"
    elif size >= limits.watch_cm.value:
        kind = "watch"
    lower = None if difference == 0 else Side.LEFT if difference < 0 else Side.RIGHT
    return Asymmetry(size, sd, kind, lower, 1 - Estimate(size, sd).p_below(0.0))


def percentile(ktw_cm: float, norm: Norm) -> float:
    """Share of the group that measures less, 0 to 1, by a normal spread (C6)."""
    return 1 - Estimate(ktw_cm, norm.sd_cm).p_below(norm.mean_cm)
