"""A picture dropped on the text: taken in with its words, and answered with what shows it."""

from pathlib import PurePath
from secrets import token_hex

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.text import slugify

from lore.models import MediaAsset
from pictures.fields import LIMITS, PictureField


class PictureForm(forms.ModelForm):
    """What is asked before a picture comes into the house."""

    file = PictureField(label="Picture", help_text=LIMITS)

    class Meta:
        model = MediaAsset
        fields = ["file", "alt", "is_decorative", "caption", "credit", "licence", "licence_note"]


def picture_create(request: HttpRequest) -> JsonResponse:
    """Keep the posted picture; the answer holds its line of Markdown, or 422 and sentences."""
    if not request.user.has_perm("lore.add_mediaasset"):
        raise PermissionDenied
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"errors": _sentences(form)}, status=422)
    asset: MediaAsset = form.save(commit=False)
    asset.key = _key_for(request.FILES["file"].name or "")
    asset.added_by = request.user
    asset.save()
    return JsonResponse({"markdown": markdown_of(asset)}, status=201)


def markdown_of(asset: MediaAsset) -> str:
    """The line that shows it. Brackets and quotation marks would end what they stand in."""
    alt = asset.alt.translate({ord("["): "(", ord("]"): ")", ord("\n"): " "})
    caption = asset.caption.replace('"', "”").replace("\n", " ")
    title = f' "{caption}"' if caption else ""
    return f"![{alt}](media:{asset.key}{title})"


def _key_for(name: str) -> str:
    words = slugify(PurePath(name).stem)[:60].strip("-")
    return f"{words or 'picture'}-{token_hex(3)}"


def _sentences(form: forms.Form) -> list[str]:
    """Each complaint once, those about one field under its name."""
    return [
        sentence if name == "__all__" else f"{form.fields[name].label}: {sentence}"
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
