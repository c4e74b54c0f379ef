"""Values into a PDF, by Typst: tagged (PDF/UA-1), with its own fonts and nothing from the network."""

from __future__ import annotations

import datetime
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

_HERE = Path(str(files("plantigrade.report.print")))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _template() -> bytes:
    return (_HERE / "report.typ").read_bytes()


def pdf(values: dict[str, Any], made_at: datetime.datetime) -> bytes:
    """The document of these values (`content.printed_values`); the same bytes for the same input.

    What people wrote reaches the template as JSON alone, so that no name can become markup.
    """
    made = typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(values, ensure_ascii=False, allow_nan=False)},
        pdf_standards=["ua-1"],
        timestamp=made_at.astimezone(datetime.UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise RuntimeError("Typst gave more than one document; the template has one")
    return made
