"""The figures as the tests read them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.figures import Figures


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Catalogue(files("plantigrade.knowledge")).figures
