from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.motion.limits import Limits
from plantigrade.web.base.clock import today

_BIB = re.compile(r"^\s*(?:(?P<bib>[\w.-]{1,12})\s*[,;\t]\s*)?(?P<name>[^,;\t]+?)\s*$")


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files in one field, each checked as one."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(_FilesField, self).clean(one, initial) for one in data or [None]]


class FilmsForm(forms.Form):
    films = _FilesField(
        label=_("The films"),
        help_text=_("Named by bib or by name, like 12.mp4 or ada.mov. What fits nobody waits below."),
        widget=_Files(attrs={"accept": "video/*"}),
    )

    def clean_films(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["films"]
        for file in files:
            if file.size and file.size > Limits().size_bytes:
                raise forms.ValidationError(_("%(name)s is too large."), params={"name": file.name})
        return files


def _listed(text: str) -> list[tuple[str, str]]:
    """Bib and name of each line. Raises ValidationError, which names the line."""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        read = _BIB.match(line)
        if read is None or len(read["name"]) > 80:
            raise forms.ValidationError(
                _("Line %(number)s cannot be read. Write a bib, a comma and a name."),
                params={"number": number},
            )
        found.append((read["bib"] or "", read["name"]))
    _once([bib for bib, _name in found if bib], _("Bib %(value)s is there twice."))
    _once([name.casefold() for _bib, name in found], _("%(value)s is there twice."))
    return found


def _once(values: list[str], said: Any) -> None:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice is not None:
        raise forms.ValidationError(said, params={"value": twice})


class RowForm(forms.Form):
    """One athlete of a list: the place in it, the bib, and whether they go. Who was measured stays."""

    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=9999)
    bib = forms.CharField(label=_("Bib"), max_length=12, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, measured: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if measured:
            del self.fields["remove"]


class ListForm(forms.Form):
    """Athletes to add at the end of a list."""

    listed = forms.CharField(
        label=_("Add to the list"),
        help_text=_("One athlete a line: a name, or a bib number, a comma and a name."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: object = None, *, rows: list[RowForm]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.rows = rows

    def clean_listed(self) -> list[tuple[str, str]]:
        return _listed(self.cleaned_data["listed"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        # Every row is read, so that each says what is wrong with it.
        wrong = [row for row in self.rows if not row.is_valid()]
        if wrong:
            raise forms.ValidationError(_("Look at what is marked in the list."))
        staying = [row.cleaned_data for row in self.rows if not row.cleaned_data.get("remove")]
        bibs = [row["bib"] for row in staying] + [bib for bib, _name in cleaned.get("listed", ())]
        _once([bib for bib in bibs if bib], _("Bib %(value)s is there twice."))
        return cleaned


class DayForm(forms.Form):
    name = forms.CharField(label=_("Name of the day"), max_length=120)
    on = forms.DateField(
        label=_("Date"), initial=today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    whole_roster = forms.BooleanField(label=_("Everybody of the roster"), required=False)
    listed = forms.CharField(
        label=_("Or a list"),
        help_text=_("One athlete a line: a name, or a bib number, a comma and a name."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_listed(self) -> list[tuple[str, str]]:
        return _listed(self.cleaned_data["listed"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        if not self.errors and not cleaned["listed"] and not cleaned["whole_roster"]:
            raise forms.ValidationError(_("Choose the roster, or give a list."))
        return cleaned
