"""The table twin of a chart: caption, scoped headers, escaped text."""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade.draw.charts.parts import clean
from plantigrade.draw.svg import Markup, element

# HTML knows no self-closing cell, so an empty one is closed by hand.
_EMPTY = Markup("<td></td>")


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], uid: str) -> Markup:
    """An HTML table whose first column heads its rows. Raises ValueError when a row is not as wide.

    A column without a name, as the corner, has a plain cell on top, because an empty header says nothing.
    """
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row of another width than the columns")
    head = (element("th", clean(column), scope="col") if column else _EMPTY for column in columns)
    body = (
        element(
            "tr",
            element("th", clean(row[0]), scope="row"),
            *(element("td", clean(cell)) if cell else _EMPTY for cell in row[1:]),
        )
        for row in rows
    )
    return element(
        "table",
        element("caption", clean(caption)),
        element("thead", element("tr", *head)),
        element("tbody", *body),
        id=f"{uid}-table",
        class_="pg-table",
    )
