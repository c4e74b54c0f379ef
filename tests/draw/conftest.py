"""The figures as the tests read them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import cattrs
import pytest

from plantigrade.knowledge.figure_types import Figures


def load_figures() -> Figures:
    """figures.toml, structured, with unknown keys refused."""
    text = files("plantigrade.knowledge").joinpath("figures.toml").read_text("utf-8")
    converter = cattrs.Converter(forbid_extra_keys=True)
    return converter.structure(tomllib.loads(text), Figures)


@pytest.fixture(scope="session")
def figures() -> Figures:
    return load_figures()
