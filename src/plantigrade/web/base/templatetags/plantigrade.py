"""What templates need to write values as the reports do. Loaded in every template."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from plantigrade import writing
from plantigrade.core.quantities import Side
from plantigrade.draw.svg import Markup

register = template.Library()


@register.filter
def drawn(markup: Markup) -> SafeString:
    """Markup of ours (pictures, charts, parts of a report) as it is; any other text is refused."""
    if not isinstance(markup, Markup):
        raise TypeError(f"only Markup may stand in a page unescaped, not {type(markup).__name__}")
    return mark_safe(markup)


@register.filter(expects_localtime=True)
def day(on: date | None) -> str:
    """Nothing for a day that is not known, as Django's own filter."""
    return writing.day(on) if on is not None else ""


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """A day and its time, as the clock on the wall shows it."""
    return f"{writing.day(at)}, {at:%H:%M}"


@register.filter
def short_day(on: date) -> str:
    return writing.short_day(on)


@register.filter
def weekday(on: date) -> str:
    return writing.weekday(on)


@register.filter
def minutes(value: float) -> str:
    return writing.minutes(value)


@register.filter
def side_word(side: Side) -> str:
    return writing.side_word(side)
