"""The loader refuses what does not fit, naming file, key and reason; the shipped knowledge fits."""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from plantigrade.interop.case_file import schema
from plantigrade.knowledge.catalogue import catalogue_in
from plantigrade.knowledge.check import problems
from plantigrade.knowledge.types.limiters import MEASURES
from plantigrade.knowledge.walk import entries
from tests.support import KNOWLEDGE


def test_the_shipped_knowledge_fits() -> None:
    assert problems(KNOWLEDGE) == []


@pytest.fixture
def own_knowledge(tmp_path: Path) -> Path:
    with as_file(files("plantigrade.knowledge")) as shipped:
        shutil.copytree(shipped, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "knowledge"


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        ("bands.toml", 'default_profile = "seed-merged"', 'colour = "red"\ndefault_profile = "seed-merged"',
         "bands.toml: .*unknown key colour"),
        ("bands.toml", "cleared_cm = { value = 12.0", 'cleared_cm = { value = "twelve"',
         "bands.toml: .*cleared_cm.*expected a number, found 'twelve'"),
        ("bands.toml", "cleared_cm = {", "freed_cm = {", "bands.toml: .*cleared_cm"),
        ("bands.toml", 'unit = "cm", status = "seed", sources = ["S42", "B5"]',
         'unit = "inch", status = "seed", sources = ["S42", "B5"]', "bands.toml: .*cleared_cm.*inch"),
        ("bands.toml", 'unit = "cm", status = "seed", sources = ["S42", "B5"]',
         'unit = "deg", status = "seed", sources = ["S42", "B5"]',
         "bands.toml: cuts.cleared_cm: the unit is deg, the name asks for cm"),
        ("bands.toml", 'sources = ["S42", "B5"]', "sources = []", "bands.toml: .*cleared_cm.*no source is given"),
        ("bands.toml", 'sources = ["S42", "B5"]', 'sources = ["smith1999"]',
         "bands.toml: cuts.cleared_cm: the source 'smith1999' is not in sources.toml"),
        ("limiters.toml", 'finding = "repeated_injury"', 'finding = "bad_luck"',
         "limiters.toml: findings.one_sprain: the finding 'bad_luck' does not exist"),
        ("limiters.toml", 'measure = "gap_deg", at_least', 'measure = "gap", at_least',
         "limiters.toml: findings.gap_high: the measure 'gap' does not exist"),
        ("programme.toml", 'exercise = "EX14"', 'exercise = "EX15"', "programme.toml: .*'EX15' does not exist"),
        ("programme.toml", 'stage = "mid_range"', 'stage = "easy"', "programme.toml: front.slot: EX4 has no stage 'easy'"),
        ("next_tests.toml", "share = 0.15 }", "share = 0.95 }", "next_tests.toml: .*do not add up to 1"),
        ("screening.toml", 'switches = "AM10"', 'switches = "AM99"', "screening.toml: .*AM99 does not exist"),
        ("rules.toml", "[S42]", "[S171]", "rules.toml: S42: is missing"),
        ("exercises/EX6.toml", "sets = 3", "sets = 0", "EX6.toml: .*at least one set"),
        ("sports.toml", "text = \"Ten centimetres is the functional mark",
         "text = \"3-5 % better running economy. Ten centimetres is the functional mark", "sports.toml: .*forbids"),
        ("norms.toml", "[[groups]]", "[[groups]", "norms.toml: syntax"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(
    own_knowledge: Path, file: str, before: str, after: str, problem: str
) -> None:
    path = own_knowledge / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    found = [str(p) for p in problems(catalogue_in(own_knowledge))]
    assert any(re.search(problem, one, re.DOTALL) for one in found), found


def test_a_missing_file_is_named(own_knowledge: Path) -> None:
    (own_knowledge / "pain.toml").unlink()
    assert [str(p) for p in problems(catalogue_in(own_knowledge))] == ["pain.toml: file: is missing"]


def test_protocols_give_fields_of_a_case_file() -> None:
    defs = schema()
    known = set(defs["$defs"]["side"]["properties"]) | set(defs["properties"]["squat"]["properties"])
    given = {name for protocol in KNOWLEDGE.protocols.tests.values() for name in protocol.gives}
    assert given <= known
    derived = {"gap_deg", "range_measured", "lower_by_cm", "lower_by_deg", "sides_differ_cm"}
    assert MEASURES - derived <= known


def test_entries_have_unique_ids_within_their_file() -> None:
    ids = [entry.id for entry in entries(KNOWLEDGE)]
    repeated = {i for i in ids if ids.count(i) > 1}
    assert not {i for i in repeated if i.startswith(("rules.", "sources.", "limiters.", "exercises."))}
