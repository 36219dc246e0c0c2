"""What owners write of their pieces, and what is reported of it: plain text, nothing else."""

import re
import unicodedata
from typing import Any

from django import forms

from payments.models.review import LONGEST, MOST_STARS, SHORTEST, ReviewReport

IN_WORDS = {5: "I would not part with it", 4: "Good", 3: "As it should be", 2: "Less than I hoped",
            1: "I regret it"}  # fmt: skip
STARS = [(n, f"{n} of {MOST_STARS}: {words}") for n, words in IN_WORDS.items()]
# Beside the controls: what turns the direction of the text that follows it.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Text as it is kept: lines end in one way, no blank lines pile up. ValueError for what hides
    in it."""
    text = re.sub(r"\r\n?", "\n", text).strip()
    hidden = (sign for sign in text if unicodedata.category(sign) == "Cc" and sign not in "\n\t")
    if TURNING.search(text) or next(hidden, ""):
        raise ValueError("There are signs in it that cannot be seen. Type it anew.")
    return re.sub(r"\n{3,}", "\n\n", text)


class PlainField(forms.CharField):
    """Plain text of several lines; what its reader cannot see is refused."""

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value: Any) -> str:
        try:
            return plain(super().to_python(value) or "")
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class ReviewForm(forms.Form):
    stars = forms.TypedChoiceField(
        label="Stars",
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how many stars, one to five.",
            "invalid_choice": "Stars are counted from one to five.",
        },
    )
    text = PlainField(
        label="What you say of it",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=f"{SHORTEST} to {LONGEST:,} characters, plain text. Everybody can read it.",
        error_messages={
            "required": "Say something of the piece.",
            "min_length": f"A little more: {SHORTEST} characters at least.",
            "max_length": f"That is too long: at most {LONGEST:,} characters.",
        },
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong with it",
        choices=ReviewReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it."},
    )
    note = PlainField(
        label="Anything else we should know",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "That is too long: at most 500 characters."},
    )
