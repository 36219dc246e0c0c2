"""The form field through which every picture comes in."""

from typing import Any

from django import forms

from core.pictures import intake

LIMITS = (
    "JPEG, PNG, WebP or AVIF, at most 20 MB, 40 million pixels and 12,000 a side. "
    "Camera data is removed."
)


class PictureField(forms.FileField):
    """A picture, checked and drawn anew before anything else sees it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.avif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        kept = super().clean(data, initial)
        # None leaves the picture that is there; handing it back would read its file again.
        return intake.clean(data) if data else (False if kept is False else None)


class PortraitField(PictureField):
    """A picture of somebody, cut to a square and no larger than it is ever shown."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        picture = super().clean(data, initial)
        return intake.portrait(picture) if picture else picture
