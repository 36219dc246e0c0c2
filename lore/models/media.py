"""Pictures that belong to the wiki itself: `![What it shows](media:key "Caption")`."""

import re
from functools import partial
from secrets import token_hex
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from core.pictures.models import Picture
from lore.models.choices import Licence
from lore.models.page import Page
from lore.models.showing import redraw_showing

BRACKETS = re.compile(r"[\[\]\\\n]")
NO_ALT = "Say what the picture shows, or mark it as decorative."
NO_CREDIT = "Somebody made this picture: name them."
NO_GRANT = "With this licence, say who gave it, when and for what."


def media_path(asset: "MediaAsset", filename: str) -> str:
    """A folder of its own for each upload: renditions lie beside it, and caches never mix them."""
    return f"lore/{asset.key}/{token_hex(4)}/{filename}"


class MediaAssetQuerySet(models.QuerySet["MediaAsset"]):
    def shown(self) -> Self:
        """What pages may show: everything that was not taken down."""
        return self.filter(is_withdrawn=False)


class MediaAsset(Picture):
    """A picture of the wiki, under the key by which texts show it. Never one from the game."""

    key = models.SlugField(
        max_length=80, unique=True, help_text="What (media:key) in a text refers to."
    )
    file = models.ImageField(
        "picture",
        upload_to=media_path,
        width_field="width",
        height_field="height",
        max_length=255,
    )
    alt = models.CharField(
        "alternative text",
        max_length=240,
        blank=True,
        help_text="What the picture shows, for those who do not see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It tells nothing that the text does not say."
    )
    caption = models.CharField(max_length=300, blank=True, help_text="Used where a text has none.")
    credit = models.CharField(max_length=120, help_text="Who made it.")
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.CLUB)
    licence_note = models.CharField(
        max_length=240, blank=True, help_text="Permission: from whom, when, for what."
    )
    is_withdrawn = models.BooleanField(
        "taken down", default=False, editable=False, help_text="No page shows it."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Who looked at the rights.",
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MediaAssetQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = "picture"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True) | ~Q(alt=""),
                name="media_has_alt_or_is_decorative",
                violation_error_message=NO_ALT,
            ),
            models.CheckConstraint(
                condition=~Q(credit=""),
                name="media_has_credit",
                violation_error_message=NO_CREDIT,
            ),
            models.CheckConstraint(
                condition=~Q(licence__in=Licence.needing_a_note()) | ~Q(licence_note=""),
                name="media_licence_says_who_gave_it",
                violation_error_message=NO_GRANT,
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def markdown(self) -> str:
        """How a text shows it, as a line of its own."""
        return f"![{BRACKETS.sub(' ', self.alt)}](media:{self.key})"

    @property
    def licence_words(self) -> str:
        """The licence as it stands under the picture."""
        return Licence(self.licence).short

    def withdraw(self) -> None:
        """Take the picture down from every page that shows it."""
        self._show(False)

    def put_back(self) -> None:
        self._show(True)

    def _show(self, shown: bool) -> None:
        MediaAsset.objects.filter(pk=self.pk).update(is_withdrawn=not shown)
        self.is_withdrawn = not shown
        self.redraw_pages()

    def redraw_pages(self) -> None:
        """After this commit, draw what shows the picture again: few pages at once, many later."""
        transaction.on_commit(partial(redraw_showing, [self.key]))


class MediaUse(models.Model):
    """A picture that a page shows, as it stood when the page was last rendered."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="media_used")
    key = models.CharField(max_length=80)
    asset = models.ForeignKey(MediaAsset, on_delete=models.SET_NULL, null=True, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="media_use_is_kept_once")
        ]
        indexes = [models.Index(fields=["key"], name="media_use_key")]

    def __str__(self) -> str:
        return f"{self.page}: {self.key}"
