from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=4000,
        strip=True,
        help_text=_("Shown to the athlete, with your name and the time."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
