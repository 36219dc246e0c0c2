from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from lore.models.choices import OUT_OF_SIGHT, Answer
from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import Page


class Answered(models.Model):
    """What was answered, when, why, and when we look again."""

    answer = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    as_of = models.DateField("as of")
    reason = models.TextField(max_length=600)
    next_look = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def mark(self) -> str:
        return Answer(self.answer).mark


class StatusQuestionQuerySet(GatedQuerySet):
    def of_public_pages(self) -> Self:
        return self.filter(page__in=Page.objects.published())

    def overdue(self) -> Self:
        """Questions whose day for the next look has passed."""
        due = self.filter(next_look__lt=timezone.localdate())
        return due.exclude(page__status__in=OUT_OF_SIGHT)


class StatusQuestion(Gated, Answered):
    """An open question of a page with the answer that stands; earlier ones are kept below it.

    Its gate covers all of them.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(max_length=200)

    before: "list[StatusAnswer]"  # earlier answers, set by the article that shows the question

    objects = StatusQuestionQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["pk"]
        verbose_name = "open question"

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """Its place on the page; where it is covered, a page of its own."""
        if not self.is_gated:
            return f"{self.page.get_absolute_url()}#question"
        return reverse("lore:question_detail", args=[self.page.slug, self.pk])

    def keep_answer(self, earlier: dict[str, Any]) -> None:
        """File the answer that stood until now, given as the values of its fields."""
        names = ("answer", "as_of", "reason", "next_look")
        self.earlier.create(**{name: earlier[name] for name in names})


class StatusAnswer(Answered):
    """An answer that stood once."""

    question = models.ForeignKey(StatusQuestion, on_delete=models.CASCADE, related_name="earlier")

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = "earlier answer"

    def __str__(self) -> str:
        return f"{self.get_answer_display()}, {self.as_of}"
