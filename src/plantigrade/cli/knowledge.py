"""plantigrade knowledge list | show ID | check | trace"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from plantigrade.cli.options import print_json
from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.knowledge.catalogue import Catalogue, catalogue_in, default_catalogue
from plantigrade.knowledge.check import problems
from plantigrade.knowledge.trace import Home, carried_by_tests, functions_citing, homes, markdown
from plantigrade.knowledge.walk import Entry, entries


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser(
        "knowledge",
        help="read, check and trace what the field knows",
        description="Every rule, number and sentence that plantigrade uses, with its sources.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all entries, one line each, or those below PREFIX")
    listing.add_argument("prefix", nargs="?", default="", metavar="PREFIX")
    showing = actions.add_parser(
        "show", help="one entry: a rule (S24), a resolution (B2), a source, an entry"
    )
    showing.add_argument("id", metavar="ID")
    checking = actions.add_parser("check", help="hold all files against each other")
    tracing = actions.add_parser("trace", help="where each rule lives; with ID, one rule")
    tracing.add_argument("id", metavar="ID", nargs="?")
    tracing.add_argument(
        "--tests", metavar="DIR", help="folder of the tests, to name those that carry a rule"
    )
    for action, run in ((listing, _list), (showing, _show), (checking, _check), (tracing, _trace)):
        action.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        action.add_argument("--dir", metavar="DIR", help="another folder of knowledge files")
        action.set_defaults(run=run)


def _catalogue(options: argparse.Namespace) -> Catalogue:
    if options.dir is None:
        return default_catalogue()
    if not Path(options.dir).is_dir():
        raise InputError([InputProblem(options.dir, "is not a folder; name one with the TOML files")])
    return catalogue_in(Path(options.dir))


def _title(value: Any) -> str:
    """A few words on an entry: its name, else its first sentence, else its number."""
    for name in ("name", "title", "text", "citation", "claim", "conflict", "question", "value"):
        found = getattr(value, name, None)
        if found not in (None, ""):
            unit = getattr(value, "unit", "") if name == "value" else ""
            return f"{found} {unit}".strip() if unit != "1" else str(found)
    return type(value).__name__


def _list(options: argparse.Namespace) -> int:
    found = [e for e in entries(_catalogue(options)) if e.id.startswith(options.prefix)]
    if options.json:
        print_json({"entries": [{"id": e.id, "file": e.file, "title": _title(e.value)} for e in found]})
    else:
        for entry in found:
            print(f"{entry.id}  {_title(entry.value)[:100]}")
    return 0


def _matching(id_: str, catalogue: Catalogue) -> Entry:
    """The entry of this id, or the one whose path ends in it. Raises InputError with what is near."""
    every = list(entries(catalogue))
    exact = [e for e in every if e.id == id_] or [e for e in every if e.id.split(".", 1)[-1] == id_]
    if exact:
        return exact[0]
    ending = [e for e in every if e.id.endswith(f".{id_}")]
    if len(ending) == 1:
        return ending[0]
    near = ", ".join(e.id for e in (ending or [e for e in every if id_.lower() in e.id.lower()])[:8])
    what = f"could be {near}; name one" if near else "is not there; see `plantigrade knowledge list`"
    raise InputError([InputProblem(id_, what)])


def _plain(value: Any) -> Any:
    """JSON values of an entry."""
    return json.loads(json.dumps(asdict(value), default=str))


def _lines(value: Any, indent: str = "") -> list[str]:
    lines: list[str] = []
    pairs = (
        [(f.name, getattr(value, f.name)) for f in fields(value)]
        if is_dataclass(value)
        else list(value.items())
    )
    for name, inner in pairs:
        if inner in (None, "", (), {}):
            continue
        if is_dataclass(inner) or isinstance(inner, dict):
            lines += [f"{indent}{name}:", *_lines(inner, indent + "  ")]
        elif isinstance(inner, tuple) and inner and is_dataclass(inner[0]):
            lines.append(f"{indent}{name}:")
            for member in inner:
                first, *rest = _lines(member, indent + "    ")
                lines += [f"{indent}  - {first.strip()}", *rest]
        elif isinstance(inner, tuple):
            lines.append(f"{indent}{name}: {', '.join(map(str, inner))}")
        else:
            lines.append(f"{indent}{name}: {inner}")
    return lines


def _show(options: argparse.Namespace) -> int:
    catalogue = _catalogue(options)
    entry = _matching(options.id, catalogue)
    cited = {e.id for e in entries(catalogue) if options.id in getattr(e.value, "sources", ())}
    if options.json:
        values = {"id": entry.id, "file": entry.file, "value": _plain(entry.value), "cited_by": sorted(cited)}
        print_json(values)
        return 0
    print(f"{entry.id}  ({entry.file})")
    print("\n".join(_lines(entry.value, "  ")))
    for source in getattr(entry.value, "sources", ()):
        known = catalogue.sources.get(source)
        if known is not None:
            print(f"  {source}: {known.citation}. {known.finding}")
        elif source in catalogue.rules:
            print(f"  {source}: {catalogue.rules[source].text}")
        elif source in catalogue.contradictions:
            print(f"  {source}: {catalogue.contradictions[source].resolution}")
    if cited:
        print("  cited by: " + ", ".join(sorted(cited)))
    return 0


def _check(options: argparse.Namespace) -> int:
    found = problems(_catalogue(options))
    if options.json:
        values = [{"file": p.file, "key": p.key, "reason": p.reason} for p in found]
        print_json({"ok": not found, "problems": values})
    elif found:
        print("\n".join(map(str, found)), file=sys.stderr)
    else:
        catalogue = _catalogue(options)
        print(
            f"All knowledge files fit: {len(list(entries(catalogue)))} entries, "
            f"{len(catalogue.rules)} rules, {len(catalogue.contradictions)} contradictions, "
            f"{len(catalogue.sources)} sources, {len(catalogue.exercises)} exercises."
        )
    return 2 if found else 0


def _one(home: Home) -> str:
    def listed(name: str, values: tuple[str, ...]) -> str:
        return f"  {name}: {', '.join(values) if values else '-'}"

    if home.kept_out:
        return f"{home.id}  {home.text}\n  kept out: {home.kept_out}"
    return "\n".join(
        [
            f"{home.id}  {home.text}",
            listed("knowledge", home.entries),
            listed("code", home.functions),
            listed("tests", home.tests),
        ]
    )


def _trace(options: argparse.Namespace) -> int:
    core = Path(str(files("plantigrade.core")))
    tests = carried_by_tests(Path(options.tests)) if options.tests else {}
    found = homes(_catalogue(options), functions_citing(core, "plantigrade.core"), tests)
    if options.id:
        found = tuple(home for home in found if home.id == options.id)
        if not found:
            raise InputError([InputProblem(options.id, "is no rule; there are S1 to S170 and B1 to B37")])
    if options.json:
        print_json({"rules": [_plain(home) for home in found]})
    elif options.id:
        print(_one(found[0]))
    else:
        print(markdown(found))
    homeless = [home for home in found if not home.kept_out and not home.entries]
    return 1 if homeless else 0
