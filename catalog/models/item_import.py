"""An uploaded CSV on its way into the catalogue: checked, confirmed, written, reported."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# A run that has not moved for so long has lost its worker, and may be started again.
STALLED_AFTER = timedelta(minutes=2)
FORGOTTEN_AFTER = timedelta(days=7)


class ItemImportQuerySet(models.QuerySet["ItemImport"]):
    def startable(self) -> Self:
        """Without errors and not under way; or under way with nobody at work on it."""
        states = ItemImport.State
        stalled = Q(state__in=[states.WAITING, states.RUNNING])
        stalled &= Q(moved_at__lt=timezone.now() - STALLED_AFTER)
        return self.filter(Q(state__in=[states.CHECKED, states.FAILED]) | stalled)

    def forgotten(self) -> Self:
        """Uploads that nobody confirmed within a week."""
        states = ItemImport.State
        open_ones = self.filter(state__in=[states.CHECKED, states.REFUSED, states.FAILED])
        return open_ones.filter(made_at__lt=timezone.now() - FORGOTTEN_AFTER)


class ItemImport(models.Model):
    """`outcome` is what the last look at the file found; see catalog/importing/outcome.py."""

    class State(models.TextChoices):
        CHECKED = "checked", "Checked, not yet written"
        REFUSED = "refused", "Has errors, cannot be written"
        WAITING = "waiting", "Waiting for the task worker"
        RUNNING = "running", "Being written"
        DONE = "done", "Written"
        FAILED = "failed", "Stopped, nothing was written"

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField("file", max_length=200)
    data = models.BinaryField(help_text="The file as it came; emptied once it is written.")
    erases = models.BooleanField("empty cells erase", default=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    outcome = models.JSONField(default=dict)
    note = models.TextField(blank=True, help_text="Why it stopped.")
    rows_done = models.PositiveIntegerField(default=0)
    rows_to_do = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "import"

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_startable(self) -> bool:
        return ItemImport.objects.startable().filter(pk=self.pk).exists()

    # --- verbs: each guards in its UPDATE and says whether it took ----------------------------
    def wait(self) -> bool:
        """Line up for the worker; once, however often the button was pressed."""
        startable = ItemImport.objects.startable().filter(pk=self.pk)
        waiting = {"state": self.State.WAITING, "note": "", "rows_done": 0}
        return bool(startable.update(**waiting, moved_at=timezone.now()))

    def begin(self) -> bool:
        waiting = ItemImport.objects.filter(pk=self.pk, state=self.State.WAITING)
        return bool(waiting.update(state=self.State.RUNNING, moved_at=timezone.now()))

    def finish(self, outcome: dict) -> None:
        """Called inside the transaction that writes: both are there, or neither is."""
        done = {"state": self.State.DONE, "outcome": outcome, "data": b""}
        ItemImport.objects.filter(pk=self.pk).update(**done, finished_at=timezone.now())

    def fail(self, note: str) -> None:
        failed = {"state": self.State.FAILED, "note": note}
        ItemImport.objects.filter(pk=self.pk).update(**failed, finished_at=timezone.now())
