"""Types of sources.toml, rules.toml, contradictions.toml and claims.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["established", "associated", "not_established", "unsupported"]


@dataclass(frozen=True, slots=True)
class Source:
    citation: str
    status: Literal["seen", "recalled", "expert"]
    finding: str
    doi: str = ""
    pmid: str = ""
    pmc: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the founding article; `reason` is given when it is kept out of the interface."""

    line: str
    theme: str
    text: str
    interface: Literal["carried", "kept_out"]
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.interface == "kept_out") != bool(self.reason):
            raise ValueError("a rule that is kept out needs a reason, and only such a rule")


@dataclass(frozen=True, slots=True)
class Contradiction:
    conflict: str
    rules: tuple[str, ...]
    resolution: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A popular claim, what the evidence says, the sentence we may show and the phrases we never print."""

    claim: str
    verdict: Verdict
    say: str
    never: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
