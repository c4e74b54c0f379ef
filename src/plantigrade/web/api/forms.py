from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from plantigrade.web.team.models import Level

_LEVELS = [
    (Level.SEE.value, _("read")),
    (Level.RECORD.value, _("read and record")),
    (Level.TREAT.value, _("read, record and change the programme")),
]
_DAYS = [(30, _("a month")), (90, _("three months")), (365, _("a year"))]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("For which program or device?"), max_length=80)
    level = forms.TypedChoiceField(
        label=_("It may"), choices=_LEVELS, coerce=lambda value: Level(int(value)), initial=Level.SEE.value
    )
    team = forms.BooleanField(label=_("Also the records of others who let you in"), required=False)
    days = forms.TypedChoiceField(label=_("It works for"), choices=_DAYS, coerce=int, initial=90)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if settings.MODE == "solo":
            del self.fields["team"]
