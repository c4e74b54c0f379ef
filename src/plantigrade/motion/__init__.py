"""From video to numbers.

>>> from plantigrade.motion import analyse
>>> found = analyse("squat.mp4")  # doctest: +SKIP
>>> [rep.peaks.shin_tilt for rep in found.repetitions.reps]  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plantigrade.motion.analysis import Analysis, analyse
    from plantigrade.motion.given_tracks import analyse_tracks

__all__ = ["Analysis", "analyse", "analyse_tracks"]


def __getattr__(name: str) -> Any:
    # The chain loads OpenCV and SciPy; who only wants a type of this room should not wait for them.
    if name in __all__:
        from plantigrade.motion import analysis, given_tracks

        return getattr(given_tracks if name == "analyse_tracks" else analysis, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
