"""Days and moments in requests: written as the document says, and none of another century."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

from plantigrade.web.base.clock import today

FIRST = dt.date(2000, 1, 1)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d")


def _date(value: Any) -> Any:
    # Seconds since 1970 would be taken for a day as well.
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise PydanticCustomError("date_form", "should be a date like 2026-11-30")
    return value


def _moment(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.match(value):
        raise PydanticCustomError("time_form", "should be a time with its offset like 2026-11-30T18:00:00Z")
    return value


def _past(on: dt.date) -> dt.date:
    # A day ahead, since a phone may live in a zone further east.
    if not FIRST <= on <= today() + dt.timedelta(days=1):
        raise ValueError(f"should lie between {FIRST} and today")
    return on


def _recorded(at: dt.datetime) -> dt.datetime:
    _past(at.date())
    return at


def _near(on: dt.date) -> dt.date:
    if abs((on - today()).days) > 366:
        raise ValueError("should lie within a year of today")
    return on


AnyDay = Annotated[dt.date, BeforeValidator(_date)]
Day = Annotated[AnyDay, AfterValidator(_past)]
PlannedDay = Annotated[AnyDay, AfterValidator(_near)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_recorded)]
