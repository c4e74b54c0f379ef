from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AthleteForm(forms.Form):
    name = forms.CharField(label=_("Name, number or code"), max_length=80)
    group = forms.CharField(label=_("Group"), max_length=60, required=False)
    position = forms.CharField(label=_("Position"), max_length=60, required=False)

    def clean_name(self) -> Any:
        return self.cleaned_data["name"].strip()


class PlaceForm(forms.Form):
    group = forms.CharField(label=_("Group"), max_length=60, required=False)
    position = forms.CharField(label=_("Position"), max_length=60, required=False)
