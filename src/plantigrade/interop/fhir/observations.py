"""Observations: one a side and test, with method, device, side, UCUM unit and standard error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from plantigrade.core.case import SideFindings
from plantigrade.core.quantities import Side
from plantigrade.core.wall_test import sem_cm
from plantigrade.interop.fhir.codes import CATEGORY, PAIN_0_10, Values, concept, quantity
from plantigrade.interop.fhir.record import Assessed, Hurt, Retested
from plantigrade.knowledge.types.measurement import Instrument, Measurement

Category = Literal["exam", "survey", "activity"]
# What measures; each becomes a Device of the bundle once it is used.
DEVICES = {
    "tape": "Tape or ruler",
    "inclinometer": "Phone or inclinometer",
    "photo": "Camera",
    "goniometer": "Goniometer",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One measured value before it has the bundle's references. `key` is unique within the record."""

    key: str
    code: Values
    when: str
    value: Values
    category: Category
    method: str
    device: str | None = None
    side: Side | None = None
    se: Values | None = None
    trials: tuple[float, ...] = ()
    made_of: int | None = None


def of_assessment(one: Assessed, measurement: Measurement) -> Iterator[Found]:
    """What was measured, as it was read: no threshold is applied and no offset taken off."""
    case, when = one.reading.case, one.at.isoformat(timespec="seconds")
    for side, findings in case.sides.items():
        key = f"{one.key}/{side}"
        if findings.ktw_cm:
            yield _distance(key, when, side, findings.ktw_cm, measurement)
        yield from _angles(key, when, side, findings, measurement)
        if findings.pain_0_10 is not None:
            yield _pain(f"{key}/pain", when, side, findings.pain_0_10)
    uneven = one.reading.asymmetry
    if uneven is not None:
        sign = -1 if uneven.lower_side is Side.LEFT else 1
        yield Found(
            f"{one.key}/asym", concept("asym"), when, quantity(sign * uneven.cm, "cm"), "exam",
            "difference", se=quantity(uneven.sd_cm, "cm"),
        )  # fmt: skip
    if case.squat.elevation_cm is not None:
        height = quantity(case.squat.elevation_cm, "cm")
        yield Found(f"{one.key}/lift", concept("heel-elev"), when, height, "exam", "tape", "tape")


def of_retest(one: Retested, measurement: Measurement) -> Iterator[Found]:
    """A weekly wall test, and the pain that was told with it."""
    key, when = f"retest/{one.on}/{one.side}", one.on.isoformat()
    if one.ktw_cm:
        yield _distance(key, when, one.side, one.ktw_cm, measurement, one.trials)
    if one.pain_0_10 is not None:
        yield _pain(f"{key}/pain", when, one.side, one.pain_0_10)


def of_pain(one: Hurt) -> Found:
    """Pain during an exercise."""
    return _pain(one.key, one.at.isoformat(timespec="seconds"), one.side, one.pain_0_10)


def _distance(
    key: str,
    when: str,
    side: Side,
    trials: tuple[float, ...],
    measurement: Measurement,
    count: int | None = None,
) -> Found:
    mean = math.fsum(trials) / len(trials)
    made_of = len(trials) if count is None else count
    error = quantity(sem_cm(made_of, measurement.wall_test), "cm")
    return Found(
        f"{key}/ktw", concept("ktw-distance"), when, quantity(mean, "cm"), "exam", "tape", "tape", side,
        error, trials if count is None else (), made_of,
    )  # fmt: skip


def _angles(
    key: str, when: str, side: Side, findings: SideFindings, measurement: Measurement
) -> Iterator[Found]:
    place = f"inclinometer_{findings.inclinometer_placement or 'unknown'}"
    instruments = measurement.instruments
    read: tuple[tuple[str, float | None, str, str, Instrument | None], ...] = (
        ("wb-df-bent", findings.wb_bent_deg, place, "inclinometer", instruments[place]),
        ("wb-df-straight", findings.wb_straight_deg, place, "inclinometer", instruments[place]),
        ("wb-df-bent", findings.photo_deg, "photo", "photo", instruments["photo"]),
        # No error of a goniometer is known here, and none is made up.
        ("nwb-df-bent", findings.nwb_bent_deg, "goniometer", "goniometer", None),
        ("nwb-df-straight", findings.nwb_straight_deg, "goniometer", "goniometer", None),
    )
    for code, value, method, device, instrument in read:
        if value is not None:
            se = None if instrument is None else quantity(instrument.sem_deg.value, "deg")
            yield Found(
                f"{key}/{code}/{device}", concept(code), when, quantity(value, "deg"), "exam",
                method.replace("_", "-"), device, side, se,
            )  # fmt: skip


def _pain(key: str, when: str, side: Side | None, pain_0_10: int) -> Found:
    code = {"coding": [PAIN_0_10], "text": "Pain severity, 0 to 10"}
    return Found(key, code, when, quantity(pain_0_10, "{score}"), "survey", "asked", side=side)


def observation(found: Found, *, subject: Values, device: Values | None, snomed: bool) -> Values:
    """The Observation resource, without its id."""
    parts: list[Values] = []
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": found.category}]}],
        "code": found.code,
        "subject": subject,
        "effectiveDateTime": found.when,
        "valueQuantity": found.value,
        "method": concept(f"method-{found.method}"),
    }
    if found.side is not None:
        side = concept(found.side.value, snomed=snomed)
        made["bodySite"] = concept("ankle-joint", snomed=snomed, text=f"{found.side.value} ankle joint")
        parts.append({"code": concept("laterality"), "valueCodeableConcept": side})
    if device is not None:
        made["device"] = device
    if found.se is not None:
        parts.append({"code": concept("standard-error"), "valueQuantity": found.se})
    unit = found.value["unit"]
    parts += [{"code": concept("trial"), "valueQuantity": quantity(one, unit)} for one in found.trials]
    if found.made_of is not None:
        parts.append({"code": concept("trials"), "valueQuantity": quantity(found.made_of, "{score}")})
    if parts:
        made["component"] = parts
    return made
