"""The knowledge in the reader's language: numbers from the one English source, texts from the words.

Whoever asks for the knowledge gets it spoken, and need not know of languages. Ids, units and sources
stay as they are; `TEXTS` names the fields that people read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

# Type -> the fields that are shown to people. "*" says all of them.
TEXTS: Mapping[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "Claim": "claim say because",
        "Source": "finding",
        "Rule": "text reason",
        "Contradiction": "resolution why",
        "BandProfile": "title",
        "Band": "name means",
        "Meaning": "text",
        "Instrument": "name",
        "Norms": "wording caution",
        "Norm": "group",
        "Limiters": "notice mixed",
        "Hypothesis": "name plain_name meaning",
        "Finding": "text",
        "NextTests": "why why_first names",
        "Protocol": "title standard_name why question before steps invalid_if stop_if",
        "RedFlag": "question text short",
        "Amber": "question text short referral",
        "UnsupportedAge": "text",
        "Rescreen": "text",
        "Positioning": "text",
        "Budget": "title note",
        "WarmUp": "why",
        "Slot": "why",
        "FrontBranch": "text",
        "Emphasis": "why",
        "Irritable": "text",
        "Horizon": "text severe_text older_text",
        "WeakerSide": "why keep_why",
        "Habits": "texts",
        "Phase": "name goal",
        "Profile": "name text notes",
        "Target": "text",
        "Sports": "unknown",
        "Referral": "text",
        "Rhythm": "text",
        "Expectation": "text",
        "ProgressKnowledge": "expectation_note",
        "Wording": "*",
        "Reason": "text change",
        "PainRule": "what why",
        "Note": "text",
        "FigureData": "title description",
        "CaseQuestion": "question hint help options",
        "Exercise": "name standard_name summary why feel stop steps cues faults easier harder why_for",
        "Variant": "name note",
        "Stage": "name",
    }.items()
}
# Texts that stay English on purpose: titles of the literature, what no page shows (the article's line, what
# disagrees, phrases that a check looks for), words of the terminal, and notes for who reads the files.
ENGLISH: Mapping[str, frozenset[str]] = {
    "Source": frozenset({"citation"}),
    "Rule": frozenset({"line"}),
    "Contradiction": frozenset({"conflict"}),
    "Claim": frozenset({"never"}),
    "BandProfile": frozenset({"note"}),
    "Sourced": frozenset({"note"}),
    "Norm": frozenset({"note"}),
    "Body": frozenset({"note"}),
    "Frame": frozenset({"name"}),
    "Profile": frozenset({"aliases"}),
}


def is_text(kind: str, field: str) -> bool:
    """Whether a field of a type of the knowledge is said in the reader's language."""
    named = TEXTS.get(kind, frozenset())
    return field in named or "*" in named


def _said(value: Any, say: Callable[[str], str], text: bool) -> Any:
    if isinstance(value, str):
        return say(value) if text and value else value
    if isinstance(value, Mapping):
        return {key: _said(item, say, text) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_said(item, say, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        new = {name: _said(item, say, is_text(kind, name)) for name, item in held.items()}
        return replace(value, **{name: item for name, item in new.items() if item != held[name]})
    return value


def spoken(value: Any, say: Callable[[str], str]) -> Any:
    """The same knowledge with every text said."""
    return _said(value, say, False)
