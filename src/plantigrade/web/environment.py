"""Settings out of the environment, each checked; the secret out of its file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from tzlocal import get_localzone_name


class SettingError(Exception):
    """A setting that cannot be; the text names it and says what would be right."""


def data_folder() -> Path:
    """The folder that holds everything, made with access for this user alone when it is not there."""
    named = os.environ.get("PLANTIGRADE_DATA")
    folder = Path(named).expanduser().resolve() if named else user_data_path("plantigrade", appauthor=False)
    try:
        for part in (folder, folder / "videos", folder / "incoming"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"The data folder {folder} cannot be made ({error.strerror}); name another in PLANTIGRADE_DATA."
        ) from None
    return folder


def videos_folder(data: Path) -> Path:
    """The folder of the videos. One that is named has to be there: a share that is not mounted is an error,
    not a new and empty folder on the local disk."""
    named = os.environ.get("PLANTIGRADE_VIDEOS")
    if not named:
        return data / "videos"
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise SettingError(
            f"PLANTIGRADE_VIDEOS is {named}, which is no folder that can be written to; "
            "mount it, or make it, then start again."
        )
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs cookies: made once, kept outside of the database, readable by this user alone."""
    path = folder / "secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) < 50:
            raise SettingError(f"{path} is damaged; delete it, and a new one is made.") from None
        return kept
    made = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made + "\n")
    return made


def one_of(name: str, allowed: Sequence[str]) -> str:
    """The setting, by default the first that is allowed."""
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; it can be {' or '.join(allowed)}.")
    return value


def time_zone() -> str:
    """The zone whose midnight ends the day: a session at eleven in the evening belongs to that evening."""
    named = os.environ.get("PLANTIGRADE_TZ")
    if not named:
        return get_localzone_name() or "UTC"
    try:
        return ZoneInfo(named).key
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise SettingError(f"PLANTIGRADE_TZ is {named!r}; it is a time zone like Europe/Berlin.") from None


def flag(name: str) -> bool:
    return one_of(name, ("0", "1")) == "1"


def mail(address: str) -> dict[str, object]:
    """Django's settings for an address like smtp://user:password@host:port; without one nothing is sent."""
    found = urlsplit(address)
    backends = "django.core.mail.backends"
    if not address:
        return {"EMAIL_BACKEND": f"{backends}.dummy.EmailBackend"}
    if found.scheme == "file" and found.path:
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(found.path)}
    if found.scheme in ("smtp", "smtps") and found.hostname:
        by_ssl = found.scheme == "smtps"
        return {
            "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
            "EMAIL_HOST": found.hostname,
            "EMAIL_PORT": found.port or (465 if by_ssl else 587),
            "EMAIL_HOST_USER": unquote(found.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(found.password or ""),
            "EMAIL_USE_SSL": by_ssl,
            "EMAIL_USE_TLS": not by_ssl,
            "EMAIL_TIMEOUT": 10,
        }
    raise SettingError(
        "PLANTIGRADE_MAIL cannot be read; it is like smtp://user:password@host:587 or file:///folder."
    )


def megabytes(name: str, default: int) -> int:
    """A size in bytes, named in whole MB; 0 means: no such limit."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise SettingError(f"{name} is {value!r}; it is a whole number of MB.")
    return int(value) * 1_000_000


def listed(name: str) -> list[str]:
    """Words with commas between."""
    return [word for word in (part.strip() for part in os.environ.get(name, "").split(",")) if word]
