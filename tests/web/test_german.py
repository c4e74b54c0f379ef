"""The application in German: no word of a page stands outside of the translations, and every page holds it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import trans_real
from playwright.sync_api import Browser

from plantigrade.core.sports import _by_name
from plantigrade.knowledge import catalogue, words
from plantigrade.web.assess import queries as assess_queries
from plantigrade.web.assess.actions import start_assessment
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.programme import queries as programme_queries
from tests.web.looking import QUESTIONS, shown_wrong
from tests.web.test_pages import PAGES

OPEN, CLOSE = "⟦", "⟧"
ASSESSMENT = tuple(f"ankles/question/{name}/" for name in QUESTIONS)
# Names, units and what is the same in every language.
SAME = re.compile(
    r"plantigrade|Robin \(example\)|English|Deutsch|\b(cm|mm|in|min|s|MB|zip)\b|https?://\S+|/\S+|EX\d+|PMC?\d+|DOI|PMID"
)
SOURCES = frozenset(
    part for id_ in catalogue.default_catalogue().sources for part in re.findall(r"[A-Za-z]+[0-9]*", id_)
)
SAID = ("aria-label", "title", "alt", "placeholder", "aria-description")


class Marked(gettext.NullTranslations):
    """Says every text between marks instead of translating it."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message.split(chr(4))[-1]}{CLOSE}" if message else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return "de"


class Seen(HTMLParser):
    """The words that people see or hear of a page, in order; English on purpose is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.attributes: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in ("script", "style") or known.get("lang") == "en" or self._silent:
            if tag not in ("input", "img", "br", "meta", "link", "source", "hr"):
                self._silent.append(tag)
            return
        self.attributes += [
            value
            for name, value in attrs
            if value
            and (name in SAID or (name.startswith("data-") and name != "data-needs" and " " in value))
        ]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def outside(text: str) -> list[str]:
    """The words of a text that stand outside of the marks."""
    kept, depth = [], 0
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        kept.append(" " if depth or sign == CLOSE else sign)
    found = re.findall(r"[A-Za-zÀ-ž]{2,}[0-9]*", SAME.sub(" ", "".join(kept)))
    return [word for word in found if word not in SOURCES]


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """German is the marked English for one test."""
    caches: tuple[Any, ...] = (
        catalogue._shipped_in,
        assess_queries._reading,
        programme_queries._plan,
    )
    for held in caches:
        held.cache_clear()
    says = Marked()
    english = words._texts(words.ENGLISH)
    monkeypatch.setattr(words, "_texts", lambda language: says if language == "de" else english)
    monkeypatch.setitem(vars(trans_real)["_translations"], "de", says)
    yield
    for held in caches:
        held.cache_clear()


@pytest.fixture(autouse=True)
def english_after() -> Iterator[None]:
    """A request leaves its language with the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    person = add_demo_person(only_if_empty=True)
    assert person is not None
    return person


@pytest.mark.usefixtures("marked")
def test_no_word_of_a_page_stands_outside_of_the_translations(
    robin: Person,
    client: Client,
) -> None:
    faults = []
    today = programme_queries.running(robin)
    assert today is not None
    days = [day.date for week in programme_queries.plan_of(today).weeks for day in week.days if day.items]
    ahead = next(day for day in days if day >= timezone.localdate())
    more = [f"programme/day/{ahead}/", f"programme/day/{ahead}/change/", f"session/{ahead}/"]
    start_assessment(person=robin)
    for path in (*PAGES, *ASSESSMENT, *more):
        answer = client.get(
            path if path.startswith("/") else f"/p/{robin.id}/{path}", headers={"Accept-Language": "de"}
        )
        assert answer.status_code == 200, path
        seen = Seen()
        seen.feed(answer.content.decode())
        found = [
            *outside(" ".join(seen.parts)),
            *(word for said in seen.attributes for word in outside(said)),
        ]
        if found:
            faults.append(f"{path or 'today'}: {' '.join(found)[:300]}")
    assert not faults, "\n".join(faults)


def test_every_page_holds_german_on_a_phone(robin: Person, browser: Browser, live_server: Any) -> None:
    """German words are longer: nothing may be wider than the window, and axe has nothing to say."""
    start_assessment(person=robin)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="de-DE"
    )
    page = context.new_page()
    faults: list[str] = []
    for path in (*PAGES, *ASSESSMENT):
        page.goto(path if path.startswith("/") else f"/p/{robin.id}/{path}")
        assert page.get_attribute("html", "lang") == "de"
        faults += shown_wrong(page, path or "today")
    context.close()
    assert not faults


def test_the_language_is_chosen_in_the_settings_and_kept(alice: Person, client: Client) -> None:
    address = f"/p/{alice.id}/more/settings/"
    assert "Settings" in client.get(address).content.decode()
    sent = {"name": "Alice", "units": "cm", "theme": "", "language": "de"}
    answer = client.post(address, sent, follow=True).content.decode()
    assert "Gespeichert." in answer
    assert '<html lang="de"' in answer
    alice.refresh_from_db()
    assert alice.language == "de"
    # Another device without a choice of its own: the language stands with the person.
    assert '<html lang="de"' in Client(headers={"Accept-Language": "en"}).get(address).content.decode()
    english = client.post(address, {**sent, "language": "en"}, follow=True).content.decode()
    assert '<html lang="en"' in english
    client.post(address, {**sent, "language": ""}, follow=True)
    assert '<html lang="de"' in client.get(address, headers={"Accept-Language": "de-AT"}).content.decode()


def test_a_sport_is_known_in_both_languages_whatever_is_spoken() -> None:
    """The plan follows from the case alone, so a name must find its profile in both languages."""
    english = catalogue.default_catalogue()
    german = catalogue.SpokenCatalogue(english, "de")
    assert set(_by_name(english.sports)) == set(_by_name(german.sports))


def test_german_numbers_carry_a_comma_and_are_read(alice: Person, client: Client) -> None:
    german = {"Accept-Language": "de"}
    address = f"/p/{alice.id}/progress/retest/"
    client.post(address, {"left_1": "8,5", "right_1": "9"}, headers=german)
    assert 'value="8,5"' in client.get(address, headers=german).content.decode()
    assert 'value="8.5"' in client.get(address, headers={"Accept-Language": "en"}).content.decode()
