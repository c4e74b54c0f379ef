"""The program that compares two clips: a process of its own, as for reading one.

    python -m plantigrade.web.videos.comparing '{"a": CLIP, "b": CLIP, "film": PATH}'

CLIP holds `path`, `heel_lift_cm` and `foot_cm`. What the reading of a clip kept is used; a clip without it is
read again. Prints one JSON object a line: how far it is, at last the answer or the fault.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from plantigrade.interop.answers.video import comparison_values
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.motion.analysis import Analysis, analyse
from plantigrade.motion.clip import checked_clip
from plantigrade.motion.comparison import compare, elevated_response
from plantigrade.motion.containers import ClipError
from plantigrade.motion.pose.models import ModelsError
from plantigrade.results.clip_files import write_pair_file
from plantigrade.results.kept_analysis import keep_analysis, kept_analysis
from plantigrade.results.pair import shown_values
from plantigrade.web import lifeline
from plantigrade.web.videos.reading import KEPT, fault_of, say

NO_VIEW = (
    "These two clips cannot be compared: {which} neither a side view nor a front view. Film both from the "
    "side, whole body in the picture."
)


def main(arguments: list[str]) -> int:
    lifeline.hold()
    asked = json.loads(arguments[0])
    try:
        answer = _compared(asked)
    except (ClipError, ModelsError) as error:
        say(fault=fault_of(error.code, error.text))
        return 2
    if isinstance(answer, str):
        say(fault=fault_of("not_comparable", answer))
        return 2
    say(answer=answer)
    return 0


def _compared(asked: dict[str, Any]) -> dict[str, Any] | str:
    """The answer, or why there is none."""
    first, second = (_analysis(asked[name]) for name in ("a", "b"))
    a, b = first.for_comparison(), second.for_comparison()
    if a is None or b is None:
        return NO_VIEW.format(which="both are" if a is b else "one of them is")
    raised = bool(second.heel_lift_cm) and not first.heel_lift_cm
    clear = default_catalogue().squat.clearly_better_trunk_deg.value
    elevation = elevated_response(a, b, clear_trunk_deg=clear) if raised else None
    say(stage="pictures", share=0.0)
    _film(asked, first, second)
    return {
        "comparison": comparison_values(compare(a, b), elevation),
        "a": shown_values(first),
        "b": shown_values(second),
    }


def _analysis(clip: dict[str, Any]) -> Analysis:
    path = Path(clip["path"])
    kept = kept_analysis(path.parent / KEPT)
    if kept is not None and kept.heel_lift_cm == clip["heel_lift_cm"]:
        return kept
    found = analyse(
        path,
        heel_lift_cm=clip["heel_lift_cm"],
        foot_cm=clip["foot_cm"],
        progress=lambda stage, share: say(stage=stage, share=share),
    )
    keep_analysis(found, path.parent / KEPT)
    return found


def _film(asked: dict[str, Any], first: Analysis, second: Analysis) -> None:
    """Both clips side by side, whole or not at all: a killed worker leaves no half film under the name."""
    film = Path(asked["film"])
    part = f"{film.name}.part"
    pair = [(checked_clip(asked[name]["path"]), found) for name, found in (("a", first), ("b", second))]
    if write_pair_file(pair[0], pair[1], film.parent, part) is not None:
        (film.parent / part).replace(film)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
