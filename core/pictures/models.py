"""What every picture on record knows of its renditions."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

WIDTHS = (300, 600, 1200)  # of renditions, in pixels; none is wider than its picture
FORMATS = ("webp", "avif")


class Picture(models.Model):
    """A picture with its renditions beside the file: 300.webp, 300.avif and so on.

    `widths` and `has_avif` are set when a format is whole, so that no browser is offered half a
    ladder and takes its smallest step for a large place. Who inherits brings the `file`.
    """

    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    widths = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        editable=False,
        help_text="WebP renditions that exist, in pixels of width, ascending.",
    )
    has_avif = models.BooleanField(
        default=False, editable=False, help_text="Each of the widths exists as AVIF too."
    )
    made = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Renditions made so far, of both formats."
    )
    failure = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Why the last attempt ended."
    )
    colour = models.CharField(
        max_length=7, blank=True, editable=False, help_text="Its own colour: #2a1510."
    )

    file: Any  # an ImageField that keeps width and height

    class Meta:
        abstract = True

    # --- renditions --------------------------------------------------------------------------
    @property
    def wanted_widths(self) -> list[int]:
        return [width for width in WIDTHS if width <= (self.width or 0)]

    @property
    def wanted(self) -> int:
        """How many renditions the picture has when all are made."""
        return len(self.wanted_widths) * len(FORMATS)

    @property
    def is_whole(self) -> bool:
        """Every rendition is made, and none was asked for again."""
        return self.has_avif and self.made >= self.wanted

    @property
    def standing(self) -> str:
        """How far the renditions are, in words."""
        if self.failure:
            return f"Failed after {self.made} of {self.wanted}. {self.failure}"
        if self.is_whole:
            sizes = ", ".join(f"{width} px" for width in self.widths)
            return f"{sizes}, as WebP and AVIF" if sizes else "Small enough as it is"
        return (
            f"Made {self.made} of {self.wanted}" if self.made else f"Queued, {self.wanted} to make"
        )

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(str(self.file.name)).parent

    def rendition_name(self, width: int, format: str = "webp") -> str:
        """Where a rendition lies in the storage."""
        return str(self.folder / f"{width}.{format}")

    def forget_renditions(self) -> None:
        """Show the file itself until they are made again; unsaved."""
        self.widths, self.has_avif, self.made, self.failure = [], False, 0, ""

    # --- addresses ---------------------------------------------------------------------------
    def url_at(self, width: int) -> str:
        """The address of the smallest rendition at least `width` pixels wide, or of the file."""
        enough = [known for known in self.widths if known >= width]
        return self._rendition_url(enough[0]) if enough else self.file.url

    @property
    def srcset(self) -> str:
        return self._srcset("webp")

    @property
    def avif_srcset(self) -> str:
        """Empty until every width exists as AVIF."""
        return self._srcset("avif") if self.has_avif else ""

    @property
    def thumb_url(self) -> str:
        """For lists and trays, where nothing is wider than 128 px."""
        return self.url_at(300)

    @property
    def fallback_url(self) -> str:
        """For browsers that do not choose from the srcset."""
        return self.url_at(600)

    @property
    def large_url(self) -> str:
        """The largest the public sees: the full picture is what buyers pay for."""
        return self.url_at(WIDTHS[-1])

    def _srcset(self, format: str) -> str:
        return ", ".join(f"{self._rendition_url(width, format)} {width}w" for width in self.widths)

    def _rendition_url(self, width: int, format: str = "webp") -> str:
        return self.file.storage.url(self.rendition_name(width, format))
