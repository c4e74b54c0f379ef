"""What belongs to a person, table by table: the one list that export, schema and import follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model

from plantigrade.web.assess.models import Assessment
from plantigrade.web.care.models import Note
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import PainReport, Session, SetLog
from plantigrade.web.programme.models import Adjustment, Override, Programme
from plantigrade.web.progress.models import MorningCheck, Retest, Verdict
from plantigrade.web.tracks.models import ShoeMorning, ShoeTrack, WedgeSquats, WedgeStep, WedgeTrack
from plantigrade.web.videos.models import Clip, Comparison


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a person, or below a row of the table that holds this one in `inner`.

    `name` is the key in the file and the accessor on the parent, `parent` the relation that leads up,
    `left_out` are columns that mean nothing elsewhere.
    """

    name: str
    model: type[Model]
    parent: str = "person"
    left_out: frozenset[str] = frozenset()
    inner: tuple[Table, ...] = ()


# In an order in which every row comes after the rows that it refers to.
TABLES = (
    Table("assessments", Assessment),
    Table("programmes", Programme, inner=(Table("adjustments", Adjustment, "programme"),)),
    # Who made it is told by name; accounts stay where they are.
    Table("overrides", Override, left_out=frozenset({"by"})),
    Table("sessions", Session, inner=(Table("sets", SetLog, "session"),)),
    Table("pain_reports", PainReport),
    Table("retests", Retest),
    Table("mornings", MorningCheck),
    Table("verdicts", Verdict),
    Table(
        "wedge_tracks",
        WedgeTrack,
        inner=(Table("steps", WedgeStep, "track"), Table("squats", WedgeSquats, "track")),
    ),
    Table("shoe_tracks", ShoeTrack, inner=(Table("shoe_mornings", ShoeMorning, "track"),)),
    Table("clips", Clip, left_out=frozenset({"stage", "share", "seen_at", "lease"})),
    # So is who wrote a note.
    Table("notes", Note, left_out=frozenset({"by"})),
    Table("comparisons", Comparison, left_out=frozenset({"stage", "share", "seen_at", "lease"})),
)
# The feed's key is a secret of this machine, and the owner is whoever takes the person in.
PERSON = Table("person", Person, "owner", left_out=frozenset({"is_demo", "feed_key"}))


def columns(table: Table) -> tuple[Field[Any, Any], ...]:
    """The columns of a table that go into the file."""
    return tuple(
        column
        for column in table.model._meta.concrete_fields
        if column.name != table.parent and column.name not in table.left_out
    )
