"""Lists in parts. A cursor says after which row to go on, so that rows added meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from ninja import Field as Described
from ninja import Query, Schema

from plantigrade.web.api.problems import Fault, unusable

MOST = 200
Shape = TypeVar("Shape")
Row = TypeVar("Row", bound=Model)


class Asked(Schema):
    """Which part of a list."""

    limit: int = Described(50, ge=1, le=MOST, description="How many at most.")
    after: str | None = Described(None, max_length=400, description="`next` of the part before.")


AskedPart = Annotated[Asked, Query(...)]


class Part(Schema, Generic[Shape]):
    """A part of a list; `next` is null at the end."""

    items: list[Shape]
    next: str | None


def part(rows: QuerySet[Row], asked: Asked, by: str, shape: Callable[[Row], Any]) -> dict[str, Any]:
    """Rows in order of a column and then of their id."""
    found = rows.order_by(by, "pk")
    if asked.after is not None:
        value, pk = _read(rows.model, asked.after, by)
        found = found.filter(Q(**{f"{by}__gt": value}) | Q(**{by: value, "pk__gt": pk}))
    shown = list(found[: asked.limit + 1])
    more = len(shown) > asked.limit
    shown = shown[: asked.limit]
    return {"items": [shape(row) for row in shown], "next": _cursor(shown[-1], by) if more else None}


def _cursor(row: Model, by: str) -> str:
    column = row._meta.get_field(by)
    assert isinstance(column, Field)
    value = column.value_to_string(row)
    return base64.urlsafe_b64encode(json.dumps([value, str(row.pk)]).encode()).decode()


def _read(model: type[Model], cursor: str, by: str) -> tuple[Any, Any]:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(value, str) or not isinstance(pk, str):
            raise ValueError
        column, key = model._meta.get_field(by), model._meta.pk
        assert isinstance(column, Field)
        return column.to_python(value), key.to_python(pk)
    except (binascii.Error, ValueError, TypeError, RecursionError, ValidationError, OverflowError):
        fault = Fault(
            "query.after", "is no cursor of ours", "Send `next` of the part before, or leave it out."
        )
        raise unusable(fault) from None
