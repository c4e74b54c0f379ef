"""Type of wording.toml: short sentences shared by several rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    summary: Mapping[str, str]
    labels: Mapping[str, str]
    asymmetry: Mapping[str, str]
    headline: Mapping[str, str]
    warnings: Mapping[str, str]
    safety: Mapping[str, str]
    plan: Mapping[str, str]
    sources: Mapping[str, str]
