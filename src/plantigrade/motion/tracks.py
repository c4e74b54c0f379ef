"""Points over time made fit for measuring: sides put right, outliers taken out, short gaps bridged, smoothed.

Nothing is invented: a gap that is too long stays a gap, and each bridged sample is flagged.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.interpolate import PchipInterpolator

from plantigrade.motion.filtering import low_pass, runs
from plantigrade.motion.types import INDEX, Bools, Floats, Tracks

# A squat turns round at the bottom within half a second: what is bridged must be much shorter than that.
LONGEST_GAP_S = 0.2
# Movement of a squat lies below 3 Hz; 6 Hz keeps 99 % of its amplitude.
CUTOFF_HZ = 6.0
# Hampel: half a window each side; blocks of bad samples up to a quarter of the window are found.
WINDOW_S = 0.36
# Median absolute deviations, scaled to a standard deviation; at 4 and with both tests required, clean normal
# noise loses under 0.1 % of its samples (measured), against 6.5 % with the usual 2 of position alone.
SIGMAS = 4.0
# No jump below this share of the leg is an outlier, however still the rest: the jitter of the pose models
# stays below 1.5 % of the leg (pose-engines.md 6.1).
SMALLEST_JUMP = 0.03
# Uneven times within this share of the sample period are left as they are.
EVEN_ENOUGH = 0.02
# Exchanging sides twice must save at least this share of the leg in distance travelled.
SWAP_PRICE = 0.15
# Feet tell the sides apart by place when they stand this many times further apart than they move.
PLANTED = 4.0
MAD_TO_SD = 1.4826

LEG = ("hip", "knee", "ankle", "heel", "toe")
_LEFT_LEG = [INDEX[f"left_{part}"] for part in LEG]
_RIGHT_LEG = [INDEX[f"right_{part}"] for part in LEG]
_FEET = slice(2, 5)


def prepare(
    tracks: Tracks,
    *,
    longest_gap_s: float = LONGEST_GAP_S,
    cutoff_hz: float = CUTOFF_HZ,
    rate_hz: float | None = None,
) -> Tracks:
    """The whole chain: sides, outliers, gaps, even times, low-pass. See each step."""
    clean = bridge_gaps(reject_outliers(repair_swaps(tracks)), longest_gap_s)
    return smooth(resample(clean, rate_hz), cutoff_hz)


def rate_of(tracks: Tracks) -> float:
    """Samples per second from the true times (the median step), NaN below two samples."""
    if len(tracks.t_s) < 2:
        return float("nan")
    return float(1 / np.median(np.diff(tracks.t_s)))


def seen_in(points: Floats) -> Bools:
    """(...,) true where both coordinates of (..., 2) points are known."""
    out: Bools = np.isfinite(points[..., 0]) & np.isfinite(points[..., 1])
    return out


def leg_px(tracks: Tracks) -> float:
    """Length of a leg, thigh plus shank, in px: the upper quartile over samples and sides, NaN when never
    seen.

    The upper quartile, because a leg seen at a slant only looks shorter.
    """
    lengths = [
        np.hypot(*np.moveaxis(tracks.xy[:, leg[i]] - tracks.xy[:, leg[i + 1]], -1, 0))
        for leg in (_LEFT_LEG, _RIGHT_LEG)
        for i in (0, 1)
    ]
    both = np.concatenate([lengths[0] + lengths[1], lengths[2] + lengths[3]])
    both = both[np.isfinite(both)]
    return float(np.quantile(both, 0.75)) if len(both) else float("nan")


def repair_swaps(tracks: Tracks) -> Tracks:
    """Exchange left and right legs back where the engine mixed them up, and list the samples.

    The cheapest path through "as named" and "exchanged" is found over the whole clip: points should travel
    little from one sample to the next, and planted feet should stay where they are through the clip. The
    rarer of the two states counts as exchanged, so a clip named wrongly throughout cannot be told.
    """
    leg = leg_px(tracks)
    if len(tracks.t_s) < 3 or not np.isfinite(leg):
        return tracks
    left, right = _held(tracks.xy[:, _LEFT_LEG]), _held(tracks.xy[:, _RIGHT_LEG])
    stay = _travel(left[1:], left[:-1]) + _travel(right[1:], right[:-1])
    cross = _travel(left[1:], right[:-1]) + _travel(right[1:], left[:-1]) + SWAP_PRICE * leg
    swapped = _cheapest(_misplaced(tracks, leg), stay, cross)
    if swapped.sum() > len(swapped) / 2:
        swapped = ~swapped
    if not swapped.any():
        return tracks
    xy, confidence, filled = tracks.xy.copy(), tracks.confidence.copy(), tracks.filled.copy()
    for values in (xy, confidence, filled):
        rows = np.flatnonzero(swapped)[:, None]
        kept = values[rows, _LEFT_LEG].copy()
        values[rows, _LEFT_LEG] = values[rows, _RIGHT_LEG]
        values[rows, _RIGHT_LEG] = kept
    found = tuple(sorted(set(tracks.swaps) ^ set(np.flatnonzero(swapped).tolist())))
    return replace(tracks, xy=xy, confidence=confidence, filled=filled, swaps=found)


def reject_outliers(tracks: Tracks, *, window_s: float = WINDOW_S, sigmas: float = SIGMAS) -> Tracks:
    """Turn samples that jump away and back into NaN.

    A sample goes when it lies far from the running median of its place, far from the line between the median
    places before and after it, and a step beside it is far beyond the usual speed. A sudden stop stays,
    because it lies on that line; distances are measured in the plane, so the result does not depend on the
    camera's roll.
    """
    rate, leg = rate_of(tracks), leg_px(tracks)
    if not (np.isfinite(rate) and np.isfinite(leg)) or len(tracks.t_s) < 5:
        return tracks
    half = max(2, round(window_s * rate / 2))
    place = np.linalg.norm(tracks.xy - _running_median(tracks.xy, half), axis=-1)
    off = np.minimum(place, _off_the_way(tracks.xy, half))
    far = off > np.maximum(sigmas * MAD_TO_SD * _usual(off, half), SMALLEST_JUMP * leg)
    steps = np.linalg.norm(np.diff(tracks.xy, axis=0), axis=-1)
    usual = _usual(steps, half)
    spread = MAD_TO_SD * _usual(np.abs(steps - usual), half)
    jumped = np.nan_to_num(steps) > np.maximum(usual + sigmas * spread, usual + SMALLEST_JUMP * leg)
    bad = far & _near_a_jump(jumped, half)
    if not bad.any():
        return tracks
    xy = tracks.xy.copy()
    xy[bad] = np.nan
    return replace(tracks, xy=xy)


def bridge_gaps(tracks: Tracks, longest_gap_s: float = LONGEST_GAP_S) -> Tracks:
    """Fill gaps of at most `longest_gap_s` between seen samples (monotone cubic) and flag every filled
    sample.

    Gaps at either end, and longer ones, stay NaN. Confidence is left as the engine gave it.
    """
    rate = rate_of(tracks)
    if not np.isfinite(rate):
        return tracks
    xy, filled, t = tracks.xy.copy(), tracks.filled.copy(), tracks.t_s
    missing = ~seen_in(tracks.xy)
    for point in np.flatnonzero(missing.any(axis=0)):
        seen = ~missing[:, point]
        if seen.sum() < 2:
            continue
        curve = PchipInterpolator(t[seen], tracks.xy[seen, point])
        for first, last in runs(missing[:, point]):
            inside = first > 0 and last < len(t)
            if inside and t[last] - t[first - 1] - 1 / rate <= longest_gap_s + 1e-9:
                xy[first:last, point] = curve(t[first:last])
                filled[first:last, point] = True
            else:
                xy[first:last, point] = np.nan
    return replace(tracks, xy=xy, filled=filled)


def resample(tracks: Tracks, rate_hz: float | None = None) -> Tracks:
    """Bring samples from their true times onto an even grid that starts with the first sample.

    Without `rate_hz` the median rate of the clip is kept, and a clip that is even already comes back as it
    is. A grid sample beside a gap is NaN, one beside a filled sample is flagged; `swaps` point at the nearest
    new samples.
    """
    t = tracks.t_s
    rate = rate_hz or rate_of(tracks)
    if len(t) < 3 or not np.isfinite(rate):
        return tracks
    grid = t[0] + np.arange(int(np.floor((t[-1] - t[0]) * rate + 1e-6)) + 1) / rate
    if len(grid) == len(t) and np.max(np.abs(grid - t)) <= EVEN_ENOUGH / rate:
        return tracks
    before = np.clip(np.searchsorted(t, grid, side="right") - 1, 0, len(t) - 1)
    on_it = np.abs(t[before] - grid) < 1e-9
    after = np.where(on_it, before, np.minimum(before + 1, len(t) - 1))
    seen = seen_in(tracks.xy)
    xy = np.full((len(grid), *tracks.xy.shape[1:]), np.nan)
    whole = seen.all(axis=0)
    if whole.any():
        xy[:, whole] = PchipInterpolator(t, tracks.xy[:, whole])(grid)
    for point in np.flatnonzero(~whole & (seen.sum(axis=0) >= 2)):
        own = seen[:, point]
        curve = PchipInterpolator(t[own], tracks.xy[own, point], extrapolate=False)(grid)
        reach = own[before] & own[after]
        xy[reach, point] = curve[reach]
    share = np.where(on_it, 0.0, (grid - t[before]) / np.maximum(t[after] - t[before], 1e-12))[:, None]
    confidence = (1 - share) * tracks.confidence[before] + share * tracks.confidence[after]
    filled = (tracks.filled[before] | tracks.filled[after]) & seen_in(xy)
    swaps = tuple(sorted({int(np.argmin(np.abs(grid - t[i]))) for i in tracks.swaps}))
    return replace(tracks, t_s=grid, xy=xy, confidence=confidence, filled=filled, swaps=swaps)


def smooth(tracks: Tracks, cutoff_hz: float = CUTOFF_HZ) -> Tracks:
    """Zero-phase low-pass of every coordinate; the times must be even (see `resample`)."""
    rate = rate_of(tracks)
    if not np.isfinite(rate):
        return tracks
    return replace(tracks, xy=low_pass(tracks.xy, rate, cutoff_hz))


def jitter_px(tracks: Tracks) -> Floats:
    """(K,) standard deviation per coordinate of the fast noise of each point in px, before smoothing.

    From second differences, whose noise is sqrt(6) times that of a sample and which steady movement leaves
    alone. NaN for a point that is hardly ever seen.
    """
    bend = np.diff(tracks.xy, n=2, axis=0)
    enough = seen_in(bend).sum(axis=0) >= 3
    out = np.full(bend.shape[1], np.nan)
    if enough.any():
        out[enough] = MAD_TO_SD * np.nanmedian(np.abs(bend[:, enough]), axis=(0, 2)) / np.sqrt(6)
    return out


def _held(points: Floats) -> Floats:
    """(T, P, 2) with NaN replaced by the last seen place, or by the first one at the start."""
    seen = seen_in(points)
    number = np.where(seen, np.arange(len(points))[:, None], -1)
    last = np.maximum.accumulate(number, axis=0)
    last = np.where(last < 0, np.argmax(seen, axis=0)[None, :], last)
    return np.take_along_axis(points, last[..., None], axis=0)


def _travel(a: Floats, b: Floats) -> Floats:
    total: Floats = np.nansum(np.linalg.norm(a - b, axis=-1), axis=-1)
    return total


def _misplaced(tracks: Tracks, leg: float) -> Floats:
    """(T, 2) distance of the feet from their usual places, as named and exchanged; zeros unless planted
    apart."""
    left, right = tracks.xy[:, _LEFT_LEG[_FEET]], tracks.xy[:, _RIGHT_LEG[_FEET]]
    cost = np.zeros((len(left), 2))
    if not (_often_seen(left) and _often_seen(right)):
        return cost
    place_l, place_r = np.nanmedian(left, axis=0), np.nanmedian(right, axis=0)
    moved = max(_spread(left - place_l), _spread(right - place_r))
    apart = float(np.linalg.norm(place_l - place_r, axis=-1).mean())
    if apart > max(PLANTED * moved, SMALLEST_JUMP * leg):
        cost[:, 0] = _travel(left, place_l) + _travel(right, place_r)
        cost[:, 1] = _travel(left, place_r) + _travel(right, place_l)
    return cost


def _often_seen(points: Floats) -> bool:
    return bool((seen_in(points).mean(axis=0) >= 0.5).all())


def _spread(offsets: Floats) -> float:
    return float(np.nanmedian(np.linalg.norm(offsets, axis=-1)))


def _cheapest(place: Floats, stay: Floats, cross: Floats) -> Bools:
    """(T,) true where the cheapest path through the two states runs exchanged."""
    count = len(place)
    came_from = np.zeros((count, 2), dtype=np.int8)
    cost = [float(place[0, 0]), float(place[0, 1])]
    for i, (same, other) in enumerate(zip(stay.tolist(), cross.tolist(), strict=True), start=1):
        keep0, turn0 = cost[0] + same, cost[1] + other
        keep1, turn1 = cost[1] + same, cost[0] + other
        came_from[i] = (turn0 < keep0, turn1 >= keep1)
        cost = [min(keep0, turn0) + place[i, 0], min(keep1, turn1) + place[i, 1]]
    state = int(cost[1] < cost[0])
    path = np.zeros(count, dtype=np.bool_)
    for i in range(count - 1, -1, -1):
        path[i] = bool(state)
        state = int(came_from[i, state])
    return path


def _usual(values: Floats, half: int) -> Floats:
    """Median over three times the window, which changes slowly: worked out once in `half` samples and
    held."""
    nearest = np.minimum(
        (np.arange(len(values)) + half // 2) // half * half, (len(values) - 1) // half * half
    )
    held: Floats = _running_median(values, 3 * half, every=half)[nearest // half]
    return held


def _running_median(values: Floats, half: int, every: int = 1) -> Floats:
    """Median over 2 half + 1 samples along the first axis, NaN left out, the window shortened at the ends."""
    pad = np.full((half, *values.shape[1:]), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.concatenate([pad, values, pad]), 2 * half + 1, axis=0
    )[::every]
    ordered = np.sort(windows, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(count // 2, 2 * half), axis=-1)
    middle: Floats = np.where(count > 0, (low + high) / 2, np.nan)[..., 0]
    return middle


def _off_the_way(xy: Floats, half: int) -> Floats:
    """(T, K) distance of each point from the line between the medians of the samples before and after it."""
    gap = np.full((half + 1, *xy.shape[1:]), np.nan)
    padded = np.concatenate([gap, xy, gap])
    # Centred medians over `half` samples, shifted so that they end before, or start after, each sample.
    middle = _running_median(padded, (half - 1) // 2)
    reach = (half - 1) // 2 + 1
    count = len(xy)
    before = middle[half + 1 - reach : half + 1 - reach + count]
    after = middle[half + 1 + reach : half + 1 + reach + count]
    before = np.where(seen_in(before)[..., None], before, after)
    after = np.where(seen_in(after)[..., None], after, before)
    way = after - before
    share = ((xy - before) * way).sum(axis=-1) / np.maximum((way * way).sum(axis=-1), 1e-12)
    nearest = before + np.clip(share, 0.0, 1.0)[..., None] * way
    out: Floats = np.linalg.norm(xy - nearest, axis=-1)
    return out


def _near_a_jump(jumped: Bools, half: int) -> Bools:
    """(T, K) true within `half` samples of a step (T - 1, K) that jumped."""
    count = len(jumped) + 1
    total = np.concatenate([np.zeros((1, jumped.shape[1])), np.cumsum(jumped, axis=0)])
    first = np.clip(np.arange(count) - half, 0, count - 1)
    last = np.clip(np.arange(count) + half, 0, count - 1)
    near: Bools = total[last] > total[first]
    return near
