from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.web.team.models import Level, Role


class FoundForm(forms.Form):
    name = forms.CharField(label=_("Name of the practice, club or group"), max_length=120)


class ConsentForm(forms.Form):
    level = forms.TypedChoiceField(
        label=_("What may they do with your record?"),
        choices=[(one.value, one.label) for one in Level if one < Level.OWN],
        coerce=lambda value: Level(int(value)),
        widget=forms.RadioSelect,
        initial=Level.RECORD.value,
    )


class JoinForm(forms.Form):
    """A colleague only says yes."""


class InviteForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Who comes?"),
        choices=[("", _("an athlete or patient")), *Role.choices],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
