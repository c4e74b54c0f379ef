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


class ChangeForm(forms.Form):
    """What may change on the way: the minutes, and what there is to work with."""

    minutes = forms.ChoiceField(label=_("Time a day"), widget=forms.RadioSelect)
    equipment = forms.MultipleChoiceField(
        label=_("What can you use?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: object = None, *, minutes: str = "", equipment: list[str] | None = None) -> None:
        super().__init__(data, initial={"minutes": minutes, "equipment": equipment or []})  # type: ignore[arg-type]
        knowledge = default_catalogue()
        time, tools = self.fields["minutes"], self.fields["equipment"]
        assert isinstance(time, forms.ChoiceField)
        assert isinstance(tools, forms.MultipleChoiceField)
        time.choices = [(id_, budget.title) for id_, budget in knowledge.programme.budgets.items()]
        tools.choices = list(knowledge.interview.person["equipment"].options.items())
