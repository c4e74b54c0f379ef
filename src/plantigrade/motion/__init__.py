"""From video to numbers.

>>> from plantigrade.motion import analyse
>>> found = analyse("squat.mp4")  # doctest: +SKIP
>>> [rep.peaks.shin_tilt for rep in found.repetitions.reps]  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plantigrade.motion.analysis import Analysis, analyse
    from plantigrade.motion.given_tracks import analyse_tracks
    from plantigrade.motion.markers.analysis import analyse_markers
    from plantigrade.motion.markers.marks import Marks

__all__ = ["Analysis", "Marks", "analyse", "analyse_markers", "analyse_tracks"]

PLACES = {
    "Analysis": "analysis",
    "analyse": "analysis",
    "analyse_tracks": "given_tracks",
    "analyse_markers": "markers.analysis",
    "Marks": "markers.marks",
}


def __getattr__(name: str) -> Any:
    # The chain loads OpenCV and SciPy; who only wants a type of this room should not wait for them.
    if name in PLACES:
        from importlib import import_module

        return getattr(import_module(f"plantigrade.motion.{PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
