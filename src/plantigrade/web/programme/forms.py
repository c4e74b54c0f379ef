from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today

REASONS = (
    ("time", _("No time")),
    ("tired", _("Tired or not well rested")),
    ("ill", _("Ill")),
    ("pain", _("It hurts")),
    ("away", _("Away from home")),
    ("dislike", _("I do not like it")),
    ("other", _("Something else")),
)


class StartForm(forms.Form):
    """How long a day, and from when."""

    minutes = forms.ChoiceField(label=_("How much time a day?"), widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: object = None, *, first_day: datetime.date) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        budgets = default_catalogue().programme.budgets
        minutes = self.fields["minutes"]
        assert isinstance(minutes, forms.ChoiceField)
        minutes.choices = [(id_, f"{budget.title}. {budget.note}") for id_, budget in budgets.items()]
        minutes.initial = default_catalogue().programme.default_budget
        self.fields["starts_on"].initial = first_day

    def clean_starts_on(self) -> datetime.date:
        chosen: datetime.date = self.cleaned_data["starts_on"]
        if not today() <= chosen <= today() + datetime.timedelta(days=60):
            raise forms.ValidationError(_("Choose a day from today on, within two months."))
        return chosen


class ChangeForm(forms.Form):
    """What may change on the way: the minutes, what there is to work with, and the days of leg training."""

    minutes = forms.ChoiceField(label=_("Time a day"), widget=forms.RadioSelect)
    equipment = forms.MultipleChoiceField(
        label=_("What can you use?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    training_days = forms.MultipleChoiceField(
        label=_("On which days do you train your legs?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: object = None, *, known: dict[str, Any]) -> None:
        super().__init__(data, initial=known)  # type: ignore[arg-type]
        knowledge = default_catalogue()
        time, tools = self.fields["minutes"], self.fields["equipment"]
        days = self.fields["training_days"]
        assert isinstance(time, forms.ChoiceField)
        assert isinstance(tools, forms.MultipleChoiceField)
        assert isinstance(days, forms.MultipleChoiceField)
        days.help_text = knowledge.interview.person["lower_body_days"].help
        days.choices = list(knowledge.interview.person["lower_body_days"].options.items())
        time.choices = [(id_, budget.title) for id_, budget in knowledge.programme.budgets.items()]
        tools.choices = list(knowledge.interview.person["equipment"].options.items())


class SkipForm(forms.Form):
    """Why something is left out. It is for the person; nothing is counted against them."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)


class LeaveOutForm(SkipForm):
    """An exercise left out, once or for good."""

    lasting = forms.BooleanField(label=_("Leave it out on all days after as well"), required=False)


class SwapForm(forms.Form):
    """One of the forms that fit; the choices are given as (value, label)."""

    form = forms.ChoiceField(label=_("Instead"), widget=forms.RadioSelect)
    lasting = forms.BooleanField(label=_("On all days after as well"), required=False)

    def __init__(self, data: object = None, *, choices: list[Any]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        chosen = self.fields["form"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices


class MoveForm(forms.Form):
    """The day that this one changes places with."""

    to = forms.ChoiceField(label=_("Change places with"))

    def __init__(self, data: object = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean_to(self) -> datetime.date:
        return datetime.date.fromisoformat(self.cleaned_data["to"])
