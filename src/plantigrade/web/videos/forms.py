from __future__ import annotations

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from plantigrade.motion.decoding import Limits


class ClipForm(forms.Form):
    file = forms.FileField(
        label=_("The clip"),
        widget=forms.ClearableFileInput(attrs={"accept": "video/*", "capture": "environment"}),
    )
    heel_lift_cm = forms.FloatField(
        label=_("Heels raised by, cm"),
        help_text=_("0 for flat feet."),
        min_value=0,
        max_value=10,
        initial=0,
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if file.size and file.size > Limits().size_bytes:
            raise forms.ValidationError(_("This file is too large; cut it to the squats."))
        return file
