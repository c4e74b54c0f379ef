"""The picture of the rooms, drawn from the imports (docs/pictures/architecture.svg).

A line goes from a room to each room below that it uses directly; what it reaches through another is left out.
`unnamed` lists rooms and web folders that docs/architecture.md does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
PAGE = ROOT / "docs" / "architecture.md"

# Top to bottom as in the contract "The rooms" of pyproject.toml, which holds the order.
STOREYS = (
    (("cli", "commands of the terminal"),),
    (("web", "the application in the browser"),),
    (
        ("report", "the page and its PDF"),
        ("results", "files of an analysed clip"),
        ("interviewing", "which question comes next"),
    ),
    (("draw", "figures and charts as SVG"), ("interop", "other systems' formats")),
    (("writing", "numbers and days in words"), ("motion", "from a clip to angles")),
    (("core", "the reasoning, standard library only"),),
    (("knowledge", "what the field knows, as TOML"),),
)
WIDTH, STEP, BOX_WIDTH, BOX_HEIGHT, EDGE = 880, 96, 260, 54, 24
STYLE = (
    "text{font-family:system-ui,sans-serif;font-size:13px;fill:#3d4a48}"
    ".room{font-size:16px;font-weight:600;fill:#12211f}"
    "rect{fill:#fff;stroke:#0f766e;stroke-width:1.5}path{fill:none;stroke:#7d918e;stroke-width:1.5}"
    ".ground{fill:#f4f7f6;stroke:none}"
)


def uses() -> dict[str, set[str]]:
    """For each room, the rooms that it imports directly."""
    graph = grimp.build_graph("plantigrade")
    rooms = {child.rpartition(".")[2]: child for child in graph.find_children("plantigrade")}
    return {
        name: {
            other
            for other, package in rooms.items()
            if other != name
            and graph.direct_import_exists(importer=importer, imported=package, as_packages=True)
        }
        for name, importer in rooms.items()
        if not name.startswith("__")
    }


def reached(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    """Every room that `name` uses, directly or through others."""
    return direct[name] | {far for near in direct[name] for far in reached(near, direct)}


def lines(direct: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """From room to room, without those that another way already shows."""
    for name in sorted(direct):
        through = {far for near in direct[name] for far in reached(near, direct)}
        yield from ((name, other) for other in sorted(direct[name] - through))


def _places() -> dict[str, tuple[float, float]]:
    """Middle of each box's upper edge; rooms of a storey stand a third of the width apart."""
    return {
        name: (WIDTH * (1 / 2 + (index - (len(storey) - 1) / 2) / 3), EDGE + STEP * level)
        for level, storey in enumerate(STOREYS)
        for index, (name, _) in enumerate(storey)
    }


def picture() -> str:
    """The SVG. A room without a storey is an error."""
    direct, places = uses(), _places()
    drawn = {name: beside for name, beside in direct.items() if name in places}
    if lost := sorted(name for name in direct if name not in places and direct[name]):
        raise ValueError(f"tools/architecture.py has no storey for {', '.join(lost)}")
    height = EDGE * 2 + STEP * (len(STOREYS) - 1) + BOX_HEIGHT
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="title"><title id="title">The rooms of plantigrade: each uses those below it</title>'
        f'<style>{STYLE}</style><rect class="ground" width="{WIDTH}" height="{height}"/>'
    ]
    for above, below in lines(drawn):
        (x1, y1), (x2, y2) = places[above], places[below]
        start, bend = y1 + BOX_HEIGHT, (y2 - y1 - BOX_HEIGHT) / 2
        out.append(
            f'<path d="M{x1:g} {start:g}C{x1:g} {start + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"/>'
        )
    for storey in STOREYS:
        for name, does in storey:
            x, y = places[name]
            left = x - BOX_WIDTH / 2
            out.append(
                f'<rect x="{left:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
                f'<text class="room" x="{x:g}" y="{y + 22:g}" text-anchor="middle">{escape(name)}</text>'
                f'<text x="{x:g}" y="{y + 41:g}" text-anchor="middle">{escape(does)}</text>'
            )
    return "\n".join([*out, "</svg>\n"])


def unnamed(page: str) -> list[str]:
    """Rooms and folders of the web that the page does not name."""
    graph = grimp.build_graph("plantigrade")
    package = ROOT / "src" / "plantigrade"
    folders = [
        child.rpartition(".")[2]
        for child in sorted(graph.find_children("plantigrade.web"))
        if (package / "web" / child.rpartition(".")[2]).is_dir()
    ]
    return [name for name in [*uses(), *folders] if f"`{name}`" not in page and f"`{name}/`" not in page]
