"""A picture of the wiki as it comes in: never without words, a maker and a licence."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.text import slugify

from core.pictures.fields import LIMITS, PictureField
from lore.models import MediaAsset
from lore.models.choices import Licence
from lore.models.media import NO_ALT, NO_GRANT

LONGEST_KEY = 60


class MediaForm(forms.ModelForm):
    file = PictureField(label="Picture", help_text=f"{LIMITS} Smaller sizes follow soon.")
    is_not_of_the_game = forms.BooleanField(
        label="Nothing in it comes from the game",
        help_text="No picture, figure, name or logo of Fortnite or Epic Games. Your name is kept.",
    )

    class Meta:
        model = MediaAsset
        fields = [
            "file",
            "key",
            "alt",
            "is_decorative",
            "caption",
            "credit",
            "licence",
            "licence_note",
        ]
        widgets = {
            name: forms.TextInput(attrs={"size": 80}) for name in ("alt", "caption", "licence_note")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].help_text += " Empty: made from its name."
        self.initial["is_not_of_the_game"] = self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("alt") or cleaned.get("is_decorative")):
            self.add_error("alt", NO_ALT)
        if cleaned.get("licence") in Licence.needing_a_note() and not cleaned.get("licence_note"):
            self.add_error("licence_note", NO_GRANT)
        if "key" in self.fields and not cleaned.get("key") and "key" not in self.errors:
            cleaned["key"] = self._free_key(cleaned.get("alt") or "")
        return cleaned

    def save(self, commit: bool = True) -> MediaAsset:
        if "file" in self.changed_data:
            self.instance.forget_renditions()  # those were of the picture before
            self.instance.colour = ""
        return super().save(commit)

    def _free_key(self, alt: str) -> str:
        """From the name of the file or else the words, with a number where it is taken."""
        upload = self.files.get(self.add_prefix("file"))
        name = PurePath(getattr(upload, "name", "") or "").stem
        start = slugify(name)[:LONGEST_KEY] or slugify(alt)[:LONGEST_KEY] or "picture"
        taken = set(MediaAsset.objects.filter(key__startswith=start).values_list("key", flat=True))
        numbered = (f"{start}-{n}" for n in range(2, len(taken) + 3))
        return next(key for key in (start, *numbered) if key not in taken)
