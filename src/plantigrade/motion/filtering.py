"""Zero-phase low-pass whose stated cut-off is the true one."""

from __future__ import annotations

import math

import numpy as np
from scipy import signal

from plantigrade.motion.types import Floats

# Order of the Butterworth in each direction; both directions together make a fourth-order slope.
PASS_ORDER = 2
# The odd extension at each end lasts this many periods of the cut-off: beyond it lies under 0.02 % of the
# impulse response of the double pass (computed at 20, 30, 60 and 240 Hz; the slowest rate rings longest).
PADDING_PERIODS = 3.0
# Shorter runs hold too little to tell movement from noise: they pass unfiltered.
SHORTEST_RUN = 5


def low_pass(values: Floats, rate_hz: float, cutoff_hz: float) -> Floats:
    """Filter forwards and backwards, so that nothing is delayed.

    Parameters
    ----------
    values
        (T, ...) uniform samples; every column on its own. NaN splits a column into runs that are filtered
        apart, and stays NaN.
    rate_hz, cutoff_hz
        The frequency at which the amplitude after both passes is 1/sqrt(2) (-3 dB).

    Notes ----- One pass must lose only 1.5 dB at the cut-off, so each is designed at a higher frequency: with
    |H|^2 = 1 / (1 + (w/wd)^(2n)) twice, w/wd = (sqrt(2) - 1)^(1/(2n)), w = tan(pi f / rate) by the bilinear
    map. A cut-off whose design reaches the Nyquist frequency changes nothing.
    """
    design = _design_hz(rate_hz, cutoff_hz)
    if design is None or not len(values):
        return values.copy()
    sections = signal.butter(PASS_ORDER, design, fs=rate_hz, output="sos")
    padding = math.ceil(PADDING_PERIODS * rate_hz / cutoff_hz)
    flat = values.reshape(len(values), -1)
    out = flat.copy()
    whole = np.isfinite(flat).all(axis=0)
    if whole.any():
        out[:, whole] = _run(sections, flat[:, whole], padding)
    for column in np.flatnonzero(~whole):
        for first, last in runs(np.isfinite(flat[:, column])):
            piece = flat[first:last, column : column + 1]
            out[first:last, column] = _run(sections, piece, padding)[:, 0]
    return out.reshape(values.shape)


def runs(inside: np.typing.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of true as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _design_hz(rate_hz: float, cutoff_hz: float) -> float | None:
    if not 0 < cutoff_hz < rate_hz / 2:
        return None
    warped = math.tan(math.pi * cutoff_hz / rate_hz) / (math.sqrt(2) - 1) ** (1 / (2 * PASS_ORDER))
    design = math.atan(warped) * rate_hz / math.pi
    return design if design < 0.499 * rate_hz else None


def _run(sections: Floats, piece: Floats, padding: int) -> Floats:
    if len(piece) < SHORTEST_RUN:
        return piece
    out: Floats = signal.sosfiltfilt(
        sections, piece, axis=0, padtype="odd", padlen=min(padding, len(piece) - 1)
    )
    return out
