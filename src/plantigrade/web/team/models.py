"""Practices and squads, who works in them, what an athlete lets them do, and what they did."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """What somebody may do with a person's record; each holds the ones before."""

    SEE = 1, _("see everything")
    RECORD = 2, _("see, measure and record")
    TREAT = 3, _("see, record and change the programme")
    OWN = 4, _("own")


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    CLINICIAN = "clinician", _("clinician")
    ASSISTANT = "assistant", _("assistant")


# An assistant measures and records; changing a programme is a clinician's work.
MOST_OF_ROLE = {Role.OWNER: Level.TREAT, Role.CLINICIAN: Level.TREAT, Role.ASSISTANT: Level.RECORD}


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who works here; `left_at` ends it at once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(left_at=None), name="one_role_at_a_time"
            )
        ]


class Grant(models.Model):
    """What a person lets an organisation do; `withdrawn_at` ends it at once."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.label) for one in Level if one < 4])
    group = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=60, blank=True, default="")
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(withdrawn_at=None),
                name="one_grant_at_a_time",
            )
        ]


class Invitation(models.Model):
    """A link that lets somebody join once.

    With a person, that record becomes theirs; without a role they come as an athlete; without an organisation
    they found one.
    """

    code_sha256 = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Standing(models.Model):
    """How a person stood on a day, read from everything else, so that a roster of thousands is one query."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="standing")
    on = models.DateField()
    attention = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16)
    left_ktw_cm = models.FloatField(null=True)
    right_ktw_cm = models.FloatField(null=True)
    left_change_cm = models.FloatField(null=True)
    right_change_cm = models.FloatField(null=True)
    left_more_p = models.FloatField(null=True)
    right_more_p = models.FloatField(null=True)
    left_less_p = models.FloatField(null=True)
    right_less_p = models.FloatField(null=True)
    left_met_p = models.FloatField(null=True)
    right_met_p = models.FloatField(null=True)
    tested_on = models.DateField(null=True)
    trained_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-attention", "person"], name="standing_by_attention")]


class EntryQuerySet(models.QuerySet["Entry"]):
    """Nothing that was written is changed or taken away."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("the audit is only added to")

    def delete(self) -> NoReturn:
        raise TypeError("the audit is only added to")


class Entry(models.Model):
    """One access to, or change of, another person's record. It outlives account and record, so it names both
    without keys."""

    class Kind(models.TextChoices):
        LOOKED = "looked", _("looked at")
        CHANGED = "changed", _("changed")
        GRANTED = "granted", _("let in")
        WITHDRAWN = "withdrawn", _("shut out")

    at = models.DateTimeField(auto_now_add=True)
    person_id = models.UUIDField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254)
    organisation = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=80)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "at"], name="entry_of_person")]
        ordering: ClassVar = ["-at", "-id"]

    def save(self, *args: Any, **more: Any) -> None:
        if not self._state.adding:
            raise TypeError("the audit is only added to")
        super().save(*args, **more)

    def delete(self, *_args: Any, **_more: Any) -> NoReturn:
        raise TypeError("the audit is only added to")
