"""What is taken in as a clip: told from its first bytes and its size, before anything reads it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from plantigrade.motion.containers import ClipError, container_of
from plantigrade.motion.limits import Limits

_HEAD = 4096


def check_clip(file: File[Any]) -> None:
    """Raises ValidationError for what is too large or no video. Reads the head alone."""
    if file.size and file.size > Limits().size_bytes:
        raise ValidationError(_("This file is too large; cut it to the squats."))
    head = file.read(_HEAD)
    file.seek(0)
    try:
        container_of(head)
    except ClipError as error:
        raise ValidationError(error.text) from None
