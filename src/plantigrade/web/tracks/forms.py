from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.writing import day, short


class NumberField(forms.FloatField):
    """A number with a point or a comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(str(value or "").replace(",", ".").replace("−", "-"))


class StartWedgeForm(forms.Form):
    height_cm = NumberField(
        label=_("How high are your heels raised when you squat? (cm)"),
        help_text=_("The wedge or plate under the heel, or the heel of a weightlifting shoe."),
        min_value=0.5,
        max_value=8,
    )


class SquatsForm(forms.Form):
    """The squats of today, at the working height or at the lower one on trial."""

    height_cm = forms.TypedChoiceField(
        label=_("At which heel height?"), coerce=float, widget=forms.RadioSelect
    )
    full_depth = forms.BooleanField(label=_("As deep as always"), required=False)
    heels_down = forms.BooleanField(label=_("The heels stayed down"), required=False)
    trunk_change_deg = forms.IntegerField(
        label=_("How much further forward did the trunk lean than usual? (degrees)"),
        help_text=_("0 when it looked the same. A squat video measures it."),
        min_value=-45,
        max_value=45,
        initial=0,
    )
    pain_0_10 = forms.IntegerField(label=_("Pain, 0 to 10"), min_value=0, max_value=10, initial=0)

    def __init__(
        self, data: Any = None, *, heights_cm: list[float], trunk: tuple[date, float] | None = None
    ) -> None:
        """`trunk`: the change in degrees that two compared videos show, and the day of the earlier one."""
        super().__init__(data)
        if trunk is not None:
            self.fields["trunk_change_deg"].initial = round(trunk[1])
            self.fields["trunk_change_deg"].help_text = _(
                "Measured: the squat video of today beside that of %(day)s, at the same depth."
            ) % {"day": day(trunk[0])}
        field = self.fields["height_cm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(height), f"{short(height)} cm") for height in heights_cm]
        field.initial = str(heights_cm[0])


class StartShoesForm(forms.Form):
    start_drop_mm = NumberField(
        label=_("Drop of your running shoes now (mm)"),
        help_text=_("How much higher the heel stands than the forefoot. The maker names it."),
        min_value=0,
        max_value=30,
    )
    target_drop_mm = NumberField(label=_("Drop of the lower shoes (mm)"), min_value=0, max_value=30)
    raises = forms.IntegerField(
        label=_("Single-leg calf raises without pain, on the weaker side"), min_value=0, max_value=200
    )
    pain_0_10 = forms.IntegerField(
        label=_("Achilles or foot pain this morning, 0 to 10"), min_value=0, max_value=10, initial=0
    )

    def __init__(self, data: Any = None, *, known: dict[str, Any]) -> None:
        super().__init__(data, initial=known)
        self.fields["target_drop_mm"].initial = default_catalogue().upkeep.footwear.target_drop_mm.value


class ShoeMorningForm(forms.Form):
    pain_0_10 = forms.IntegerField(
        label=_("Achilles or foot pain this morning, 0 to 10"), min_value=0, max_value=10, initial=0
    )
