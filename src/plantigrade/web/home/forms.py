from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.web.people.models import Person


class BeginForm(forms.Form):
    name = forms.CharField(label=_("What should we call you?"), max_length=80, strip=True)
    units = forms.ChoiceField(
        label=_("Distances in"),
        choices=[(Person.Units.CM, _("centimetres")), (Person.Units.IN, _("inches"))],
        initial=Person.Units.CM,
        widget=forms.RadioSelect,
    )
