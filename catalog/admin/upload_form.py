"""The CSV as it arrives."""

from typing import Any

from django import forms

from catalog.importing.table import MAX_BYTES

TOO_LARGE = "The file is larger than 10 MB. Split it, and import part by part."


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        help_text="At most 10 MB and 50,000 rows. Commas, semicolons or tabs; UTF-8 is best.",
    )
    erases = forms.BooleanField(
        label="Empty cells erase what the club knows",
        required=False,
        help_text="Otherwise an empty cell means unknown, and nothing is lost.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
