"""The words of the second language: collect them, and compile them.

`python -m tools.words` brings every text of code, templates and knowledge into the catalogue (new ones
empty, old ones out), compiles it, and says what still lacks a translation. Pure Python, no gettext tools.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.utils.translation.template import templatize

from plantigrade.knowledge.catalogue import SUBJECTS, Catalogue
from plantigrade.knowledge.spoken import spoken

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "plantigrade"
CATALOGUE = SOURCE / "locale" / "de" / "LC_MESSAGES" / "django.po"
# How a function takes its texts: where the context and the plural stand among its arguments.
_ONE = frozenset({"_", "gettext", "gettext_lazy", "say", "word"})
_MANY = frozenset({"ngettext", "ngettext_lazy", "say_many"})
_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
_SILENT = frozenset({"cli"})  # the terminal speaks English
_COUNT = "count"  # writing.count(number, one, more)


@dataclass(frozen=True, slots=True)
class Text:
    """One text to translate, with its plural and its context, and where it stands."""

    id: str
    where: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return (self.context, self.id)


def _strings(node: ast.expr) -> list[str]:
    """The texts that an argument may be: itself, or both branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return []


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _calls(tree: ast.AST, where: str) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name, found = _name(node.func), [_strings(argument) for argument in node.args]
        if name in _ONE:
            yield from (Text(id_, where) for id_ in found[0])
        elif name in _MANY and found[0] and found[1]:
            yield Text(found[0][0], where, plural=found[1][0])
        elif name in _CONTEXT and found[0] and found[1]:
            yield Text(found[1][0], where, context=found[0][0])
        elif name == _COUNT and len(found) > 1 and found[1]:
            more = found[2][0] if len(found) > 2 else f"{found[1][0]}s"
            yield Text(found[1][0], where, plural=more)


def _of_code(path: Path) -> Iterator[Text]:
    """Raises SystemExit where a function that takes texts has a name under which they would not be found."""
    where, tree = str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8"))
    for node in (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)):
        for name in node.names:
            if name.asname not in (None, "_") and name.name in _ONE | _MANY | _CONTEXT:
                raise SystemExit(f"{where}: {name.name} is called {name.asname}, so its texts are not found")
    yield from _calls(tree, where)


def _of_template(path: Path) -> Iterator[Text]:
    where = str(path.relative_to(SOURCE))
    code = templatize(path.read_text(encoding="utf-8"), origin=where)
    for match in re.finditer(r"\b(?:_|gettext|ngettext|pgettext|npgettext)\(", code):
        rest = code[match.start() :]
        # A call ends at the first bracket after which it can be parsed.
        for end in (place.end() for place in re.finditer(r"\)", rest)):
            try:
                tree = ast.parse(rest[:end])
            except SyntaxError:
                continue
            yield from _calls(tree, where)
            break


def _of_knowledge() -> Iterator[Text]:
    english = Catalogue(SOURCE / "knowledge")
    for name in (*SUBJECTS, "exercises"):
        found: list[str] = []

        def hear(text: str, found: list[str] = found) -> str:
            found.append(text)
            return text

        spoken(getattr(english, name), hear)
        yield from (Text(id_, f"knowledge/{name}") for id_ in found)


def texts() -> dict[tuple[str | None, str], Text]:
    """Every text that a page may show, once each; a plural wins over the same text without one."""
    found: dict[tuple[str | None, str], Text] = {}
    sources: list[Iterator[Text]] = [
        _of_code(path)
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).parts[0] not in _SILENT
    ]
    sources += [
        _of_template(path)
        for kind in ("html", "txt")
        for path in sorted(SOURCE.rglob(f"templates/**/*.{kind}"))
    ]
    for text in (text for source in (*sources, _of_knowledge()) for text in source):
        known = found.get(text.key)
        if text.id and (known is None or (text.plural and not known.plural)):
            found[text.key] = text
    return found


def _entry(text: Text, old: Any) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.id, msgctxt=text.context, occurrences=[(text.where, "")])
    if text.plural:
        entry.msgid_plural = text.plural
        plurals = old.msgstr_plural if old is not None and old.msgid_plural else {}
        entry.msgstr_plural = {0: plurals.get(0, ""), 1: plurals.get(1, "")}
    elif old is not None:
        entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "")
    if re.search(r"%\(\w+\)s", text.id):
        entry.flags.append("python-format")
    return entry


def collected(old: polib.POFile) -> polib.POFile:
    """The catalogue of today's texts with the translations known."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "de",
        "MIME-Version": "1.0",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, text in texts().items():
        new.append(_entry(text, known.get(key)))
    return new


def missing(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not entry.translated()]


def main() -> int:
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    new = collected(old)
    new.save(str(CATALOGUE))
    new.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    open_ = missing(new)
    for entry in open_:
        print(f"{entry.occurrences[0][0]}: {entry.msgid}")
    print(f"{len(new)} texts, {len(open_)} without German")
    return 1 if open_ else 0


if __name__ == "__main__":
    sys.exit(main())
