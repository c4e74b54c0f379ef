from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today


class StartForm(forms.Form):
    """How long a day, and from when."""

    minutes = forms.ChoiceField(label=_("How much time a day?"), widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        budgets = default_catalogue().programme.budgets
        minutes = self.fields["minutes"]
        assert isinstance(minutes, forms.ChoiceField)
        minutes.choices = [(id_, f"{budget.title}. {budget.note}") for id_, budget in budgets.items()]
        minutes.initial = default_catalogue().programme.default_budget
        self.fields["starts_on"].initial = today() + datetime.timedelta(days=1)

    def clean_starts_on(self) -> datetime.date:
        chosen: datetime.date = self.cleaned_data["starts_on"]
        if not today() <= chosen <= today() + datetime.timedelta(days=60):
            raise forms.ValidationError(_("Choose a day from today on, within two months."))
        return chosen
