"""The program that reads one clip: a process of its own, so that a bad clip takes nothing else with it.

    python -m plantigrade.web.videos.reading CLIP FOLDER HEEL_LIFT_CM [FOOT_CM]

Prints one JSON object a line: how far it is, at last the answer or the fault. Writes the pictures to FOLDER.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from plantigrade.interop.answers.video import video_values
from plantigrade.motion.analysis import analyse
from plantigrade.motion.clip import checked_clip
from plantigrade.motion.containers import ClipError
from plantigrade.motion.pose.models import ModelsError
from plantigrade.results.clip_files import write_clip_files
from plantigrade.results.kept_analysis import keep_analysis
from plantigrade.web import lifeline

NAME = "clip"
KEPT = "clip-analysis.gz"


def say(**values: Any) -> None:
    print(json.dumps(values, allow_nan=False), flush=True)


def fault_of(code: str, text: str) -> str:
    """As it is kept in a row: the code, and the reader's own words."""
    return f"{code}\n{text}"


def main(arguments: list[str]) -> int:
    lifeline.hold()
    path, folder, lift_cm, *foot = arguments
    try:
        found = analyse(
            path,
            heel_lift_cm=float(lift_cm),
            foot_cm=float(foot[0]) if foot else None,
            progress=lambda stage, share: say(stage=stage, share=share),
        )
        say(stage="pictures", share=0.0)
        write_clip_files(found, checked_clip(path), Path(folder), NAME)
        keep_analysis(found, Path(folder) / KEPT)
    except (ClipError, ModelsError) as error:
        say(fault=fault_of(error.code, error.text))
        return 2
    say(answer=video_values(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
