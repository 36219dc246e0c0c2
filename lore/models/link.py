from django.db import models

from lore.models.page import Page


class PageLink(models.Model):
    """A wikilink as it stood when its page was last rendered."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=200)
    target = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        related_name="links_here",
        help_text="Empty: a red link, to a page not written yet.",
    )
    is_covered = models.BooleanField(default=False, help_text="It stands only under ash.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="link_is_kept_once")]
        indexes = [models.Index(fields=["key"], name="link_key")]

    def __str__(self) -> str:
        return f"{self.page}: {self.key}"
