"""What an item shows and what its buyers download."""

from pathlib import PurePosixPath
from secrets import token_hex

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import models

from catalog.models.item import Item


def image_path(image: "ItemImage", filename: str) -> str:
    """A folder of its own for each upload: renditions lie beside it, and caches never mix them."""
    return f"art/{image.item.slug}/{token_hex(4)}/{filename}"


def private_storage():  # type: ignore[no-untyped-def]
    """Read at run time, so that migrations do not freeze where the files lie."""
    return storages["private"]


def file_path(file: "ItemFile", filename: str) -> str:
    return f"pieces/{file.item.slug}/{filename}"


class ItemImage(models.Model):
    """A picture of an item. Its renditions lie beside the file: 300.webp, 600.webp and so on."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(upload_to=image_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    widths = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        editable=False,
        help_text="Renditions that exist, in pixels of width, ascending.",
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

    def url_at(self, width: int) -> str:
        """The address of the smallest rendition at least `width` pixels wide, or of the file."""
        enough = [known for known in self.widths if known >= width]
        return self._rendition_url(enough[0]) if enough else self.file.url

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self._rendition_url(width)} {width}w" for width in self.widths)

    @property
    def thumb_url(self) -> str:
        """For lists and trays, where nothing is wider than 128 px."""
        return self.url_at(300)

    @property
    def fallback_url(self) -> str:
        """For browsers that do not choose from the srcset."""
        return self.url_at(600)

    def _rendition_url(self, width: int) -> str:
        folder = PurePosixPath(str(self.file.name)).parent
        return self.file.storage.url(str(folder / f"{width}.webp"))


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

    class Meta:
        ordering = ["label", "-version"]
        verbose_name = "file to download"

    def __str__(self) -> str:
        return f"{self.item}: {self.label}, version {self.version}"
