"""Every entry of the knowledge with the path under which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from plantigrade.knowledge.catalogue import SUBJECTS, Catalogue


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataclass of the knowledge: its file, its path inside it, and itself."""

    file: str
    path: str
    value: Any

    @property
    def id(self) -> str:
        """Unique among all entries: the subject and the path, such as `limiters.findings.gap_high`."""
        subject = self.file.removesuffix(".toml").replace("exercises/", "exercises.")
        return f"{subject}.{self.path}" if self.path else subject


def _label(index: int, value: Any) -> str:
    """Lists are addressed by what names their entries, else by number."""
    for name in ("id", "exercise", "test"):
        label = getattr(value, name, None)
        if isinstance(label, str) and label:
            return label
    return str(index)


def _inside(value: Any, file: str, path: str) -> Iterator[Entry]:
    if is_dataclass(value):
        yield Entry(file, path, value)
        for field in fields(value):
            inner = f"{path}.{field.name}" if path else field.name
            yield from _inside(getattr(value, field.name), file, inner)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _inside(item, file, f"{path}.{key}" if path else str(key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _inside(item, file, f"{path}.{_label(index, item)}")


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """All dataclasses of all files, outer before inner.

    Raises KnowledgeError for a file that does not fit.
    """
    for attribute, subject in SUBJECTS.items():
        yield from _inside(getattr(catalogue, attribute), subject.file, "")
    for id_, exercise in catalogue.exercises.items():
        yield from _inside(exercise, f"exercises/{id_}.toml", "")


def texts(value: Any) -> Iterator[str]:
    """Every string inside an entry."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)
