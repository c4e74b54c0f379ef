"""What a professional may change in somebody's programme; each change says why and from when."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plantigrade import writing
from plantigrade.core.prescription.overrides import Bounds


class ReasonForm(forms.Form):
    """`first` and `last` are the days on which a change may begin."""

    begins = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=400,
        strip=True,
        help_text=gettext_lazy("Shown to the athlete beside the exercise, with your name and the day."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object, *, first: datetime.date, last: datetime.date, name: str) -> None:
        super().__init__(data, auto_id=f"{name}_%s")  # type: ignore[arg-type]
        self._first, self._last = first, last
        self.fields["begins"].initial = first
        self.fields["begins"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_begins(self) -> datetime.date:
        chosen: datetime.date = self.cleaned_data["begins"]
        if not self._first <= chosen <= self._last:
            days = {"first": writing.day(self._first), "last": writing.day(self._last)}
            raise forms.ValidationError(_("Choose a day from %(first)s to %(last)s.") % days)
        return chosen

    def values(self) -> dict[str, Any]:
        """What the kind of change needs."""
        return {}


class ExchangeForm(ReasonForm):
    """Another form in place of an exercise; the choices are given as (value, label)."""

    form = forms.ChoiceField(label=gettext_lazy("Instead"), widget=forms.RadioSelect)
    field_order = ("form", "begins", "reason")

    def __init__(self, data: object, *, choices: list[Any], **more: Any) -> None:
        super().__init__(data, **more)
        chosen = self.fields["form"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def values(self) -> dict[str, Any]:
        exercise, stage, variant = self.cleaned_data["form"].split(".")
        return {"form": {"exercise": exercise, "stage": stage, "variant": variant}}


class DoseForm(ReasonForm):
    """Sets, and seconds or repetitions of one, within what is described for the phase."""

    sets = forms.IntegerField(label=gettext_lazy("Sets"), min_value=1)
    amount = forms.IntegerField(min_value=1)
    field_order = ("sets", "amount", "begins", "reason")

    def __init__(self, data: object, *, most: Bounds, reps: bool, now: tuple[int, int], **more: Any) -> None:
        super().__init__(data, **more)
        self._reps = reps
        highest = most.reps if reps else most.seconds
        self.fields["amount"].label = _("Repetitions of each set") if reps else _("Seconds of each set")
        for name, limit, value in (("sets", most.sets, now[0]), ("amount", int(highest or 1), now[1])):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.max_value = limit
            field.validators.append(MaxValueValidator(limit))
            field.widget.attrs["max"] = limit
            field.initial = value
            field.help_text = _("At most %(n)d in this phase.") % {"n": limit}

    def values(self) -> dict[str, Any]:
        amount = self.cleaned_data["amount"]
        unit = {"reps": amount} if self._reps else {"seconds": float(amount)}
        return {"sets": self.cleaned_data["sets"], **unit}
