"""A team's people, those first who need somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs, Lower
from django.utils.translation import gettext_lazy as _

from plantigrade.web.base.clock import today
from plantigrade.web.team.models import Grant, Organisation

_A_PAGE = 50
SAID = {
    "refer": _("see somebody"),
    "pain": _("pain"),
    "stopped": _("stopped a test"),
    "falling": _("falling"),
    "no_change": _("no real change"),
    "missed": _("not trained for a week"),
    "due": _("due for a test"),
    "untested": _("not tested yet"),
    "": "",
}


class Sort(StrEnum):
    ATTENTION = "attention"
    NAME = "name"
    SHORTER = "shorter"
    DIFFERENCE = "difference"

    @classmethod
    def of(cls, asked: str | None) -> Sort:
        return cls(asked) if asked in [one.value for one in cls] else cls.ATTENTION


@dataclass(frozen=True, slots=True)
class Row:
    grant: Grant
    said: Any


@dataclass(frozen=True, slots=True)
class Roster:
    rows: list[Row]
    page: Page[Grant]
    sort: Sort
    text: str
    group: str
    groups: list[str]
    stale: bool


def page_of_roster(
    organisation: Organisation, *, sort: Sort, text: str, page: str | None, group: str = ""
) -> Roster:
    people = people_of(organisation)
    groups = list(people.exclude(group="").values_list("group", flat=True).distinct().order_by("group"))
    found = people.filter(Q(person__name__icontains=text.strip())) if text.strip() else people
    found = found.filter(group=group) if group else found
    shown = Paginator(_sorted(found, sort), _A_PAGE).get_page(page)
    rows = [Row(grant, SAID[grant.person.standing.reason]) for grant in shown.object_list]
    stale = people.filter(person__standing__on__lt=today()).exists()
    return Roster(rows, shown, sort, text.strip(), group, groups, stale)


def people_of(organisation: Organisation) -> QuerySet[Grant]:
    """Who lets this organisation in at present, each with how they stand."""
    return Grant.objects.filter(
        organisation=organisation, withdrawn_at=None, person__standing__isnull=False
    ).select_related("person", "person__standing")


def _sorted(found: QuerySet[Grant], sort: Sort) -> QuerySet[Grant]:
    name = Lower("person__name")
    if sort is Sort.NAME:
        return found.order_by(name)
    if sort is Sort.ATTENTION:
        return found.order_by("-person__standing__attention", name)
    left, right = F("person__standing__left_ktw_cm"), F("person__standing__right_ktw_cm")
    difference = Abs(left - right)
    if sort is Sort.DIFFERENCE:
        return found.order_by(difference.desc(nulls_last=True), name)
    return found.annotate(shorter=(left + right - difference) / 2).order_by(
        F("shorter").asc(nulls_last=True), name
    )
