"""The report's parts on the pages of the application."""

from __future__ import annotations

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.citing import Citations
from plantigrade.report.frame import Frame
from plantigrade.writing import Unit


def new_frame(unit: Unit) -> Frame:
    """A page in the making, which cites nothing yet."""
    knowledge = default_catalogue()
    return Frame(knowledge, unit, Citations(knowledge))
