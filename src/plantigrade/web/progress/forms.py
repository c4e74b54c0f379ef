from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.core.quantities import SIDES
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.interviewing import SCHEMA, EntryError, interview, parse
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.writing import Unit, capital, figures, in_unit


class RetestForm(forms.Form):
    """Three tries a side, in the person's unit; a side may be left out."""

    def __init__(self, data: Any = None, *, units: Unit, held: Mapping[str, list[float]]) -> None:
        super().__init__(data)
        self._units = units
        self.trials = int(default_catalogue().measurement.wall_test.mean_from_trials.value)
        for side in SIDES:
            known = held.get(side.value, [])
            for number in range(self.trials):
                value = figures(in_unit(known[number], units)) if number < len(known) else ""
                self.fields[f"{side.value}_{number + 1}"] = forms.CharField(
                    required=False,
                    initial=value,
                    label=_("Try %(number)s") % {"number": number + 1},
                    max_length=12,
                )

    def of_side(self, side: str) -> list[forms.BoundField]:
        return [self[f"{side}_{number + 1}"] for number in range(self.trials)]

    @property
    def sides(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(side.value, self.of_side(side.value)) for side in SIDES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        field = interview().side["ktw_cm"]
        for name, text in list(cleaned.items()):
            if not str(text).strip():
                cleaned[name] = None
                continue
            try:
                found = parse(str(text), field, self._units)
                if len(found) != 1:
                    raise EntryError(_("Give one distance in each field."))
                # The case file's schema says which distances there can be.
                case_from({"schema": SCHEMA, "left": {"ktw_cm": found}})
                cleaned[name] = found[0]
            except EntryError as error:
                self.add_error(name, str(error))
            except InputError as error:
                self.add_error(name, " ".join(capital(f"{p.what}.") for p in error.problems))
        if not self.errors and not any(value is not None for value in cleaned.values()):
            raise forms.ValidationError(_("Enter at least one try of one side."))
        return cleaned

    def tests(self) -> dict[str, list[float]]:
        """The tries of each side that has any, cm."""
        found = {
            side.value: [
                value
                for number in range(self.trials)
                if (value := self.cleaned_data[f"{side.value}_{number + 1}"]) is not None
            ]
            for side in SIDES
        }
        return {side: tries for side, tries in found.items() if tries}


class MorningForm(forms.Form):
    change_0_10 = forms.IntegerField(
        label=_("Pain this morning against your usual, in points of 0 to 10"),
        help_text=_("0 is as usual, 2 is two points more, −1 is a point less."),
        min_value=-10,
        max_value=10,
        initial=0,
    )
    stiffness_min = forms.IntegerField(
        label=_("Minutes until the stiffness was gone"), min_value=0, max_value=600, initial=0
    )
    swelling = forms.BooleanField(label=_("The ankle is swollen"), required=False)
    locking = forms.BooleanField(label=_("The ankle locks"), required=False)
    giving_way = forms.BooleanField(label=_("The ankle gives way"), required=False)
    numbness = forms.BooleanField(label=_("The foot or leg feels numb"), required=False)
