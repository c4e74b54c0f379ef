"""A team as a whole, in one query: what each athlete's row says was read when the row was."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from plantigrade import writing
from plantigrade.core.quantities import Estimate
from plantigrade.core.squad import Athlete, Lie, Part, parts_of
from plantigrade.core.wall_test import sem_cm
from plantigrade.draw.charts import Lies, NamedLie, NamedLine, lies_chart, lies_table
from plantigrade.draw.charts.parts import Chart
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.words import say
from plantigrade.report.frame import CHART_WIDTH, chart_figure
from plantigrade.web.roster.queries import people_of
from plantigrade.web.team.models import Organisation

# As many rows as a picture can hold; the table has them all.
_DRAWN = 16
_STANDING = tuple(f"person__standing__{name}" for name in Athlete._fields[1:])


class By(StrEnum):
    GROUP = "group"
    POSITION = "position"

    @classmethod
    def of(cls, asked: str | None) -> By:
        return cls(asked) if asked in [one.value for one in cls] else cls.GROUP


def squad_parts(organisation: Organisation, by: By, group: str) -> dict[str, Any]:
    """All together and each part, with charts of distance and side difference; `group` alone if named."""
    people = people_of(organisation)
    groups = list(people.exclude(group="").values_list("group", flat=True).distinct().order_by("group"))
    found = people.filter(group=group) if group else people
    athletes = map(Athlete._make, found.values_list(by.value, *_STANDING))
    knowledge = default_catalogue()
    whole, parts = parts_of(athletes, say("Everybody"), knowledge)
    named = [_named(part) for part in parts] if len(parts) > 1 or (parts and parts[0].name) else []
    error = knowledge.measurement.wall_test
    cuts = knowledge.bands.cuts
    return {
        "by": by,
        "group": group,
        "groups": groups,
        "whole": whole,
        "rows": [_row(part) for part in (whole, *named)],
        "distance": _chart(
            say("Distance of the shorter side"),
            [(part.name, part.shorter_cm) for part in (whole, *named)],
            (
                NamedLine(say("functional"), cuts.functional_cm.value),
                NamedLine(say("cleared"), cuts.cleared_cm.value),
            ),
            "distance",
        ),
        "difference": _chart(
            say("Difference between the sides"),
            [(part.name, part.difference_cm) for part in (whole, *named)],
            (NamedLine(say("uneven"), knowledge.measurement.asymmetry.unilateral_cm.value),),
            "difference",
        ),
        "error": writing.error_length(Estimate(0.0, sem_cm(int(error.mean_from_trials.value), error)), "cm"),
        "uneven": writing.length(knowledge.measurement.asymmetry.unilateral_cm.value, "cm"),
        "days": int(knowledge.progress.rhythm.checkpoint_days.value),
        "real": writing.length(knowledge.progress.rules.real_gain_cm.value, "cm"),
        "sure": round(100 * knowledge.progress.rules.improving_probability.value),
    }


def _named(part: Part) -> Part:
    return part if part.name else replace(part, name=say("without"))


def _row(part: Part) -> dict[str, Any]:
    return {
        "part": part,
        "change": writing.signed(part.change_cm, 1) if part.change_cm is not None else "",
        "same": part.changes - part.more - part.less,
        "unmet": part.asked - part.met - part.open,
    }


def _chart(
    title: str, rows: list[tuple[str, Lie | None]], lines: tuple[NamedLine, ...], uid: str
) -> Markup | None:
    held = [NamedLie(name, lie) for name, lie in rows if lie is not None]
    if not held:
        return None
    largest = sorted(held[1:], key=lambda row: -row.lie.count)[: _DRAWN - 1]
    drawn = [row for row in held if row is held[0] or row in largest]
    chart = lies_chart(Lies(title, tuple(drawn), lines), uid, CHART_WIDTH)
    whole = lies_table(Lies(title, tuple(held), lines), uid)
    return chart_figure(Chart(chart.svg, whole), name="squad-chart")
