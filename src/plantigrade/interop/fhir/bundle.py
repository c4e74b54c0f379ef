"""The whole bundle: ids that stay the same from one export to the next, and references between resources."""

from __future__ import annotations

from uuid import UUID, uuid5

from plantigrade.interop.fhir.care import care_plan, goal, report
from plantigrade.interop.fhir.codes import Values, plain
from plantigrade.interop.fhir.observations import (
    DEVICES,
    Found,
    observation,
    of_assessment,
    of_pain,
    of_retest,
)
from plantigrade.interop.fhir.record import Record
from plantigrade.knowledge.catalogue import Catalogue

_OURS = UUID("6f0c2f0e-35c5-4a5a-9d0b-3c2b0ec0a7a1")


class _Entries:
    """Grows the bundle; a resource's id follows from the person's key and its own, so a second export
    updates what a first one brought."""

    def __init__(self, key: str) -> None:
        self._space = uuid5(_OURS, key)
        self.made: list[Values] = []
        self._devices: dict[str, Values] = {}

    def add(self, key: str, resource: Values) -> Values:
        """Adds a resource and returns the reference to it."""
        id_ = str(uuid5(self._space, key))
        self.made.append({"fullUrl": f"urn:uuid:{id_}", "resource": {**resource, "id": id_}})
        return {"reference": f"urn:uuid:{id_}"}

    def device(self, name: str | None) -> Values | None:
        """The reference to an instrument, which is added with its first use."""
        if name is None:
            return None
        if name not in self._devices:
            named = [{"name": DEVICES[name], "type": "user-friendly-name"}]
            self._devices[name] = self.add(f"device/{name}", {"resourceType": "Device", "deviceName": named})
        return self._devices[name]


def bundle(record: Record, knowledge: Catalogue, *, snomed: bool = True) -> Values:
    """The record as a Bundle (FHIR R4, type collection) of plain JSON values.

    Without a name the Patient carries nothing but a random-looking id. `snomed` False leaves out the three
    terms that need a licence outside of SNOMED's member territories.
    """
    entries = _Entries(record.key)
    patient: Values = {"resourceType": "Patient"}
    if record.name:
        patient["name"] = [{"use": "usual", "text": plain(record.name)}]
    subject = entries.add("patient", patient)

    def put(found: Found) -> Values:
        device = entries.device(found.device)
        return entries.add(found.key, observation(found, subject=subject, device=device, snomed=snomed))

    for assessed in record.assessed:
        results = [put(found) for found in of_assessment(assessed, knowledge.measurement)]
        entries.add(f"report/{assessed.key}", report(assessed, knowledge, subject=subject, results=results))
    for retested in record.retested:
        for found in of_retest(retested, knowledge.measurement):
            put(found)
    for hurt in record.hurt:
        put(of_pain(hurt))
    goals = [entries.add(f"goal/{aim.side}/{aim.begins}", goal(aim, subject=subject)) for aim in record.aims]
    for one in record.prescribed:
        plan = care_plan(
            one,
            subject=subject,
            goals=goals if one.status == "active" else (),
            names={id_: exercise.name for id_, exercise in knowledge.exercises.items()},
        )
        entries.add(f"plan/{one.key}", plan)
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": record.made_at.isoformat(timespec="seconds"),
        "entry": entries.made,
    }
