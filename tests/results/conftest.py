"""A program in place of `plantigrade video analyse`: what it does is the name of the clip."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from plantigrade.interop.answers.video import video_values
from tests.motion.made import analysis_of

# Each call leaves a line. "deadly" takes the process that called it along the first time, "poison" each time.
PROGRAM = """
import os, pathlib, signal, sys
clip, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
with open(os.environ["CALLS"], "a") as calls:
    calls.write(" ".join([clip.name, *sys.argv[sys.argv.index("--out") + 2:]]) + "\\n")
if clip.stem == "refused":
    print(f"{clip}: no picture in it", file=sys.stderr)
    sys.exit(2)
if clip.stem == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
if clip.stem == "garbled":
    print("{")
    sys.exit(0)
if clip.stem == "poison":
    os.kill(os.getppid(), signal.SIGKILL)
if clip.stem == "deadly":
    spent = pathlib.Path(os.environ["CALLS"] + ".spent")
    if not spent.exists():
        spent.touch()
        os.kill(os.getppid(), signal.SIGKILL)
        sys.exit(0)
out.mkdir(parents=True)
(out / "curves.csv").write_text(clip.name)
print(os.environ["ANSWER"])
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("ANSWER", json.dumps(video_values(analysis_of("d02"))))
    return [sys.executable, str(script)]
