"""What an item shows and what its buyers download."""

from pathlib import PurePosixPath
from secrets import token_hex

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import models

from catalog.models.item import Item

WIDTHS = (300, 600, 1200)  # of renditions, in pixels; none is wider than its picture
FORMATS = ("webp", "avif")


def image_path(image: "ItemImage", filename: str) -> str:
    """A folder of its own for each upload: renditions lie beside it, and caches never mix them."""
    return f"art/{image.item.slug}/{token_hex(4)}/{filename}"


def private_storage():  # type: ignore[no-untyped-def]
    """Read at run time, so that migrations do not freeze where the files lie."""
    return storages["private"]


def file_path(file: "ItemFile", filename: str) -> str:
    return f"pieces/{file.item.slug}/{filename}"


class ItemImage(models.Model):
    """A picture of an item. Its renditions lie beside the file: 300.webp, 300.avif and so on.

    `widths` and `has_avif` are set when a format is whole, so that no browser is offered half a
    ladder and takes its smallest step for a large place.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(
        upload_to=image_path, width_field="width", height_field="height", max_length=255
    )
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
    alt = models.CharField("alternative text", max_length=240)
    credit = models.CharField(max_length=120, blank=True)
    is_pale = models.BooleanField(default=False, help_text="Pale art takes the day keyline.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "picture"

    def __str__(self) -> str:
        return self.alt

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


class ItemFile(models.Model):
    """A file that comes with a copy. It lies in private storage; the Locker hands it out."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files")
    label = models.CharField(max_length=80, help_text="Full picture, phone wallpaper.")
    file = models.FileField(storage=private_storage, upload_to=file_path)
    format = models.CharField(max_length=12, help_text="WebP, PNG, ZIP.")
    size = models.PositiveBigIntegerField(editable=False, default=0, help_text="In bytes.")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    what_changed = models.CharField(
        max_length=200, blank=True, help_text="Since the version before, for those who have it."
    )

    class Meta:
        ordering = ["label", "-version"]
        verbose_name = "file to download"

    def __str__(self) -> str:
        return f"{self.item}: {self.label}, version {self.version}"
