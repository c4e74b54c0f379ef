"""The operations of the API as methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import UUID

from plantigrade.client.forms import multipart
from plantigrade.client.shapes import (
    Adjustment,
    Assessment,
    Day,
    Kept,
    KeptMorning,
    Morning,
    Organisation,
    Person,
    Programme,
    RosterRow,
    Session,
    Token,
    Video,
    WallTest,
    shaped,
)
from plantigrade.client.transport import Transport

T = TypeVar("T")
Minutes = Literal["5", "10", "full"]


class Client:
    """Talks to one server with one token.

    Every method raises ApiError for what the server refuses and OSError when it cannot be reached. Lists are
    fetched part by part while they are read.
    """

    def __init__(self, address: str, token: str, *, timeout_s: float = 30.0) -> None:
        self._http = Transport(address, token, timeout_s)

    def token(self) -> Token:
        """What the token is and may do."""
        return shaped(Token, self._http.json("GET", "/token"))

    def persons(self) -> Iterator[Person]:
        """The records that the token reaches."""
        return self._all(Person, "/persons")

    def person(self, person_id: UUID) -> Person:
        return shaped(Person, self._http.json("GET", _of(person_id)))

    def add_person(self, name: str, *, units: Literal["cm", "in"] = "cm") -> Person:
        """A record of the token's own user."""
        return shaped(Person, self._http.json("POST", "/persons", body={"name": name, "units": units}))

    def wall_tests(self, person_id: UUID) -> Iterator[WallTest]:
        return self._all(WallTest, _of(person_id, "wall-tests"))

    def keep_wall_test(
        self, person_id: UUID, on: date, *, left: Sequence[float] = (), right: Sequence[float] = ()
    ) -> list[WallTest]:
        """The trials of a day, cm, in place of what was entered before; an empty side stays as it was."""
        body = {side: list(tries) for side, tries in (("left", left), ("right", right)) if tries}
        found = self._http.json("PUT", _of(person_id, f"wall-tests/{on}"), body=body)
        return [shaped(WallTest, one) for one in found]

    def assessments(self, person_id: UUID) -> Iterator[Assessment]:
        return self._all(Assessment, _of(person_id, "assessments"))

    def add_assessment(
        self, person_id: UUID, case: Mapping[str, Any], *, at: date | None = None
    ) -> Assessment:
        """A finished assessment from a case file."""
        body = {"case": dict(case), "at": None if at is None else at.isoformat()}
        return shaped(Assessment, self._http.json("POST", _of(person_id, "assessments"), body=body))

    def answer(self, person_id: UUID, assessment_id: UUID | None = None) -> dict[str, Any]:
        """What an assessment says, the last one when none is named."""
        path = "answer" if assessment_id is None else f"assessments/{assessment_id}/answer"
        found: dict[str, Any] = self._http.json("GET", _of(person_id, path))
        return found

    def mornings(self, person_id: UUID) -> Iterator[Morning]:
        return self._all(Morning, _of(person_id, "mornings"))

    def keep_morning(
        self,
        person_id: UUID,
        on: date,
        *,
        change_0_10: int | None = None,
        stiffness_min: int | None = None,
        signs: Sequence[Literal["swelling", "locking", "giving_way", "numbness"]] = (),
    ) -> KeptMorning:
        """The check of a morning, in place of the one before, and what it asks for."""
        told: dict[str, Any] = dict.fromkeys(signs, True)
        body = {"change_0_10": change_0_10, "stiffness_min": stiffness_min, **told}
        return shaped(KeptMorning, self._http.json("PUT", _of(person_id, f"mornings/{on}"), body=body))

    def progress(self, person_id: UUID) -> dict[str, Any]:
        """How both sides change; as `plantigrade progress --json` prints it."""
        found: dict[str, Any] = self._http.json("GET", _of(person_id, "progress"))
        return found

    def programme(self, person_id: UUID) -> Programme:
        return shaped(Programme, self._http.json("GET", _of(person_id, "programme")))

    def start_programme(
        self, person_id: UUID, *, minutes: Minutes = "10", starts_on: date | None = None, upkeep: bool = False
    ) -> Programme:
        """From the last assessment; tomorrow, when no day is given."""
        begin = None if starts_on is None else starts_on.isoformat()
        body = {"minutes": minutes, "starts_on": begin, "upkeep": upkeep}
        return shaped(Programme, self._http.json("POST", _of(person_id, "programme"), body=body))

    def end_programme(self, person_id: UUID) -> None:
        self._http.json("POST", _of(person_id, "programme/end"))

    def days(self, person_id: UUID, *, begin: date | None = None, end: date | None = None) -> list[Day]:
        """The days of the running programme, both ends included."""
        found = self._http.json("GET", _of(person_id, "programme/days"), query={"begin": begin, "end": end})
        return [shaped(Day, one) for one in found]

    def day(self, person_id: UUID, on: date) -> Day:
        return shaped(Day, self._http.json("GET", _of(person_id, f"programme/days/{on}")))

    def adjustments(self, person_id: UUID) -> list[Adjustment]:
        found = self._http.json("GET", _of(person_id, "programme/adjustments"))
        return [shaped(Adjustment, one) for one in found]

    def adjust(
        self,
        person_id: UUID,
        kind: Literal["pause", "resume", "minutes", "equipment", "training_days"],
        *,
        to: str | Sequence[str] | None = None,
        reason: str = "",
    ) -> Adjustment:
        """A change of the programme from today on."""
        value = list(to) if to is not None and not isinstance(to, str) else to
        values = {} if value is None else {kind: value}
        body = {"kind": kind, "values": values, "reason": reason}
        return shaped(Adjustment, self._http.json("POST", _of(person_id, "programme/adjustments"), body=body))

    def sessions(self, person_id: UUID) -> Iterator[Session]:
        return self._all(Session, _of(person_id, "sessions"))

    def log(self, person_id: UUID, records: Sequence[Mapping[str, Any]]) -> Kept:
        """Records of sessions, sets and pain as the OpenAPI document describes them."""
        body = {"records": [dict(one) for one in records]}
        return shaped(Kept, self._http.json("POST", _of(person_id, "records"), body=body))

    def videos(self, person_id: UUID) -> Iterator[Video]:
        return self._all(Video, _of(person_id, "videos"))

    def send_video(
        self,
        person_id: UUID,
        path: Path,
        *,
        taken_on: date | None = None,
        heel_lift_cm: float = 0.0,
        foot_cm: float | None = None,
    ) -> Video:
        """Has a clip read in the background; it is held in memory while it is sent."""
        fields = {"taken_on": taken_on, "heel_lift_cm": heel_lift_cm, "foot_cm": foot_cm}
        data, kind = multipart(fields, "file", path)
        return shaped(Video, self._http.send("POST", _of(person_id, "videos"), data=data, kind=kind))

    def video(self, person_id: UUID, video_id: UUID) -> Video:
        return shaped(Video, self._http.json("GET", _of(person_id, f"videos/{video_id}")))

    def video_result(self, person_id: UUID, video_id: UUID) -> dict[str, Any]:
        """What was measured; ApiError with the code conflict until it is there."""
        found: dict[str, Any] = self._http.json("GET", _of(person_id, f"videos/{video_id}/result"))
        return found

    def cancel_video(self, person_id: UUID, video_id: UUID) -> Video:
        return shaped(Video, self._http.json("POST", _of(person_id, f"videos/{video_id}/cancel")))

    def read_again(self, person_id: UUID, video_id: UUID) -> Video:
        return shaped(Video, self._http.json("POST", _of(person_id, f"videos/{video_id}/again")))

    def remove_video(self, person_id: UUID, video_id: UUID) -> None:
        self._http.json("DELETE", _of(person_id, f"videos/{video_id}"))

    def organisations(self) -> list[Organisation]:
        return [shaped(Organisation, one) for one in self._http.json("GET", "/organisations")]

    def roster(self, organisation_id: UUID) -> Iterator[RosterRow]:
        """Who lets the organisation in, in the order in which they did."""
        return self._all(RosterRow, f"/organisations/{organisation_id}/roster")

    def add_athlete(self, organisation_id: UUID, name: str, *, group: str = "") -> RosterRow:
        """Somebody without an account yet."""
        body = {"name": name, "group": group}
        return shaped(
            RosterRow, self._http.json("POST", f"/organisations/{organisation_id}/roster", body=body)
        )

    def _all(self, kind: type[T], path: str) -> Iterator[T]:
        after = None
        while True:
            part = self._http.json("GET", path, query={"after": after})
            for values in part["items"]:
                yield shaped(kind, values)
            after = part["next"]
            if after is None:
                return


def _of(person_id: UUID, path: str = "") -> str:
    return f"/persons/{person_id}" + (f"/{path}" if path else "")
