"""The roles that colours play, in light, dark and print.

A picture names roles only. Each role is a CSS custom property `--pg-<role>`; every painted element also
carries the light colour as an attribute, so that a renderer without style sheets shows it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#faf8f4",
    "card": "#ffffff",
    "ink": "#1d2a2e",
    "soft": "#5d6b6f",
    "line": "#e4dfd6",
    "accent": "#0f6e66",
    "accent-soft": "#d9ece9",
    "clay": "#c9825b",
    "clay-text": "#a8502a",
    "left": "#3f55b0",
    "right": "#b3591a",
    "limb": "#33454b",
    "far": "#b3bcbc",
    "floor": "#cfc8ba",
    "wall": "#e4dfd6",
}
DARK: Mapping[str, str] = {
    "paper": "#14191b",
    "card": "#1c2326",
    "ink": "#e8e6e1",
    "soft": "#9fabae",
    "line": "#323b3e",
    "accent": "#58c2b6",
    "accent-soft": "#173f3c",
    "clay": "#d5966f",
    "clay-text": "#e0a27c",
    "left": "#97a6f2",
    "right": "#e59c60",
    "limb": "#c3cccb",
    "far": "#566367",
    "floor": "#5a5a52",
    "wall": "#343a3a",
}
FIGURE_ROLES = ("paper", "accent", "accent-soft", "soft", "left", "right", "limb", "far", "floor", "wall")
_STILL = ".pg-figure *{animation:none!important}"


def style_text(roles: Iterable[str] = tuple(LIGHT)) -> str:
    """The style sheet of all pictures: roles, paint classes, and stillness where it is asked for.

    Follows the reader's colour scheme unless the root element says `data-theme="light"` or `"dark"`.
    """
    names = tuple(roles)
    light, dark = _properties(LIGHT, names), _properties(DARK, names)
    paint = "".join(
        f".pg-f-{role}{{fill:var(--pg-{role})}}.pg-s-{role}{{stroke:var(--pg-{role})}}" for role in names
    )
    return (
        f":root{{{light}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=dark]{{{dark}}}"
        f"{paint}"
        ".pg-paused *{animation-play-state:paused!important}"
        f"@media(prefers-reduced-motion:reduce){{{_STILL}}}"
        f"@media print{{:root:root{{{light}}}{_STILL}}}"
    )


def fill(role: str) -> dict[str, str | float]:
    """Attributes that fill with a role. Raises KeyError for an unknown role."""
    return {"class_": f"pg-f-{role}", "fill": LIGHT[role]}


def edged_fill(role: str, edge: str, width: float) -> dict[str, str | float]:
    """Attributes that fill with a role inside an edge of another. Raises KeyError for an unknown role."""
    return {
        "class_": f"pg-f-{role} pg-s-{edge}",
        "fill": LIGHT[role],
        "stroke": LIGHT[edge],
        "stroke_width": width,
    }


def stroke(role: str, width: float, **more: str) -> dict[str, str | float]:
    """Attributes that draw a line, unfilled, in a role. Raises KeyError for an unknown role."""
    return {
        "class_": f"pg-s-{role}",
        "stroke": LIGHT[role],
        "stroke_width": width,
        "fill": "none",
        "stroke_linecap": "round",
        "stroke_linejoin": "round",
        **more,
    }


def _properties(theme: Mapping[str, str], roles: tuple[str, ...]) -> str:
    return "".join(f"--pg-{role}:{theme[role]};" for role in roles)
