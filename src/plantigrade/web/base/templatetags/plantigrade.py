"""What templates need to write values as the reports do. Loaded in every template."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from plantigrade import writing
from plantigrade.core.quantities import Estimate
from plantigrade.draw.svg import Markup

register = template.Library()


@register.filter
def drawn(markup: Markup) -> SafeString:
    """Markup of ours (pictures, charts, parts of a report) as it is; any other text is refused."""
    if not isinstance(markup, Markup):
        raise TypeError(f"only Markup may stand in a page unescaped, not {type(markup).__name__}")
    return mark_safe(markup)


@register.filter
def distance(cm: float, units: str) -> str:
    """A distance in the person's unit."""
    return writing.length(cm, "in" if units == "in" else "cm")


@register.filter
def distance_error(estimate: Estimate, units: str) -> str:
    """A distance with its 95 % error."""
    return writing.length_error(estimate, "in" if units == "in" else "cm")


@register.filter
def day(on: date) -> str:
    return writing.day(on)


@register.filter
def short_day(on: date) -> str:
    return writing.short_day(on)


@register.filter
def weekday(on: date) -> str:
    return writing.weekday(on)


@register.filter
def in_100(p: float) -> str:
    """A probability as a natural frequency."""
    return writing.in_100(p)


@register.filter
def minutes(value: float) -> str:
    return writing.minutes(value)


@register.filter
def listed(parts: Any) -> str:
    return writing.listed([str(part) for part in parts])


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """The value of a key; empty text when there is none."""
    return mapping.get(key, "")
