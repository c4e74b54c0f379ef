"""A tiny SVG builder: escaped, rounded, the same bytes for the same input."""

from __future__ import annotations

import math
import re
from html import escape

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")

Attribute = str | float | None


class Markup(str):
    """Text that is already markup; any other str is escaped when it becomes a child."""

    __slots__ = ()

    def __html__(self) -> str:
        """Templates that know this convention leave it as it is."""
        return str(self)


def number(value: float, decimals: int = 2) -> str:
    """A number rounded to so many decimals, without negative zero. Raises ValueError when not finite."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points(*coordinates: float) -> str:
    """Coordinates joined for a path or a points list."""
    return " ".join(number(value) for value in coordinates)


def element(tag: str, *children: str, **attributes: Attribute) -> Markup:
    """One element. A trailing underscore in an attribute's name is dropped, others become hyphens.

    Attributes that are None are left out.
    """
    parts = [_name(tag)]
    for key, value in attributes.items():
        if value is not None:
            name = _name(key.removesuffix("_").replace("_", "-"))
            text = value if isinstance(value, str) else number(value)
            parts.append(f'{name}="{escape(text)}"')
    inside = join(*children)
    return Markup(f"<{' '.join(parts)}>{inside}</{tag}>" if inside else f"<{' '.join(parts)}/>")


def join(*children: str) -> Markup:
    """Children one after the other, those that are not markup escaped."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children)
    )


def group(*children: str, x: float = 0.0, y: float = 0.0) -> Markup:
    """Children moved to (x, y)."""
    inside = join(*children)
    if not inside or (number(x), number(y)) == ("0", "0"):
        return inside
    return element("g", inside, transform=f"translate({points(x, y)})")


def style(css: str) -> Markup:
    """A style element. CSS is ours, never a user's; markup in it is refused all the same."""
    if "<" in css or "&" in css:
        raise ValueError("markup in a style sheet")
    return Markup(f"<style>{css}</style>")


def svg(
    *,
    title: str,
    desc: str,
    viewbox: tuple[float, float, float, float],
    body: str,
    css_class: str,
    uid: str,
) -> Markup:
    """A whole picture with its name and description for a screen reader."""
    title_id, desc_id = f"{uid}-title", f"{uid}-desc"
    return element(
        "svg",
        element("title", title, id=title_id),
        element("desc", desc, id=desc_id),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=points(*viewbox),
        role="img",
        aria_labelledby=f"{title_id} {desc_id}",
        class_=css_class,
    )


def _name(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"not a name: {name!r}")
    return name
