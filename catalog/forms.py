"""The shopkeeper's forms: what the database would refuse is said here first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.accession import lock_book
from catalog.models import Item, ItemFile, ItemImage
from catalog.models.media import private_storage
from core.pictures.fields import LIMITS, PictureField
from core.room import refuse_without_room


class ItemImageForm(forms.ModelForm):
    file = PictureField(
        label="Picture",
        help_text=f"{LIMITS} Smaller sizes follow within a minute.",
    )

    class Meta:
        model = ItemImage
        fields = ["file", "alt", "credit", "is_pale", "position"]

    def save(self, commit: bool = True) -> ItemImage:
        if "file" in self.changed_data:
            self.instance.forget_renditions()  # those were of the picture before
            self.instance.colour = ""
        return super().save(commit)


class ItemFileForm(forms.ModelForm):
    class Meta:
        model = ItemFile
        fields = ["label", "file", "format", "width", "height", "version", "what_changed"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            refuse_without_room(private_storage(), file.size)
        return file

    def save(self, commit: bool = True) -> ItemFile:
        if "file" in self.changed_data:
            self.instance.size = self.instance.file.size
        return super().save(commit)


class ItemForm(forms.ModelForm):
    keeper: Any = None  # who is at the desk; the admin sets it

    check_rights = forms.BooleanField(
        label="I have checked the rights today",
        required=False,
        help_text="Artist, licence and originality are in order. Your name and the time are kept.",
    )

    class Meta:
        model = Item
        exclude: list[str] = []

    def clean_accession(self) -> int:
        """A new number stays free until this page is saved, whatever is imported meanwhile."""
        if self.instance.pk is None:
            lock_book()
        return self.cleaned_data["accession"]

    def clean_early_access_hours(self) -> int:
        return self.cleaned_data["early_access_hours"] or 0

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data and data.get("check_rights"):
            self.instance.rights_checked_by = self.keeper
            self.instance.rights_checked_at = timezone.now()
        return data

    def _post_clean(self) -> None:
        """Django asks only the constraints whose fields are all on the form; we ask every one."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]
