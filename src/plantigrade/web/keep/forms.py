from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.web.base.language import CHOICES
from plantigrade.web.people.models import Person


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    units = forms.ChoiceField(
        label=_("Distances in"),
        choices=[(Person.Units.CM, _("centimetres")), (Person.Units.IN, _("inches"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("", _("as the device")), (Person.Theme.LIGHT, _("light")), (Person.Theme.DARK, _("dark"))],
        widget=forms.RadioSelect,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=CHOICES, widget=forms.RadioSelect, required=False
    )
    player = forms.MultipleChoiceField(
        label=_("During a session"),
        choices=[("sound", _("sounds")), ("speech", _("speech")), ("vibration", _("vibration"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_player(self) -> dict[str, bool]:
        """Every switch by name, on or off."""
        field = self.fields["player"]
        assert isinstance(field, forms.MultipleChoiceField)
        names = [str(name) for name, _label in field.choices]  # type: ignore[misc, union-attr]
        return {name: name in self.cleaned_data["player"] for name in names}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The zip from “Take everything with you”"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class KnownForm(forms.Form):
    """What happens when the person of the file is here already."""

    choice = forms.ChoiceField(
        label=_("What shall happen?"),
        choices=[
            ("replace", _("Put the file in place of what is here")),
            ("both", _("Keep both, as two people")),
            ("none", _("Leave all as it is")),
        ],
        widget=forms.RadioSelect,
        initial="none",
    )


class DeleteForm(forms.Form):
    """Deleting asks for the name, typed."""

    name = forms.CharField(label=_("Type the name to confirm"), max_length=80)

    def __init__(self, data: Any = None, *, expected: str) -> None:
        super().__init__(data)
        self._expected = expected

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"].strip()
        if typed.casefold() != self._expected.strip().casefold():
            raise forms.ValidationError(_("This is not the name above; nothing was deleted."))
        return typed
