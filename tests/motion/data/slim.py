"""Writes the truth files kept here from the full ones: python slim.py FOLDER_OF_RENDERED_CLIPS

Kept: everything but the eyes, ears, small toes and epicondyles, with pixel positions to 0.001 px.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

CLIPS = ("d01", "d02", "d10")
DROPPED = ("eye", "ear", "small_toe", "epicondyle")


def main(source: Path) -> None:
    here = Path(__file__).parent
    for name in CLIPS:
        truth = json.loads((source / f"{name}.truth.json").read_text())
        for frame in truth["frames"]:
            for layer, points in frame["px"].items():
                frame["px"][layer] = {
                    k: v for k, v in points.items() if not any(word in k for word in DROPPED)
                }
        (here / f"{name}.truth.json").write_text(json.dumps(truth, separators=(",", ":")) + "\n")
        shutil.copyfile(source / f"{name}.mp4", here / f"{name}.mp4")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
