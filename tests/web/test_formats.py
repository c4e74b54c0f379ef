"""Files for others: what a person's page gives away, and that it can be read."""

from __future__ import annotations

import io
import json

from django.test import Client
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.people.actions import add_person
from tests.interop.test_fhir import official, resources
from tests.web.populated import populated_person


def test_the_record_is_a_sound_fhir_bundle(client: Client, db: None) -> None:  # noqa: ARG001
    person = populated_person()
    address = f"/p/{person.id}/more/files/fhir/"
    answer = client.get(address)
    made = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/fhir+json")
    assert official().is_valid(made)
    Bundle.model_validate(made)
    assert person.name not in answer.content.decode()
    assert str(person.pk) not in answer.content.decode()
    assert {r["resourceType"] for e in made["entry"] for r in [e["resource"]]} == {
        "Patient", "Device", "Observation", "Goal", "CarePlan", "DiagnosticReport",
    }  # fmt: skip
    assert resources(made, "CarePlan")[0]["status"] == "on-hold"
    again = json.loads(client.get(address).content)
    assert [e["fullUrl"] for e in again["entry"]] == [e["fullUrl"] for e in made["entry"]]
    named = json.loads(client.get(address, {"name": "1", "without_snomed": "1"}).content)
    assert resources(named, "Patient")[0]["name"][0]["text"] == person.name
    assert "snomed" not in json.dumps(named)


def test_the_report_is_printed_from_the_record(client: Client, db: None) -> None:  # noqa: ARG001
    person = populated_person()
    address = f"/p/{person.id}/more/files/report/"
    answer = client.get(address, {"name": "1"})
    front = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert person.name in front
    assert "Since then" in front
    assert person.name not in PdfReader(io.BytesIO(client.get(address).content)).pages[0].extract_text()


def test_before_the_first_test_there_is_no_report(client: Client, db: None) -> None:  # noqa: ARG001
    person = add_person(owner=sole_user(), name="Kim")
    answer = client.get(f"/p/{person.id}/more/files/report/", follow=True)
    assert "nothing to print yet" in answer.content.decode()
    assert client.get(f"/p/{person.id}/more/files/fhir/").status_code == 200
