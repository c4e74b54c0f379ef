"""Writes of devices."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from plantigrade.web.base.clock import today
from plantigrade.web.devices import pairing
from plantigrade.web.devices.models import PairedDevice, PairingCode


class PairingError(Exception):
    """The code does not pair; the text says what to do."""


@transaction.atomic
def make_code() -> str:
    """A new code; the one before is dead."""
    PairingCode.objects.all().delete()
    code = pairing.new_code()
    PairingCode.objects.create(code_sha256=pairing.kept(code), made_at=timezone.now())
    return code


def pair(*, code: str, name: str) -> str:
    """Takes a code and gives the new device's secret; a code pairs one device. Raises PairingError."""
    with transaction.atomic():
        held = PairingCode.objects.select_for_update().first()
        if held is not None and _alive(held) and held.code_sha256 == pairing.kept(pairing.as_typed(code)):
            held.delete()
            token = pairing.new_token()
            PairedDevice.objects.create(
                token_sha256=pairing.kept(token), name=name[:80], paired_at=timezone.now(), seen_on=today()
            )
            return token
        # Outside of the raise, which would take the count back.
        PairingCode.objects.update(wrong=F("wrong") + 1)
    raise PairingError


def saw_device(*, device: PairedDevice) -> None:
    PairedDevice.objects.filter(pk=device.pk).update(seen_on=today())


def remove_device(*, device_id: UUID) -> None:
    """Its cookie opens nothing from now on."""
    PairedDevice.objects.filter(pk=device_id).delete()


def _alive(held: PairingCode) -> bool:
    age = timezone.now() - held.made_at
    return dt.timedelta() <= age <= pairing.CODE_LASTS and held.wrong < pairing.MOST_WRONG
