"""What an item shows and what its buyers download."""

from secrets import token_hex

from django.core.files.storage import storages
from django.db import models

from catalog.models.item import Item
from core.pictures.models import Picture


def image_path(image: "ItemImage", filename: str) -> str:
    """A folder of its own for each upload: renditions lie beside it, and caches never mix them."""
    return f"art/{image.item.slug}/{token_hex(4)}/{filename}"


def private_storage():  # type: ignore[no-untyped-def]
    """Read at run time, so that migrations do not freeze where the files lie."""
    return storages["private"]


def file_path(file: "ItemFile", filename: str) -> str:
    return f"pieces/{file.item.slug}/{filename}"


class ItemImage(Picture):
    """A picture of an item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(
        upload_to=image_path, width_field="width", height_field="height", max_length=255
    )
    alt = models.CharField("alternative text", max_length=240)
    credit = models.CharField(max_length=120, blank=True)
    is_pale = models.BooleanField(default=False, help_text="Pale art takes the day keyline.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["item", "position", "id"], name="itemimage_in_order")]
        verbose_name = "picture"

    def __str__(self) -> str:
        return self.alt


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
