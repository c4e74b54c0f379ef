"""FHIR: the official schema and a second reader take every bundle, and nothing in it tells who it is."""

from __future__ import annotations

import datetime
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.conceptmap import ConceptMap
from hypothesis import given, settings

from plantigrade.cli.main import main
from plantigrade.core.assessment import assess
from plantigrade.core.case import Case
from plantigrade.core.prescription import prescribe
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.interop.fhir.bundle import bundle
from plantigrade.interop.fhir.codes import LOINC, OWN, SNOMED, UCUM, code_system, concept_map
from plantigrade.interop.fhir.record import Aim, Assessed, Hurt, Prescribed, Record, Retested
from tests.strategies import CASES
from tests.support import EXAMPLES, KNOWLEDGE, example, example_path

AT = datetime.datetime(2026, 11, 26, 18, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
# Every public term that evidence F2 saw, and no other, may be written.
SEEN = {(LOINC, "72514-3"), (SNOMED, "7771000"), (SNOMED, "24028007"), (SNOMED, "70258002")}


@cache
def official() -> Any:
    path = Path(__file__).parent / "data" / "fhir-r4.schema.json.gz"
    return jsonschema_rs.validator_for(json.loads(gzip.decompress(path.read_bytes())))


def record(case: Case, name: str | None = None) -> Record:
    reading = assess(case, KNOWLEDGE)
    plan = prescribe(reading, AT.date(), KNOWLEDGE, "10")
    return Record(
        key="someone",
        made_at=AT,
        name=name,
        assessed=(Assessed("first", AT, reading),),
        retested=(Retested(AT.date(), Side.LEFT, (8.0, 8.5, 9.0), pain_0_10=2),),
        hurt=(Hurt("hurt", AT, Side.RIGHT, 4), Hurt("hurt too", AT, None, 1)),
        aims=(Aim(Side.LEFT, 10.0, AT.date()),),
        prescribed=(Prescribed("plan", plan, "active", AT),),
    )


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == kind]


def codings(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = value.get("coding", [])
        return [*own, *(c for inner in value.values() for c in codings(inner))]
    return [c for inner in value for c in codings(inner)] if isinstance(value, list) else []


def test_two_readers_take_the_codes() -> None:
    for made, reader in ((code_system(), CodeSystem), (concept_map(), ConceptMap)):
        official().validate(made)
        reader.model_validate(made)
    assert code_system()["count"] == len(code_system()["concept"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_two_readers_take_every_example(name: str) -> None:
    made = bundle(record(example(name)), KNOWLEDGE)
    assert [str(error) for error in official().iter_errors(made)] == []
    Bundle.model_validate(made)


def test_the_official_schema_refuses_what_is_none() -> None:
    made = bundle(record(example("desk-worker")), KNOWLEDGE)
    resources(made, "Observation")[0]["sidedness"] = "left"
    assert not official().is_valid(made)


@settings(max_examples=30)
@given(CASES)
def test_any_case_is_a_sound_bundle(raw: dict[str, Any]) -> None:
    made = bundle(record(case_from(raw)), KNOWLEDGE)
    assert official().is_valid(made)
    Bundle.model_validate(made)
    known = {entry["fullUrl"] for entry in made["entry"]}
    assert len(known) == len(made["entry"])
    text = json.dumps(made)
    assert all(part.split('"')[0] in known for part in text.split('"reference": "')[1:])
    ours = {concept["code"] for concept in code_system()["concept"]}
    for coding in codings(made):
        if coding["system"] == OWN:
            assert coding["code"] in ours
        elif coding["system"] in (LOINC, SNOMED):
            assert (coding["system"], coding["code"]) in SEEN
    assert not resources(made, "Condition")
    assert "diagnos" not in json.dumps([r["conclusion"] for r in resources(made, "DiagnosticReport")])


def test_a_side_is_an_observation_with_method_device_unit_and_error() -> None:
    made = bundle(record(example("desk-worker")), KNOWLEDGE)
    found = [o for o in resources(made, "Observation") if o["code"]["coding"][-1]["code"] == "ktw-distance"]
    left = found[0]
    parts = {p["code"]["coding"][-1]["code"]: p for p in left["component"]}
    assert left["valueQuantity"] == {"value": 9.0, "unit": "cm", "system": UCUM, "code": "cm"}
    assert parts["standard-error"]["valueQuantity"]["value"] == 0.45
    assert parts["trials"]["valueQuantity"]["value"] == 3
    sides = parts["laterality"]["valueCodeableConcept"]["coding"]
    assert [c["code"] for c in sides] == ["7771000", "left"]
    assert [c["code"] for c in left["bodySite"]["coding"]] == ["70258002", "ankle-joint"]
    assert left["method"]["coding"][0]["code"] == "method-tape"
    tape = next(e["resource"] for e in made["entry"] if e["fullUrl"] == left["device"]["reference"])
    assert tape["deviceName"][0]["name"] == "Tape or ruler"
    assert {r["resourceType"] for e in made["entry"] for r in [e["resource"]]} >= {
        "Patient", "Goal", "CarePlan", "DiagnosticReport",
    }  # fmt: skip


def test_a_name_and_licensed_terms_are_there_on_wish_alone() -> None:
    case = example("desk-worker")
    made = bundle(record(case), KNOWLEDGE, snomed=False)
    assert set(resources(made, "Patient")[0]) == {"resourceType", "id"}
    assert SNOMED not in json.dumps(made)
    named = bundle(record(case, "Robin"), KNOWLEDGE)
    assert resources(named, "Patient")[0]["name"][0]["text"] == "Robin"
    assert resources(named, "Patient")[0]["id"] == resources(made, "Patient")[0]["id"]


def test_the_command_writes_a_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = tmp_path / "history.csv"
    history.write_text("date,side,ktw_cm,trials\n2026-08-03,left,8.2,3\n2026-08-31,left,9.4,3\n")
    out = tmp_path / "bundle.json"
    words = ["fhir", example_path("desk-worker"), "--history", str(history), "--out", str(out)]
    assert main(words) == 0
    made = json.loads(out.read_text(encoding="utf-8"))
    assert official().is_valid(made)
    assert len(resources(made, "Goal")) == 1
    assert main(["fhir", "--codes", "map"]) == 0
    assert json.loads(capsys.readouterr().out) == concept_map()
