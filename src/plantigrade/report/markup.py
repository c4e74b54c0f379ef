"""HTML that is well-formed XML too, over the builder of the pictures."""

from __future__ import annotations

from collections.abc import Iterable

from plantigrade.draw.charts.parts import clean
from plantigrade.draw.svg import Attribute, Markup, element, join
from plantigrade.writing import bound

__all__ = ["Attribute", "Markup", "items", "paragraphs", "tag", "text"]

# Only these may close themselves; any other element without content needs its closing tag in HTML.
_VOID = frozenset({"br", "hr", "input", "link", "meta", "rect"})


def text(*children: str) -> Markup:
    """Children one after the other: markup as it is, the rest escaped, fit for XML, its numbers bound."""
    return join(*(child if isinstance(child, Markup) else bound(clean(child)) for child in children))


def tag(kind: str, /, *children: str, **attributes: Attribute) -> Markup:
    """One HTML element; attributes as in `draw.svg.element`."""
    made = element(kind, text(*children), **attributes)
    if not any(children) and kind not in _VOID:
        return Markup(f"{made.removesuffix('/>')}></{kind}>")
    return made


def items(entries: Iterable[str], ordered: bool = False, **attributes: Attribute) -> Markup:
    """A list; nothing when there are no entries."""
    held = [tag("li", entry) for entry in entries]
    return tag("ol" if ordered else "ul", *held, **attributes) if held else Markup()


def paragraphs(texts: Iterable[str], **attributes: Attribute) -> Markup:
    """One paragraph for each text that is not empty."""
    return text(*(tag("p", one, **attributes) for one in texts if one))
