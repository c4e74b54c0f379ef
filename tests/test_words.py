"""German is complete: every text that a page may show has its words, with the same places for values."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import polib
import pytest
from django.utils import translation

from plantigrade import writing
from plantigrade.knowledge import words
from plantigrade.knowledge.catalogue import SUBJECTS, Catalogue, SpokenCatalogue, default_catalogue
from plantigrade.knowledge.spoken import ENGLISH, is_text
from plantigrade.knowledge.types.common import Sourced
from plantigrade.web.progress import month_presenters
from plantigrade.web.videos import comparison_presenters
from tools.words import CATALOGUE, texts

GERMAN = polib.pofile(str(CATALOGUE))
ALL = (*SUBJECTS, "exercises")


def places(text: str) -> tuple[list[str], list[str]]:
    """The names that values take in a text: %(name)s and {name}."""
    braces = [name for _, name, _, _ in string.Formatter().parse(text.replace("%", "")) if name is not None]
    return sorted(re.findall(r"%\(\w+\)[a-z]|%%|%[sd]", text)), sorted(braces)


def test_every_text_has_german_words() -> None:
    known = {(entry.msgctxt, entry.msgid): entry for entry in GERMAN}
    asked = texts()
    lacking = [text for key, text in asked.items() if key not in known or not known[key].translated()]
    assert not lacking
    assert not set(known) - set(asked), "texts that nobody shows any more: python -m tools.words"
    plural = [key for key, text in asked.items() if text.plural and text.plural != known[key].msgid_plural]
    assert not plural


def pairs() -> Iterator[tuple[str, str]]:
    """Every English text with its German one, each form of a plural by itself."""
    for entry in GERMAN:
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[1]
        else:
            yield entry.msgid, entry.msgstr


def test_values_stand_in_the_german_texts_as_in_the_english_ones() -> None:
    for english, german in pairs():
        assert places(german) == places(english), english


# Said in words, said twice, or written the German way.
OTHER_NUMBERS = {
    "{entry} is not a number like 9.5 or 9,5.": ["9.5"],
    "Are you under 18, or are you filling this in for someone who is?": ["18", "18"],
}


def numbers(text: str) -> list[str]:
    """The numbers of a text in order of size, with a decimal point."""
    bare = re.sub(r"%\(\w+\)[a-z]|\{[^}]*\}", "", text)
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(\d),(\d)", r"\1.\2", bare)))


def test_every_number_of_a_text_is_in_its_german() -> None:
    for english, german in pairs():
        assert numbers(german) == OTHER_NUMBERS.get(english, numbers(english)), english
        assert not re.search(r"\d\.\d", re.sub(r"\d+\.\d+\.", "", german)), f"decimal comma: {german}"


# The units of a text and how German writes them; "in" is left out, which is a word as well.
SIGNS = "cm|mm|kg|m|s|ms|min|%%?|°|Hz|MB|GB"
SAID = {
    "degree": "Grad",
    "second": "Sekunde",
    "minute": "Minute",
    "hour": "Stunde",
    "day": "Tag",
    "week": "Woche",
    "month": "Monat",
    "year": "Jahr",
}


def units(text: str, said: Mapping[str, str]) -> Counter[str]:
    """How often each unit stands behind a number or the place of one; `said` has the unit's name by its word."""
    bare = re.sub(r"%\(\w+\)[a-z]|\{[^}]*\}", "0", text)
    found = re.findall(rf"\d[ \u00a0-]?(?:({SIGNS})|({'|'.join(said)})(?:e?[nrs]?))(?!\w)", bare)
    return Counter(sign or said[word] for sign, word in found)


def test_every_unit_of_a_text_is_in_its_german() -> None:
    for english, german in pairs():
        lost = units(english, SAID) - units(german, {word: word for word in SAID.values()})
        assert not lost, english


# Titles that are told inside a sentence, and which of their first words keep the capital: nouns, and how whole
# sentences begin.
NOUNS = [
    "Alphabet",
    "Ausfallschritte",
    "Behalten",
    "Beherrschen",
    "Belasten",
    "Beruhigen",
    "Beugung",
    "Gelenkgleiten",
    "Gleichgewicht",
    "Knie",
    "Knie-zur-Wand-Test",
    "Kraft",
    "Kreise",
    "Lockern",
    "Pflege",
    "Rumpfneigung",
    "Schienbeinwinkel",
    "Seitgang",
    "Wade",
    "Wadendehnung",
    "Wadenheben",
    "Wippen",
    "Zehenheben",
    "Zeit",
]
SENTENCES = ["Die", "Ein", "Es", "Geh", "Hör", "In", "Mach"]


def titles(knowledge: Any) -> Iterator[str]:
    yield knowledge.protocols.tests["wall_test"].title
    for held in (knowledge.progress.verdicts, knowledge.progress.decisions, knowledge.programme.budgets):
        yield from (one.title for one in held.values())
    yield from (one.name for one in (*knowledge.exercises.values(), *knowledge.programme.phases))
    yield from (one.plain_name for one in knowledge.limiters.hypotheses)
    yield from map(str, month_presenters._VERDICTS.values())
    yield from (str(name) for name, _, _ in comparison_presenters._TOLD.values())


def test_a_german_title_goes_on_in_small_letters_unless_a_noun_or_a_sentence_begins_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "_asked", lambda: "de")
    with translation.override("de"):
        told = [writing.lowered(title) for title in titles(SpokenCatalogue(default_catalogue(), "de"))]
    capital = {title.split()[0] for title in told if title[0].isupper()}
    assert capital <= {*NOUNS, *SENTENCES}
    assert {"noch zu früh", "langsames Fersensenken", "wie geschrieben"} <= set(told)
    assert "Es wird besser" in told


def test_german_sentences_in_a_row_are_parted_by_a_full_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_asked", lambda: "de")
    assert writing.strung(["Die Ferse hebt sich.", "Es zieht."]) == "Die Ferse hebt sich. Es zieht"


def test_the_compiled_words_are_those_of_the_catalogue() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in GERMAN
    }


def test_german_words_keep_to_the_fields_rules() -> None:
    """Never a diagnosis (but to say that there is none), "du" and not "Sie", no dash between sentences."""
    for entry in GERMAN:
        for german in (entry.msgstr, *entry.msgstr_plural.values()):
            assert "Diagnose" not in german or re.search(r"(nie|keine) (eine )?Diagnose", german), german
            assert not re.search(r"\b(Ihr|Ihre|Ihren|Ihrem|Ihnen)\b(?! Verzeichnis)", german), german
            assert "—" not in german, german
            assert "  " not in german, german


def _unlike(english: Any, german: Any, kind: str, field: str, where: str) -> list[str]:
    """Where two readings of the knowledge differ in more than texts, or share a sentence."""
    if isinstance(english, str):
        if is_text(kind, field):
            return [] if bool(english) == bool(german) else [where]
        sentence = " " in english.strip() and field not in ENGLISH.get(kind, ())
        return [f"{where} is shown in no language: {english}"] if sentence or english != german else []
    if is_dataclass(english):
        return [
            fault
            for f in fields(english)
            for fault in _unlike(
                getattr(english, f.name),
                getattr(german, f.name),
                type(english).__name__,
                f.name,
                f"{where}.{f.name}",
            )
        ]
    if isinstance(english, dict):
        assert list(english) == list(german), where
        return [
            f for key in english for f in _unlike(english[key], german[key], kind, field, f"{where}.{key}")
        ]
    if isinstance(english, tuple | list):
        assert len(english) == len(german), where
        return [f for a, b in zip(english, german, strict=True) for f in _unlike(a, b, kind, field, where)]
    return [] if english == german else [where]


def test_the_german_knowledge_differs_in_its_texts_alone() -> None:
    """Every number, id and source is the same; every sentence is a text, or English on purpose."""
    english = default_catalogue()
    german = SpokenCatalogue(english, "de")
    assert not [
        fault
        for name in ALL
        for fault in _unlike(getattr(english, name), getattr(german, name), "", "", name)
    ]


def test_english_is_what_stands_in_the_files() -> None:
    assert words.language() == "en"
    assert isinstance(default_catalogue(), Catalogue)
    assert isinstance(default_catalogue().pain.ceilings.mobility_0_10, Sourced)
    assert words.say("Saved.") == "Saved."
