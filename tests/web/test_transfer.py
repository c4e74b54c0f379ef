"""A person leaves as a zip and comes back: equal, or not at all."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ForeignKey, OneToOneField
from django.test import Client
from playwright.sync_api import Page, expect

from plantigrade.interop.history_file import history_from
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.accounts.models import User
from plantigrade.web.keep import schema
from plantigrade.web.keep.actions import KnownError, import_person
from plantigrade.web.keep.archive import Archive, Bounds
from plantigrade.web.keep.export import archive_blocks
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.tables import TABLES
from plantigrade.web.keep.upgrades import lifted
from plantigrade.web.people.actions import add_person, remove_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import SetLog
from plantigrade.web.progress.queries import history_of
from plantigrade.web.videos.actions import add_clip
from plantigrade.web.videos.models import Clip
from tests.web.looking import shown_wrong
from tests.web.populated import FILM, add_comparison, folder_of, populated_person
from tests.web.test_pages import page

__all__ = ["page"]  # a fixture


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Folders that hold what one test left and nothing else."""
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "videos", tmp_path / "incoming"
    for folder in (settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR):
        folder.mkdir()


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    return populated_person()


def exported(person: Person) -> bytes:
    return b"".join(archive_blocks(person))


def records(archive: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(archive)).read("export.json"))
    return found


def all_but_time(archive: bytes) -> dict[str, Any]:
    """Every member; of the records all but when they were exported."""
    opened = zipfile.ZipFile(io.BytesIO(archive))
    told = {name: opened.read(name) for name in opened.namelist() if name != "export.json"}
    return told | {"export.json": records(archive) | {"exported_at": ""}}


def changed(archive: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The archive with other records."""
    values = records(archive)
    change(values)
    return rezipped(archive, {"export.json": json.dumps(values).encode()})


def rezipped(archive: bytes, members: dict[str, bytes]) -> bytes:
    old, out = zipfile.ZipFile(io.BytesIO(archive)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, held in {**{n: old.read(n) for n in old.namelist()}, **members}.items():
            new.writestr(name, held)
    return out.getvalue()


def take_in(archive: bytes, **more: Any) -> Person:
    return import_person(owner=sole_user(), file=io.BytesIO(archive), **more)


def files_of_videos() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_the_schema_is_that_of_the_tables_and_a_whole_person_fits(robin: Person) -> None:
    assert schema.schema() == schema.made(), "run: python -m plantigrade.web.keep.schema"
    add_comparison(robin)
    values = records(exported(robin))
    jsonschema_rs.validator_for(schema.schema(), validate_formats=True).validate(values)
    for table in TABLES:
        assert values[table.name], table.name
        for inner in table.inner:
            assert any(row[inner.name] for row in values[table.name]), inner.name


def test_no_table_of_a_person_is_forgotten() -> None:
    kept = {Person, *(t.model for t in TABLES), *(i.model for t in TABLES for i in t.inner)}
    forgotten = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, ForeignKey | OneToOneField)
        and field.related_model in kept
        and model not in kept
        # Who is let in, how somebody stands on a roster, a team's day of screening and its tables mean nothing on
        # another server; what was measured there has joined the record.
        and model._meta.app_label not in ("team", "screening", "sheets")
    }
    assert not forgotten, "add these to keep/tables.py"


def test_the_archive_holds_tables_for_others_and_the_videos(client: Client, robin: Person) -> None:
    answer: Any = client.get(f"/p/{robin.id}/more/export/")
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert json.loads(archive.read("export.schema.json")) == client.get("/export.schema.json").json()
    read = history_from(archive.read("history.csv").decode())
    assert {s: len(t) for s, t in read.items()} == {s: len(t) for s, t in history_of(robin).items()}
    rows = archive.read("sessions.csv").decode().splitlines()
    assert len(rows) == 1 + SetLog.objects.filter(session__person=robin).count()
    clip = robin.clips.get()
    assert archive.read(f"videos/{clip.id}/original.mp4") == FILM
    assert archive.read(f"videos/{clip.id}/clip-overlay.mp4") == b"drawn"


def test_memory_does_not_grow_with_the_videos(robin: Person) -> None:
    def peak() -> int:
        tracemalloc.start()
        for _ in archive_blocks(robin):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    before = peak()
    size = 30_000_000
    path = Path(robin.clips.get().file.path)
    with path.open("wb") as file:
        file.truncate(size)
    assert peak() < before + size / 10


def test_it_comes_back_equal_on_an_empty_machine(robin: Person) -> None:
    archive = exported(robin)
    remove_person(person=robin)
    assert not files_of_videos()
    back = take_in(archive)
    assert all_but_time(exported(back)) == all_but_time(archive)


def test_a_person_who_is_here_is_asked_about_and_replaced(client: Client, robin: Person) -> None:
    archive = exported(robin)
    robin.retests.all().delete()
    clip = robin.clips.get()
    Path(clip.file.path).write_bytes(b"changed")
    with pytest.raises(KnownError):
        take_in(archive)
    sent = client.post("/import/", {"file": SimpleUploadedFile("copy.zip", archive)})
    assert sent.headers["Location"] == "/import/known/"
    assert "Robin (example) is already here" in client.get("/import/known/").content.decode()
    client.post("/import/known/", {"choice": "replace"})
    back = Person.objects.get()
    assert all_but_time(exported(back)) == all_but_time(archive)
    assert {name.rpartition("/")[0] for name in files_of_videos()} == {back.clips.get().folder}
    assert client.get("/import/known/").status_code == 302


def test_the_pages_of_the_way_in_are_sound(page: Page, robin: Person, tmp_path: Path) -> None:
    file, spoilt = tmp_path / "copy.zip", tmp_path / "spoilt.zip"
    file.write_bytes(exported(robin))
    spoilt.write_bytes(b"hello")
    page.goto(f"/p/{robin.id}/more/")
    page.click("text=Bring in a copy")
    page.set_input_files("#id_file", spoilt)
    page.click("text=Bring it in")
    expect(page.locator(".field .warning")).to_contain_text("no export")
    assert not shown_wrong(page, "refused")
    page.set_input_files("#id_file", file)
    page.click("text=Bring it in")
    expect(page.locator("h1")).to_contain_text("already here")
    assert not shown_wrong(page, "known")
    page.check("text=Keep both")
    page.click("text=Go on")
    expect(page.locator(".told")).to_contain_text("is here, with everything")
    page.goto(f"/p/{robin.id}/more/")
    expect(page.locator("h2")).to_have_text("Others on this machine")
    assert not shown_wrong(page, "more")
    assert Person.objects.count() == 2


def test_both_are_kept_with_nothing_in_common(robin: Person) -> None:
    archive = exported(robin)
    twin = take_in(archive, choice="both")
    assert all_but_time(exported(robin)) == all_but_time(archive)
    theirs = records(exported(twin))
    assert not _ids(theirs) & _ids(records(archive))
    assert [s["day"] for s in theirs["sessions"]] == [s["day"] for s in records(archive)["sessions"]]
    remove_person(person=twin)
    assert all_but_time(exported(robin)) == all_but_time(archive)


def test_somebody_elses_id_gives_nothing_away_and_takes_nothing(robin: Person) -> None:
    other = User.objects.create(username="somebody else")
    copy = import_person(owner=other, file=io.BytesIO(exported(robin)))
    assert (copy.owner, copy.id == robin.id) == (other, False)
    robin.refresh_from_db()
    assert robin.clips.count() == copy.clips.count() == 1


def test_a_clip_that_was_being_read_is_read_here(robin: Person) -> None:
    Clip.objects.update(state=Clip.State.RUNNING, result=None)
    archive = exported(robin)
    assert take_in(archive, choice="both").clips.get().state == Clip.State.WAITING


def _ids(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["id"]} if isinstance(value.get("id"), str) else set()
        return own.union(*(_ids(inner) for inner in value.values()))
    return set().union(*(_ids(inner) for inner in value)) if isinstance(value, list) else set()


def linked(archive: bytes) -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as added:
        info = zipfile.ZipInfo(f"videos/{uuid4()}/original.mp4")
        info.external_attr = 0o120777 << 16
        added.writestr(info, "/etc/passwd")
    return out.getvalue()


def damaged(archive: bytes) -> bytes:
    place = archive.index(FILM)
    return archive[:place] + b"\xff" + archive[place + 1 :]


def bomb(archive: bytes) -> bytes:
    return rezipped(archive, {"videos/x/original.mp4": bytes(400_000_000)})


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no zip": (lambda _: b"hello", "no export"),
    "empty": (lambda _: b"", "is empty"),
    "cut off": (lambda a: a[: len(a) // 2], "part of one"),
    "damaged video": (damaged, "damaged"),
    "other zip": (lambda _: rezipped(_empty_zip(), {"a.txt": b"x"}), "export.json is not in it"),
    "bomb": (bomb, "unpack to far more"),
    "upwards": (lambda a: rezipped(a, {"../evil": b"x"}), "outside of itself"),
    "absolute": (lambda a: rezipped(a, {"/etc/evil": b"x"}), "outside of itself"),
    "drive": (lambda a: rezipped(a, {"C:\\evil": b"x"}), "outside of itself"),
    "link": (linked, "links"),
    "no json": (lambda a: rezipped(a, {"export.json": b"{"}), "no JSON"),
    "deep json": (lambda a: rezipped(a, {"export.json": b"[" * 100_000}), "no JSON"),
    "not a number": (lambda a: a and rezipped(a, {"export.json": b'{"a": NaN}'}), "no JSON"),
    "no version": (lambda a: changed(a, lambda v: v.pop("schema")), "version"),
    "newer": (lambda a: changed(a, lambda v: v.update(schema="plantigrade/export/9")), "Update plantigrade"),
    "older": (lambda a: changed(a, lambda v: v.update(schema="plantigrade/export/0")), "version 0"),
    "unknown column": (lambda a: changed(a, lambda v: v["person"].update(owner=1)), "person"),
    "wrong side": (lambda a: changed(a, lambda v: v["retests"][0].update(side="up")), "retests[0].side"),
    "year 9999": (lambda a: changed(a, lambda v: v["retests"][0].update(on="9999-12-31")), "retests[0].on"),
    "no such day": (lambda a: changed(a, lambda v: v["retests"][0].update(on="2026-02-30")), "retests[0].on"),
    "bad case": (lambda a: changed(a, lambda v: v["assessments"][0].update(raw={"x": 1})), "assessment"),
    "loose end": (
        lambda a: changed(a, lambda v: v["sessions"][0].update(programme_id=str(uuid4()))),
        "not in this file",
    ),
    "twice": (lambda a: changed(a, lambda v: v["retests"].append(v["retests"][0])), "same id"),
    "two running": (
        lambda a: changed(
            a, lambda v: v["programmes"].append(v["programmes"][0] | {"id": str(uuid4()), "adjustments": []})
        ),
        "contradict",
    ),
    "no such minutes": (
        lambda a: changed(a, lambda v: v["programmes"][0].update(minutes="99")),
        "do not fit",
    ),
    "adjusted to nothing": (
        lambda a: changed(a, lambda v: v["programmes"][0]["adjustments"][0].update(values={})),
        "do not fit",
    ),
    "half a letter": (lambda a: changed(a, lambda v: v["person"].update(name="\ud800")), "contradict"),
    "somebody's file": (
        lambda a: changed(a, lambda v: v["clips"][0].update(file=f"videos/{uuid4()}/original.mp4")),
        "is not in this file",
    ),
}


def _empty_zip() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


def test_hostile_files_are_refused_in_plain_words_and_leave_nothing(client: Client, robin: Person) -> None:
    archive = exported(robin)
    remove_person(person=robin)
    for name, (spoil, told) in HOSTILE.items():
        sent = client.post("/import/", {"file": SimpleUploadedFile("copy.zip", spoil(archive))})
        assert sent.status_code == 400, name
        assert told in sent.content.decode(), name
        assert not Person.objects.exists(), name
        assert not files_of_videos(), name
        assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()), name


def test_a_fault_at_the_end_takes_everything_back(robin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person that would be replaced is still whole, too."""
    archive = exported(robin)
    before = files_of_videos()

    def breaks(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plantigrade.web.keep.actions._move", breaks)
    with pytest.raises(FileError, match="disk is full"):
        take_in(archive, choice="replace")
    assert all_but_time(exported(Person.objects.get())) == all_but_time(archive)
    assert files_of_videos() == before


def test_versions_are_lifted_step_by_step() -> None:
    steps = {
        1: lambda values: values | {"seen": [*values["seen"], 1]},
        2: lambda values: values | {"seen": [*values["seen"], 2]},
    }
    old = {"schema": "plantigrade/export/1", "seen": []}
    assert lifted(old, steps, "plantigrade/export/3") == {"schema": "plantigrade/export/3", "seen": [1, 2]}
    assert lifted(old, steps, "plantigrade/export/1") == old


def test_an_export_of_version_1_comes_in(robin: Person) -> None:
    """As it was before notes, before what professionals changed and before what stopped a test."""

    def older(values: dict[str, Any]) -> None:
        del values["notes"], values["overrides"]
        for test in values["retests"]:
            del test["stopped"]
        values["schema"] = "plantigrade/export/1"

    archive = changed(exported(robin), older)
    remove_person(person=robin)
    person = take_in(archive)
    assert person.retests.exists()
    assert not person.notes.exists()


def test_one_member_cannot_unpack_to_more_than_a_video(robin: Person) -> None:
    with pytest.raises(FileError, match="larger than any clip"):
        Archive(io.BytesIO(exported(robin)), Bounds(video_bytes=1000))


def test_names_of_clips_are_ours_again(transactional_db: None) -> None:  # noqa: ARG001
    person = add_person(owner=sole_user(), name="Ann")
    clip = add_clip(person=person, file=ContentFile(b"x", name="a.M v!"), taken_on=person.created_at.date())
    archive = exported(person)
    assert records(archive)["clips"][0]["file"] == f"videos/{clip.id}/original"
    back = take_in(archive, choice="replace").clips.get()
    assert (folder_of(back) / "original").read_bytes() == b"x"


def test_a_comparison_comes_back_between_the_same_clips(robin: Person) -> None:
    days = [clip.taken_on for clip in (add_comparison(robin).before, robin.comparisons.get().after)]
    archive = exported(robin)
    remove_person(person=robin)
    back = import_person(owner=sole_user(), file=io.BytesIO(archive)).comparisons.get()
    assert [clip.taken_on for clip in (back.before, back.after)] == days
