"""The forms of the desk, and what saving a row of them keeps of the row before."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    ForeignKeyRawIdWidget,
)

from lore.models import Claim, ClaimSource, Page, StatusQuestion
from lore.models.infobox import LABELS, check_rows, rows_from_text, rows_to_text

WIDE = {"class": "vLargeTextField"}


class ManyChoices(AutocompleteSelectMultiple):
    """Autocompletion for several choices, without the cross that empties all of them at once.

    Beside being easy to hit, it makes the list of choices a broken one for screen readers.
    """

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}


class PageForm(forms.ModelForm):
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at_a_glance = forms.CharField(
        label="At a glance",
        required=False,
        widget=forms.Textarea(attrs={**WIDE, "rows": 7}),
        help_text="One fact a line: a label, a colon, a value. Values may hold [[links]].",
    )
    summary = forms.CharField(
        label="What you changed",
        max_length=200,
        help_text="One line for the public history, such as: Crater claim moved to Debunked. "
        "Begin with ash: where it would tell what lies under ash; only editors read it then.",
    )

    class Meta:
        model = Page
        fields = [
            "title",
            "slug",
            "kind",
            "standfirst",
            "body",
            "hero",
            "items",
            "categories",
            "season",
            "author",
            "written_on",
            "review_due",
        ]
        widgets = {
            "body": forms.Textarea(attrs={**WIDE, "rows": 30}),
            "standfirst": forms.Textarea(attrs={**WIDE, "rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.version
        self.initial["at_a_glance"] = rows_to_text(self.instance.infobox)
        offered = LABELS.get(self.instance.kind, ())
        if offered and "at_a_glance" in self.fields:
            self.fields["at_a_glance"].help_text += f" Usual labels: {', '.join(offered)}."

    def clean_at_a_glance(self) -> str:
        self.instance.infobox = rows_from_text(self.cleaned_data["at_a_glance"])
        check_rows(self.instance.infobox)
        return self.cleaned_data["at_a_glance"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "_review" in self.data:
            raise forms.ValidationError(
                "What you typed is below, laid over the newest version. Nothing is saved yet: "
                "check it and save."
            )
        return cleaned


class CitedForm(forms.ModelForm):
    """One source of a claim, with the words it says there."""

    position = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = ClaimSource
        fields = ["source", "speaker", "via", "quote", "position"]
        widgets = {
            "source": AutocompleteSelect(ClaimSource._meta.get_field("source"), admin.site),
            "quote": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "speaker": "Whose words they are.",
            "via": "Who carried them to us, if not the source itself.",
        }

    def clean_position(self) -> int:
        """Who posts no place leaves it as it is."""
        place = self.cleaned_data["position"]
        return self.initial.get("position", 0) if place is None else place

    def has_changed(self) -> bool:
        """A blank row is still blank when it has got its place."""
        is_new = self.instance.pk is None
        return bool(set(self.changed_data) - ({"position"} if is_new else set()))


class SourcesInOrder(forms.BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        """A new row stands after those that are there, also where no script numbers it."""
        super().add_fields(form, index)
        if form.instance.pk is None:
            form.initial["position"] = index or 0


class PlainCitedForm(CitedForm):
    """The same where no script looks up a source by its name."""

    class Meta(CitedForm.Meta):
        widgets = {
            **CitedForm.Meta.widgets,
            "source": ForeignKeyRawIdWidget(
                ClaimSource._meta.get_field("source").remote_field, admin.site
            ),
        }


def rows_of(form: type[CitedForm]) -> type[forms.BaseInlineFormSet]:
    return forms.inlineformset_factory(
        Claim, ClaimSource, form=form, formset=SourcesInOrder, extra=1
    )


class ClaimForm(forms.ModelForm):
    """A claim, and within it the rows of its sources: `cited`."""

    CitedRows = rows_of(CitedForm)

    class Meta:
        model = Claim
        fields = ["position", "text", "grade", "as_of", "basis", "gate", "gate_release"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "cols": 90}),
            "basis": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }
        help_texts = {"position": "Its place in the list."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prefix = f"{self.prefix}-cited"
        # Who posts a claim without rows for sources leaves them as they are.
        has_rows = self.is_bound and f"{prefix}-TOTAL_FORMS" in self.data
        self.cited = self.CitedRows(
            self.data if has_rows else None, instance=self.instance, prefix=prefix
        )

    def has_changed(self) -> bool:
        return super().has_changed() or self.cited.has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.cited.is_bound and not self.cited.is_valid():
            raise forms.ValidationError("Look at the sources of this claim.")
        return cleaned

    def save(self, commit: bool = True) -> Claim:
        if self.instance.pk and "grade" in self.changed_data:
            self.instance.earlier_grade = self.initial["grade"]
        return super().save(commit)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if self.cited.is_bound:
            self.cited.save()


class PlainClaimForm(ClaimForm):
    CitedRows = rows_of(PlainCitedForm)


class QuestionForm(forms.ModelForm):
    class Meta:
        model = StatusQuestion
        fields = ["question", "answer", "as_of", "reason", "next_look", "gate", "gate_release"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2, "cols": 60})}

    def _save_m2m(self) -> None:
        """A new answer sends the one that stood until now to the earlier answers."""
        super()._save_m2m()  # type: ignore[misc]
        if self.initial.get("answer") and {"answer", "as_of"} & set(self.changed_data):
            self.instance.keep_answer(self.initial)
