"""The public machine interface: exit status, one JSON document, and the keys that others rely on."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plantigrade.cli.main import main
from tests.support import KNOWLEDGE, example_path

LIMITERS = {
    "gastrocnemius": 0.92,
    "soleus": 0.60,
    "talocrural_joint": 0.28,
    "motor_control": 0.20,
    "anterior_impingement": 0.07,
    "proximal": 0.15,
}
HISTORY = """date,side,ktw_cm,trials,planned,done
2026-08-03,left,8.2,3,,
2026-08-10,left,8.4,3,7,6
2026-08-17,left,8.8,3,7,7
2026-08-24,left,9.3,3,7,6
2026-08-31,left,9.4,3,7,6
2026-08-03,right,10.6,3,,
2026-08-31,right,10.5,3,28,25
"""


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_assess_answers_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "assess", example_path("desk-worker"))
    assert found["safety"]["decision"] == "go"
    left = found["sides"]["left"]
    assert left["ktw_cm"] == {"mean": 9.0, "sem": 0.45, "trials": [9.0, 9.0, 9.0]}
    assert left["band"] == "moderate"
    assert left["p_below_functional"] == pytest.approx(0.9869, abs=1e-4)
    assert left["cleared"] is False
    assert left["shin_angle_deg"]["from"] == ["ktw_cm", "wb_bent_deg"]
    assert {name: round(r["p"], 2) for name, r in left["limiters"].items()} == LIMITERS
    for reading in left["limiters"].values():
        for finding in reading["findings"]:
            assert set(finding) >= {"finding", "points", "sources"}
            assert finding["sources"]
    assert found["asymmetry"]["class"] == "symmetric"
    assert found["asymmetry"]["lower_side"] is None
    assert found["summary"] == "restriction_shown"
    assert all(set(test) >= {"id", "side", "why"} for test in found["next_tests"])


def test_a_stop_holds_no_limiters_and_no_plan(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "assess", example_path("red-flag"))
    assert found["safety"]["decision"] == "stop"
    assert found["safety"]["items"][0]["id"] == "RF2"
    assert "limiters" not in found["sides"]["left"]
    assert found["next_tests"] == []
    assert found["referrals"][0]["text"]
    plan = answer(capsys, "plan", example_path("red-flag"))
    assert plan["decision"] == "stop"
    assert plan["weeks"] == []
    assert plan["referrals"] == found["referrals"]


@pytest.mark.parametrize("minutes", ["5", "10", "full"])
def test_plan_answers_the_contract(capsys: pytest.CaptureFixture[str], minutes: str) -> None:
    found = answer(
        capsys, "plan", example_path("after-sprains"), "--minutes", minutes, "--start", "2026-12-01"
    )
    assert found["decision"] == "go"
    assert found["maintenance_only"] is False
    assert [week["week"] for week in found["weeks"]] == list(range(1, 13))
    days = [day for week in found["weeks"] for day in week["days"]]
    assert days[0]["date"] == "2026-12-01"
    assert len({day["date"] for day in days}) == 84
    assert {day["kind"] for day in days} <= {"standalone", "warm_up", "rest"}
    for item in (item for day in days for item in day["items"]):
        assert item["exercise"] in KNOWLEDGE.exercises
        assert item["side"] in ("left", "right", "both")
        assert (item["reps"] is None) != (item["seconds"] is None)
        assert item["sets"] >= 1
        assert item["why"]
        assert item["sources"]
    kinds = {checkpoint["kind"] for checkpoint in found["checkpoints"]}
    assert kinds == {"capture", "checkpoint", "report"}
    assert found["heel_lift"] is None
    assert found["footwear"] is None
    assert found["maintenance"]["notes"]


def test_the_lifter_with_range_needs_no_corrective_programme(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        answer(capsys, "assess", example_path("lifter-with-range"))["summary"] == "no_ankle_restriction_shown"
    )
    found = answer(capsys, "plan", example_path("lifter-with-range"))
    assert found["maintenance_only"] is True
    held = {item["exercise"] for week in found["weeks"] for day in week["days"] for item in day["items"]}
    assert held
    assert not held & {"EX2", "EX3"}
    assert {"proximal", "control"} <= {referral["id"] for referral in found["referrals"]}


def test_progress_answers_the_contract(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(HISTORY, "utf-8")
    found = answer(capsys, "progress", str(path))
    for side in ("left", "right"):
        assert found[side] == found["sides"][side]
        one = found[side]
        assert set(one["now_cm"]) == set(one["gain_cm"]) == {"mean", "sd"}
        assert 0 <= one["p_gain_real"] <= 1
        assert one["verdict"] in ("too_early", "improving", "plateau", "falling", "refer")
        assert set(one["forecast"][0]) == {"week", "mean_cm", "low_cm", "high_cm"}
        assert set(one["target"]) >= {"cm", "p_by_week_12"}
    assert found["left"]["gain_cm"]["mean"] > found["right"]["gain_cm"]["mean"]
    sharper = answer(capsys, "progress", str(path), "--case", example_path("desk-worker"))
    assert sharper["left"]["target"]["cm"] != found["left"]["target"]["cm"]


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path(example_path("front-pinch")).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert answer(capsys, "assess", "-")["sides"]["left"]["end_range_ruled_out"] is True


def test_unusable_input_exits_with_2_and_one_line_a_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"left": {"ktw_cm": [95, 8]}, "right": {"pain": 1}}', "utf-8")
    assert main(["assess", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2
    assert main(["progress", str(path)]) == 2


def test_unknown_words_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["fly"], ["plan", "x", "--minutes", "7"], ["plan", "x", "--start", "soon"], []):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "within"),
    [
        (["knowledge", "list", "limiters.findings"], "limiters.findings.gap_high"),
        (["knowledge", "show", "S24"], "13 cm"),
        (["knowledge", "show", "konor2012"], "Konor"),
        (["knowledge", "check"], "All knowledge files fit"),
        (["knowledge", "trace", "B12"], "exercises.EX4"),
    ],
)
def test_knowledge_can_be_read(capsys: pytest.CaptureFixture[str], words: list[str], within: str) -> None:
    assert main(words) == 0
    assert within in capsys.readouterr().out


def test_knowledge_says_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "show", "gap_hi"]) == 2
    assert "limiters.findings.gap_high" in capsys.readouterr().err
    assert main(["knowledge", "trace", "S171"]) == 2


def test_the_start_is_tomorrow_when_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    before = date.today()
    first = answer(capsys, "plan", example_path("desk-worker"))["weeks"][0]["days"][0]["date"]
    assert (date.fromisoformat(first) - before).days in (1, 2)
