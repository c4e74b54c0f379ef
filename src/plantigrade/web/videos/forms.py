from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from plantigrade import writing
from plantigrade.web.videos.checks import check_clip
from plantigrade.web.videos.models import Clip
from plantigrade.web.videos.queries import movement


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
        check_clip(file)
        return file


class PairForm(forms.Form):
    """Two clips of the same movement; whichever was taken first is the earlier one."""

    before = forms.ChoiceField(label=_("Earlier clip, or heels flat"))
    after = forms.ChoiceField(label=_("Later clip, or heels raised"))

    def __init__(self, data: Any = None, *, clips: Sequence[Clip], **more: Any) -> None:
        super().__init__(data, **more)
        self._clips = {str(clip.pk): clip for clip in clips}
        choices = [(key, told(clip)) for key, clip in reversed(self._clips.items())]
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        if self.errors:
            return cleaned
        first, second = self._chosen(cleaned)
        if first.pk == second.pk:
            raise forms.ValidationError(_("Choose two different clips."))
        if movement(first)[0] != movement(second)[0]:
            raise forms.ValidationError(
                _("A squat and a lunge cannot be compared. Choose two of the same movement.")
            )
        return cleaned

    def pair(self) -> tuple[Clip, Clip]:
        """Flat before raised, else the earlier before the later."""
        first, second = self._chosen(self.cleaned_data)
        if bool(first.heel_lift_cm) != bool(second.heel_lift_cm):
            return (second, first) if first.heel_lift_cm else (first, second)
        in_order = sorted((first, second), key=lambda clip: (clip.taken_on, clip.created_at))
        return in_order[0], in_order[1]

    def _chosen(self, cleaned: dict[str, Any]) -> tuple[Clip, Clip]:
        return self._clips[cleaned["before"]], self._clips[cleaned["after"]]


def told(clip: Clip) -> str:
    """A clip in a list."""
    kind = _("wall lunge") if movement(clip)[0] == "wall_lunge" else _("squat")
    lift = f", {_('heels raised')}" if clip.heel_lift_cm else ""
    return f"{writing.day(clip.taken_on)}, {kind}{lift}"
