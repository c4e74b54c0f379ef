"""Which database the settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantigrade.web import database as module
from plantigrade.web.database import database
from plantigrade.web.environment import SettingError


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://user:p%40ss%2F@db.example:5433/clinic",
            ("clinic", "user", "p@ss/", "db.example", "5433"),
        ),
        ("postgres://user@[::1]/clinic%20two?sslmode=require", ("clinic two", "user", "", "::1", "")),
        (
            "postgresql:///clinic?host=/run/postgresql&port=6432",
            ("clinic", "", "", "/run/postgresql", "6432"),
        ),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(
    address: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    held = database(address, tmp_path)
    assert held["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(held[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert not held["OPTIONS"].keys() & {"host", "port"}
    assert held["OPTIONS"].get("sslmode") == ("require" if "sslmode" in address else None)


def test_without_an_address_it_is_a_file_of_the_data_folder(tmp_path: Path) -> None:
    held = database("", tmp_path)
    assert (held["ENGINE"], held["NAME"]) == ("django.db.backends.sqlite3", tmp_path / "plantigrade.sqlite3")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://user:s3cret@host/name",
        "postgresql://user:s3cret@host",
        "postgresql://user:s3cret@host/",
        "postgresql://user:s3cret@host:port/name",
        "postgresql://user:s3cret#more@host/name",
        "postgresql://user:s3cret@host/name?sslmode",
        "s3cret",
    ],
)
def test_an_address_that_cannot_be_is_refused_without_its_password(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"PLANTIGRADE_DATABASE.*postgresql://") as refused:
        database(address, tmp_path)
    assert "s3cret" not in str(refused.value)


def test_a_driver_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"plantigrade\[postgres\]"):
        database("postgresql://user@host/name", tmp_path)
