"""The form field through which every picture comes in."""

from typing import Any

from django import forms
from django.core.files.storage import default_storage

from core.pictures import intake
from core.room import refuse_without_room

LIMITS = (
    "JPEG, PNG, WebP or AVIF, at most 20 MB, 40 million pixels and 12,000 a side. "
    "Camera data is removed."
)


class PictureField(forms.FileField):
    """A picture, checked and drawn anew before anything else sees it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.avif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        kept = super().clean(data, initial)
        if not data:
            # None leaves the picture that is there; handing it back would read its file again.
            return False if kept is False else None
        picture = intake.clean(data)
        refuse_without_room(default_storage, picture.size)
        return picture


class PortraitField(PictureField):
    """A picture of somebody, cut to a square and no larger than it is ever shown."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        picture = super().clean(data, initial)
        return intake.portrait(picture) if picture else picture
