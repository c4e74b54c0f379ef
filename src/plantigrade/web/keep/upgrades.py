"""Exports of older versions, lifted one version at a time until they are of today."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.schema import FORMAT

Values = dict[str, Any]
_NAME = re.compile(r"plantigrade/export/([0-9]{1,6})\Z")


def _notes(values: Values) -> Values:
    """Version 2 knows notes."""
    return {**values, "notes": []}


def _care(values: Values) -> Values:
    """Version 3 knows what professionals changed in a programme, and what stopped a test."""
    retests = [{**one, "stopped": ""} for one in values["retests"]]
    return {**values, "overrides": [], "retests": retests}


# From a version to the next. A change that old files do not fit gets the next number and an entry here.
UPGRADES: Mapping[int, Callable[[Values], Values]] = {1: _notes, 2: _care}


def version_of(name: Any) -> int | None:
    """The number in `plantigrade/export/N`; None when it is no such name."""
    found = _NAME.match(name) if isinstance(name, str) else None
    return int(found[1]) if found else None


def lifted(
    values: Values, upgrades: Mapping[int, Callable[[Values], Values]] = UPGRADES, target: str = FORMAT
) -> Values:
    """The values as the target version has them. Raises FileError for a version with no way up."""
    version, wanted = version_of(values.get("schema")), version_of(target)
    assert wanted is not None
    if version is None:
        raise FileError(_("This is no export of plantigrade: it does not name its version."))
    if version > wanted:
        raise FileError(_("This export is newer than this plantigrade. Update plantigrade, then try again."))
    while version < wanted:
        step = upgrades.get(version)
        if step is None:
            raise FileError(_("Exports of version %(n)d cannot be read.") % {"n": version})
        version += 1
        values = {**step(values), "schema": f"plantigrade/export/{version}"}
    return values
