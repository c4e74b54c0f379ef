"""What a clip could not show is said on its page, in its language, and nothing of the command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from django.utils.translation import override

from plantigrade.web.videos.told import FAULTS, REASONS, fault_told, reasons_told

MOTION = Path(str(files("plantigrade.motion")))
# What no clip that a page takes can meet: marks, points of other tools, the other engine, times past the limits.
ELSEWHERE = frozenset(
    [
        "marked_by_hand",
        "view_unchecked",
        "marked_not_standing",
        "marked_leg_lost",
        "marked_leg_cut",
        "marked_not_followed",
        "no_pixels",
        "other_tool",
        "facing_unknown",
        "points_missing",
        "engine_not_measured",
    ]
)


def _codes(made_by: str) -> Iterator[str]:
    """The code of each of these that `motion` makes."""
    for path in MOTION.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == made_by and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_reason_and_fault_of_the_reader_has_words() -> None:
    assert frozenset(_codes("Reason")) - ELSEWHERE == REASONS.keys()
    assert frozenset(_codes("ClipError")) <= FAULTS.keys()


@pytest.mark.parametrize("words", [REASONS, FAULTS], ids=["reasons", "faults"])
def test_the_words_are_german_in_german_and_name_no_option(words: dict[str, str]) -> None:
    for code, said in words.items():
        with override("en"):
            english = str(said)
        with override("de"):
            assert str(said) != english or not english, code
        assert "--" not in english


def test_what_has_no_words_is_told_as_the_reader_said_it() -> None:
    assert fault_told("This is no video.") == "This is no video."
    assert fault_told("new_code\nSay it so.") == "Say it so."
    known = {"code": "feet_cut", "text": "in the reader's words"}
    told = reasons_told([known, {"code": "new_code", "text": "Say it so."}, {"code": "depth", "text": "1°"}])
    assert told == [str(REASONS["feet_cut"]), "Say it so."]
