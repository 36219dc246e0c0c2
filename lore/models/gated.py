"""What is covered until a reader has come far enough: the one shape of every gate."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from catalog.models import Season

if TYPE_CHECKING:
    from lore.models.release import Release

# Of the work behind a release only its names are wanted.
HEAVY = ("body", "html", "text", "names", "facts", "vector", "toc", "infobox", "infobox_html")


def heavy_parts_of(path: str) -> list[str]:
    """The fields of the page at `path` that a line of text does not need."""
    return [f"{path}__{name}" for name in HEAVY]


class GatedQuerySet(models.QuerySet):
    def in_the_open(self) -> Self:
        return self.filter(gate=None, gate_release=None)

    def behind_gates(self) -> Self:
        return self.exclude(gate=None, gate_release=None)

    def with_gates(self) -> Self:
        """With what `opens_with` reads, in the same statement."""
        related = self.select_related("gate", "gate_release__work")
        return related.defer(*heavy_parts_of("gate_release__work"))


class Gated(models.Model):
    """Covered until the reader has read a season or seen a release; neither: in the open."""

    gate = models.ForeignKey(
        Season,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Covered until the reader has read this season. Empty: in the open.",
    )
    gate_release = models.ForeignKey(
        "lore.Release",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="or a release",
        help_text="Covered until the reader has seen this part of a work.",
    )

    # Set by `Progress.open_up`; whoever forgets to ask shows the cover.
    is_opened = False

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(gate=None) | Q(gate_release=None),
                name="%(class)s_has_one_gate",
                violation_error_message="Covered by a season or by a release, not by both.",
            )
        ]

    @property
    def is_gated(self) -> bool:
        return bool(self.gate_id or self.gate_release_id)

    @property
    def is_shut(self) -> bool:
        """Whether the cover lies on it for this reader."""
        return self.is_gated and not self.is_opened

    @property
    def opens_in(self) -> Season | None:
        """The season that opens it, where no release does."""
        return self.gate

    @property
    def opens_with(self) -> str:
        """The gate in words: Chapter 1, Season 9; or Part Two of a work."""
        gate: Season | Release | None = self.gate_release or self.opens_in
        return gate.label if gate else "you ask"

    @property
    def gate_key(self) -> str:
        """The gate as texts and snapshots write it; '' for none."""
        if self.gate_release:
            return self.gate_release.key
        return self.gate.code if self.gate else ""


def find_gate(key: str) -> dict[str, Any]:
    """The fields of a gate written as a season's code or a release's key; None for neither."""
    season = Season.objects.filter(code=key.upper()).first()
    releases = apps.get_model("lore", "Release").objects
    release = None if season else releases.filter(key=key.lower()).first()
    return {"gate": season, "gate_release": release}
