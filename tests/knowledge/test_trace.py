"""Every rule finds its homes, and a rule without one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import plantigrade.core
from plantigrade.knowledge.trace import carried_by_tests, functions_citing, homes, ids_in, markdown
from tests.support import KNOWLEDGE

TESTS = Path(__file__).resolve().parent.parent
CORE = Path(plantigrade.core.__file__).parent


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("as S24 says", ["S24"]),
        ("(S50-S53, B7)", ["S50", "S51", "S52", "S53", "B7"]),
        ("S4-S6", ["S4", "S5", "S6"]),
        ("CSS3 and B-spline", []),
    ],
)
def test_ids_are_found_in_text(text: str, ids: list[str]) -> None:
    assert list(ids_in(text)) == ids


def test_every_rule_has_its_homes() -> None:
    found = homes(KNOWLEDGE, functions_citing(CORE, "plantigrade.core"), carried_by_tests(TESTS))
    assert len(found) == 170 + 37
    assert {home.id: home.missing for home in found if home.missing} == {}
    by_id = {home.id: home for home in found}
    assert "plantigrade.core.wall_test.band_of" in by_id["B2"].functions
    assert any("test_wall_test" in test for test in by_id["S24"].tests)
    assert by_id["S65"].kept_out


def test_a_rule_without_a_home_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        'import pytest\n@pytest.mark.rule("S24")\ndef test_a(): ...\n', "utf-8"
    )
    found = {home.id: home for home in homes(KNOWLEDGE, {}, carried_by_tests(tmp_path))}
    assert found["S24"].missing == ""
    assert found["S25"].missing == "a test"
    assert "1 rules" not in markdown(tuple(found.values()))
    assert f"{sum(1 for home in found.values() if home.missing)} without a home" in markdown(
        tuple(found.values())
    )
