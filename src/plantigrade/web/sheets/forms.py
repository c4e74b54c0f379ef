from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from plantigrade.interop.sheets.columns import Meaning, Reading, faults_of
from plantigrade.interop.sheets.reading import MOST_BYTES, Sheet

_SAMPLES = 3
_SAID = {
    Meaning.NOTHING: _("nothing here"),
    Meaning.NAME: _("name or code (parts are joined)"),
    Meaning.ATHLETE_ID: _("athlete_id of our own table"),
    Meaning.GROUP: _("group"),
    Meaning.POSITION: _("position"),
    Meaning.DATE: _("day of the test"),
    Meaning.LEFT: _("left, a trial or the mean"),
    Meaning.RIGHT: _("right, a trial or the mean"),
    Meaning.SIDE: _("side, left or right"),
    Meaning.DISTANCE: _("distance of that side"),
    Meaning.LEFT_PAIN: _("pain left, 0 to 10"),
    Meaning.RIGHT_PAIN: _("pain right, 0 to 10"),
    Meaning.PAIN: _("pain of that side, 0 to 10"),
}
_UNITS = (("cm", _("centimetres")), ("mm", _("millimetres")), ("in", _("inches")))
_DATES = (
    ("dmy", _("day, month, year (31.12.2026)")),
    ("mdy", _("month, day, year (12/31/2026)")),
    ("ymd", _("year, month, day (2026-12-31)")),
)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The table"),
        help_text=_("CSV or an Excel workbook (.xlsx), one line a test or one line a side."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; keep one sheet of it."), params={"limit": limit}
            )
        return file


class ReadingForm(forms.Form):
    """What each column means, with its first values beside it."""

    def __init__(self, data: object = None, *, sheets: Sequence[Sheet], at: int, reading: Reading) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._sheet = sheets[at]
        if len(sheets) > 1:
            names = [(number, sheet.name) for number, sheet in enumerate(sheets)]
            self.fields["sheet"] = forms.TypedChoiceField(
                label=_("Sheet"), choices=names, coerce=int, initial=at
            )
        for number, (name, meaning) in enumerate(zip(self._sheet.header, reading.columns, strict=True)):
            label = name or _("column %(number)s") % {"number": number + 1}
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=label, choices=list(_SAID.items()), initial=meaning, required=False
            )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Distances are in"), choices=_UNITS, initial=reading.unit
        )
        self.fields["dates"] = forms.ChoiceField(
            label=_("Dates are written"), choices=_DATES, initial=reading.dates
        )

    def columns(self) -> Iterator[tuple[Any, str]]:
        """Each column's field with its first values."""
        for number in range(len(self._sheet.header)):
            values = [row[number] for row in self._sheet.rows if row[number]][:_SAMPLES]
            yield self[f"column-{number}"], " · ".join(values)

    def others(self) -> Iterator[Any]:
        return (self[name] for name in ("sheet", "unit", "dates") if name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors:
            for text in faults_of(self.reading().columns):
                self.add_error(None, text)
        return cleaned

    def reading(self) -> Reading:
        held = self.cleaned_data
        columns = tuple(
            Meaning(held.get(f"column-{number}") or "") for number in range(len(self._sheet.header))
        )
        return Reading(columns, held["unit"], held["dates"])

    @property
    def sheet(self) -> int:
        found: int = self.cleaned_data.get("sheet", 0)
        return found
