"""Rules of the house that no linter holds."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

WEB = Path(str(files("plantigrade.web")))
# What these say is read by whoever typed, in their language; errors of programs speak English.
READ_BY_PEOPLE = frozenset(["EntryError", "ValidationError"])
WRITES = frozenset(
    ["save", "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"]
)


def test_only_actions_write_to_the_database() -> None:
    found = []
    for path in sorted(WEB.rglob("*.py")):
        if path.name.startswith("actions") or "actions" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
                # A query's update knows keywords alone; a dict's or a checksum's does not.
                and not (node.func.attr == "update" and node.args)
                # A model that guards its own save hands on to Django's.
                and ast.unparse(node.func.value) != "super()"
            ):
                found.append(f"{path.relative_to(WEB)}:{node.lineno} .{node.func.attr}()")
    assert not found, "move these into the folder's actions.py"


def test_what_an_entry_lacks_is_said_in_the_readers_language() -> None:
    found = []
    for path in sorted(WEB.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in READ_BY_PEOPLE
                and node.args
                and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
            ):
                found.append(f"{path.relative_to(WEB.parent)}:{node.lineno}")
    assert not found, "say these with `say` or gettext"
