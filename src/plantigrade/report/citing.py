"""Where each statement comes from: ids in the text that lead to the list at the end of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.evidence import Source
from plantigrade.knowledge.words import ENGLISH, say, word
from plantigrade.report.markup import Markup, tag, text

_RULE, _RESOLUTION = re.compile(r"S\d+"), re.compile(r"B\d+")
_GROUPS = (
    ("studies", word("Studies and reviews")),
    ("rules", word("Rules of the founding article, in our words")),
    ("resolutions", word("Where its rules disagree, and what we do")),
    ("judgement", word("Judgement")),
)
_READ = {
    "seen": "",
    "recalled": word("Quoted from memory."),
    "expert": "",
}


class Citations:
    """Collects what a page cites, so that its list holds these sources and no others."""

    def __init__(self, knowledge: Catalogue) -> None:
        self._knowledge = knowledge
        self._cited: dict[str, None] = {}

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(self._cited)

    def __call__(self, sources: Iterable[str]) -> Markup:
        """The ids as links to the list. Raises KeyError for a source that the knowledge does not hold."""
        ids = tuple(dict.fromkeys(sources))
        for id_ in ids:
            self._entry(id_)
            self._cited[id_] = None
        if not ids:
            return Markup()
        links = (tag("a", id_, href=f"#{_anchor(id_)}") for id_ in ids)
        name = say("Source" if len(ids) == 1 else "Sources")
        spaced = (part for link in links for part in (" ", link))
        return tag("span", tag("span", name, class_="refs-word"), *spaced, class_="refs")

    def listing(self) -> Markup:
        """The sources cited so far, grouped, with what each says."""
        parts: list[str] = []
        for group, title in _GROUPS:
            members = sorted((id_ for id_ in self._cited if _group(id_) == group), key=_order)
            if members:
                entries = (
                    tag("li", tag("b", id_), " ", self._entry(id_), id=_anchor(id_)) for id_ in members
                )
                listed = tag("ul", *entries, class_="sources")
                parts.append(
                    tag("details", tag("summary", f"{say(title)} ({len(members)})"), listed, open="")
                )
        return text(*parts)

    def entries(self) -> list[tuple[str, str, str]]:
        """The sources cited so far, in the order of the listing: id, English title or none, what is said."""
        groups = {group: place for place, (group, _) in enumerate(_GROUPS)}
        ids = sorted(self._cited, key=lambda id_: (groups[_group(id_)], _order(id_)))
        return [(id_, *self._told(id_)) for id_ in ids]

    def _entry(self, id_: str) -> Markup:
        """A title stays in the language in which it can be found."""
        title, said = self._told(id_)
        return text(tag("span", title, lang=ENGLISH), " ", said) if title else text(said)

    def _told(self, id_: str) -> tuple[str, str]:
        title, *said = self._words(id_)
        return title, " ".join(word for word in said if word)

    def _words(self, id_: str) -> tuple[str, ...]:
        """The title of a study, empty for what is not one, and what is said of it."""
        knowledge = self._knowledge
        if _RULE.fullmatch(id_):
            rule = knowledge.rules[id_]
            if rule.interface == "kept_out":
                return "", say("Kept out of this page."), rule.reason
            return "", rule.text
        if _RESOLUTION.fullmatch(id_):
            resolved = knowledge.contradictions[id_]
            return "", resolved.resolution, resolved.why
        return _study(knowledge.sources[id_])


def _study(source: Source) -> tuple[str, ...]:
    found_at = (("DOI", source.doi), ("PMID", source.pmid), ("", source.pmc))
    where = ", ".join(f"{kind} {number}".strip() for kind, number in found_at if number)
    return (
        f"{source.citation.rstrip('.')}.",
        source.finding,
        f"{where}." if where else "",
        say(_READ[source.status]),
    )


def _group(id_: str) -> str:
    if _RULE.fullmatch(id_):
        return "rules"
    if _RESOLUTION.fullmatch(id_):
        return "resolutions"
    return "judgement" if id_ == "expert" else "studies"


def _order(id_: str) -> tuple[int, str]:
    return (int(id_[1:]), "") if _group(id_) in ("rules", "resolutions") else (0, id_)


def _anchor(id_: str) -> str:
    return f"source-{id_}"
