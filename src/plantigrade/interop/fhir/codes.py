"""Codes: our own code system, and the few public ones that were seen (evidence F2); none is guessed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

OWN = "urn:plantigrade:codes"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
PAIN_0_10 = {"system": LOINC, "code": "72514-3"}

Values = dict[str, Any]


@cache
def code_system() -> Values:
    """The CodeSystem resource of our own codes."""
    return _resource("CodeSystem-plantigrade.json")


@cache
def concept_map() -> Values:
    """The ConceptMap resource: which of our codes have a public term."""
    return _resource("ConceptMap-plantigrade.json")


def _resource(name: str) -> Values:
    found: Values = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return found


@cache
def _displays() -> dict[str, str]:
    return {concept["code"]: concept["display"] for concept in code_system()["concept"]}


@cache
def _public(code: str) -> tuple[tuple[str, str, str], ...]:
    """System, code and display of the public terms that equal one of ours."""
    return tuple(
        (group["target"], target["code"], target["display"])
        for group in concept_map()["group"]
        for element in group["element"]
        for target in element["target"]
        if element["code"] == code and target["equivalence"] == "equivalent"
    )


def concept(code: str, *, snomed: bool = False, text: str = "") -> Values:
    """A CodeableConcept of one of our codes, with its public terms. Raises KeyError for an unknown code."""
    display = _displays()[code]
    public = [
        {"system": system, "code": term, "display": name}
        for system, term, name in _public(code)
        if snomed or system != SNOMED
    ]
    return {
        "coding": [*public, {"system": OWN, "code": code, "display": display}],
        "text": text or display,
    }


def plain(text: str) -> str:
    """Text with ordinary spaces: FHIR's strings know no others."""
    return " ".join(text.split())


def quantity(value: float, unit: str) -> Values:
    """A Quantity in a UCUM unit, without the dust of binary fractions."""
    return {"value": round(value, 3), "unit": unit, "system": UCUM, "code": unit}
