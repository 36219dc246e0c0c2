"""The page: what editors write, what readers see, and the verbs between the two."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone

from catalog.models import Item, Season
from lore.models import keeping, publishing, reviewing
from lore.models.choices import Kind, Status
from lore.models.drawing import draw
from lore.models.infobox import check_rows
from lore.models.naming import hold_names
from lore.models.words import SEARCH_CONFIG, PageQuerySet
from lore.rendering import MAX_SOURCE_BYTES, key_of

if TYPE_CHECKING:
    from lore.models.claim import Claim
    from lore.models.revision import PageRevision

# A tsvector over 1 MB makes the save fail; far more words than this fit no body we accept.
SEARCHED_CHARS = 200_000
WORDS_PER_MINUTE = 220
ADDRESSES_OF_ITS_OWN = {
    "category", "changes", "feed", "grades", "graph", "keepers", "kind", "letter", "pages",
    "random", "search", "shield", "timeline",
}  # fmt: skip


def _searched() -> Any:
    weights = [("names", "A"), ("facts", "B"), ("text", "C")]
    parts = [
        SearchVector(Left(field, SEARCHED_CHARS), weight=weight, config=SEARCH_CONFIG)
        for field, weight in weights
    ]
    return parts[0] + parts[1] + parts[2]


class Page(models.Model):
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=160)
    slug = models.SlugField("address", max_length=160, unique=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    sort_title = models.CharField(max_length=200, editable=False, db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: at once when published. A day to come: then."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="keeper"
    )
    standfirst = models.TextField(
        max_length=400, blank=True, help_text="One or two sentences, without a spoiler."
    )
    infobox = models.JSONField(default=list, blank=True, validators=[check_rows])
    hero = models.ForeignKey(
        Item,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="picture",
        help_text="The piece whose picture stands beside the article.",
    )
    season = models.ForeignKey(
        Season,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the page first belongs. What is later stands under ash.",
    )
    items = models.ManyToManyField(
        Item, related_name="+", blank=True, verbose_name="made from this story"
    )
    categories = models.ManyToManyField("lore.Category", related_name="pages", blank=True)
    body = models.TextField(blank=True)
    written_on = models.DateField(default=timezone.localdate)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)
    review_due = models.DateField(null=True, blank=True)

    # Drawn at save from the fields above; reading a page renders nothing.
    html = models.TextField(editable=False, blank=True)
    toc = models.JSONField(editable=False, default=list)
    text = models.TextField(editable=False, blank=True)
    names = models.TextField(editable=False, blank=True)
    facts = models.TextField(editable=False, blank=True)
    infobox_html = models.JSONField(editable=False, default=list)
    word_count = models.PositiveIntegerField(editable=False, default=0)
    source_keys = models.JSONField(editable=False, default=list)
    public_sources = models.PositiveSmallIntegerField(editable=False, default=0)
    renderer_version = models.PositiveSmallIntegerField(editable=False, default=0)
    vector = models.GeneratedField(
        expression=_searched(), output_field=SearchVectorField(), db_persist=True
    )

    # Set by the words and views that count or look them up.
    tie_count: int
    newest_claim: "Claim | None"

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["sort_title"]
        permissions = [
            ("publish_page", "Can publish and schedule pages, and give work back"),
            ("restore_page", "Can bring back earlier revisions"),
            ("archive_page", "Can archive pages"),
            ("take_down_page", "Can take pages down"),
        ]
        indexes = [
            models.Index(fields=["status", "kind", "sort_title"], name="page_shelf"),
            models.Index(fields=["status", "-revised_at"], name="page_newest"),
            models.Index(fields=["status", "kind", "-word_count", "id"], name="page_longest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(publish_at__isnull=False),
                name="page_published_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_itself()
        self._set_time()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("lore:page_detail", args=[self.slug])

    def veil_url(self, number: int) -> str:
        return reverse("lore:veil_detail", args=[self.slug, number])

    @property
    def is_public(self) -> bool:
        """The twin of `published()`."""
        due = self.publish_at is not None and self.publish_at <= timezone.now()
        return self.status == Status.PUBLISHED and due

    @property
    def title_within(self) -> str:
        """The title as it stands within a sentence: the Volcano."""
        return f"the {self.title[4:]}" if self.title.startswith("The ") else self.title

    @property
    def minutes(self) -> int:
        return max(1, round(self.word_count / WORDS_PER_MINUTE))

    @property
    def plural_kind(self) -> str:
        return Kind(self.kind).plural

    # --- saving ------------------------------------------------------------------------------
    def clean(self) -> None:
        self._set_time()
        if len(self.body.encode()) > MAX_SOURCE_BYTES:
            raise ValidationError({"body": _too_long(self.body)})
        if self.slug in ADDRESSES_OF_ITS_OWN:
            raise ValidationError({"slug": "The reading room uses this address itself."})
        key = key_of(self.title)
        if not key:
            raise ValidationError({"title": "A title needs at least one letter or figure."})
        if not Page.objects.filter(pk=self.pk, key=key, slug=self.slug).exists():
            hold_names()
        taken = Page.objects.named(key, self.slug).exclude(pk=self.pk).first()
        if taken:
            raise ValidationError({"title": f"“{taken}” already answers to this name."})

    def _set_time(self) -> None:
        """Published without a time is published now, to the minute as the form has it."""
        if self.status == Status.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now().replace(second=0, microsecond=0)

    def name_itself(self) -> None:
        """Work out what the page is found and sorted by."""
        self.key = key_of(self.title)
        self.sort_title = _sort_title(self.key)

    # --- where it stands ---------------------------------------------------------------------
    @property
    def version(self) -> int:
        """The number of its newest revision: what a form began from. 0 before the first."""
        if self.pk is None:
            return 0
        return self.revisions.aggregate(newest=Max("number"))["newest"] or 0

    @property
    def latest_revision(self) -> "PageRevision | None":
        """The newest work."""
        return self.revisions.order_by("-number").first()

    @property
    def live_revision(self) -> "PageRevision | None":
        """What readers were shown last; the rows say the same, unless it is a draft again."""
        return self.revisions.published().order_by("-number").first()

    def lock(self) -> None:
        """Hold other writers off until the transaction ends, and be what is stored by now."""
        self.refresh_from_db(from_queryset=Page.objects.select_for_update(no_key=True))

    # --- its verbs, each told in the module of its kind --------------------------------------
    claim_version = keeping.claim_version
    keep = keeping.keep
    revise = keeping.revise
    restore = keeping.restore
    keep_old_names = keeping.keep_old_names

    submit = reviewing.submit
    give_back = reviewing.give_back
    note = reviewing.note

    publish = publishing.publish
    schedule = publishing.schedule
    publish_scheduled = publishing.publish_scheduled
    call_off = publishing.call_off
    unpublish = publishing.unpublish
    archive = publishing.archive
    take_down = publishing.take_down

    @transaction.atomic
    def render_body(self) -> None:
        """Store what readers see of the source, drawn once: html, contents, text, links, veils."""
        draw(self, Page.objects.published())


def _sort_title(key: str) -> str:
    for article in ("the-", "a-", "an-"):
        if key.startswith(article) and len(key) > len(article):
            return key.removeprefix(article)
    return key.lstrip("\"'“‘(") or key


def _too_long(body: str) -> str:
    return (
        f"The text has {len(body.encode()) / 1000:,.0f} kB; at most "
        f"{MAX_SOURCE_BYTES // 1000} kB fit. Divide it into two pages."
    )
