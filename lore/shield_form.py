"""How far have you got? One question a series, and one for the game itself."""

from itertools import groupby
from typing import Any

from django import forms

from catalog.models import Season
from lore.models import Release
from lore.progress import ALL, NONE, Progress, read_progress


class ShieldForm(forms.Form):
    """A reader's answers; whatever is sent, what comes out is a progress."""

    everything = forms.BooleanField(
        label="Show everything; I cannot be spoilt.", required=False, label_suffix=""
    )

    def __init__(self, progress: Progress, data: Any = None) -> None:
        super().__init__(data)
        self.fields["season"] = _season_field()
        self.initial["season"] = progress.season.code.lower() if progress.season else NONE
        self.initial["everything"] = progress.everything
        seen = {release.work_id: release.key for release in progress.releases}
        releases = Release.objects.of_public_works()
        for work, parts in groupby(releases, key=lambda release: release.work):
            name = f"work-{work.pk}"
            self.fields[name] = _parts_of(work.title, list(parts))
            self.initial[name] = seen.get(work.pk, NONE)
        self.order_fields([*(name for name in self.fields if name != "everything"), "everything"])

    @property
    def progress(self) -> Progress:
        """What a valid form says."""
        if self.cleaned_data["everything"]:
            return read_progress(ALL)
        said = [code for code in self.cleaned_data.values() if code and code != NONE]
        return read_progress(".".join(said))


def _season_field() -> forms.ChoiceField:
    seasons = Season.objects.order_by("number")
    choices = [(season.code.lower(), _title(season)) for season in seasons]
    return forms.ChoiceField(
        label="The last season you have played or read of",
        help_text="What belongs to later seasons stays under ash.",
        choices=[(NONE, "None yet: cover everything later"), *choices],
    )


def _title(season: Season) -> str:
    return f"{season.label}: {season.name}" if season.name else season.label


def _parts_of(title: str, releases: list[Release]) -> forms.ChoiceField:
    choices = [(NONE, "Nothing yet"), *((release.key, release.name) for release in releases)]
    return forms.ChoiceField(label=f"{title}: the last part you have seen", choices=choices)
