"""Codes that take something off an order: counted under a guard, so that none is used too often."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

WRONG_TRIES = 10  # an hour; a member who mistypes needs two or three
UNKNOWN = "There is no such code, its time is over, or it has been used up."


class CouponQuerySet(models.QuerySet["Coupon"]):
    def usable(self) -> Self:
        """Within its time, and not used up."""
        now = timezone.now()
        begun = Q(starts_at=None) | Q(starts_at__lte=now)
        not_over = Q(ends_at=None) | Q(ends_at__gt=now)
        some_left = Q(most_uses=None) | Q(uses__lt=F("most_uses"))
        return self.filter(begun, not_over, some_left, is_active=True)

    def named(self, code: str) -> "Coupon | None":
        """The usable coupon of this code, however it is typed."""
        return self.usable().filter(code=code.strip().upper()).first()


class Coupon(models.Model):
    code = models.CharField(
        max_length=32,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9-]{3,32}$", "Capitals, figures and hyphens: EMBER-10.")
        ],
    )
    percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    amount_cents = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: any number.")
    once_per_member = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True, help_text="For the shop; not shown.")
    uses = models.PositiveIntegerField(
        default=0, editable=False, help_text="Orders that were paid or can be paid yet."
    )

    objects = CouponQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    percent__isnull=False, percent__gte=1, percent__lte=100, amount_cents=None
                )
                | Q(percent=None, amount_cents__isnull=False, amount_cents__gt=0),
                name="coupon_takes_a_share_or_a_sum",
                violation_error_message="Give either a percentage or an amount.",
            ),
            models.CheckConstraint(
                condition=Q(most_uses=None) | Q(uses__lte=F("most_uses")),
                name="coupon_is_not_used_too_often",
                violation_error_message="It has been used more often than that.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="coupon_ends_after_it_starts",
                violation_error_message="It would end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if self.percent is not None and self.amount_cents is not None:
            raise ValidationError("Give either a percentage or an amount.")

    @property
    def in_words(self) -> str:
        """10% off, or the sum."""
        if self.percent is not None:
            return f"{self.percent}% off"
        return f"{(self.amount_cents or 0) / 100:.2f} {settings.CURRENCY.upper()} off"

    def discount_on(self, subtotal_cents: int) -> int:
        """What it takes off, in cents; never more than there is."""
        if self.percent is not None:
            return subtotal_cents * self.percent // 100
        return min(self.amount_cents or 0, subtotal_cents)

    # --- counted under a guard ---------------------------------------------------------------
    def take(self) -> bool:
        """Count one use; False if the last was taken meanwhile, or its time is over."""
        return bool(Coupon.objects.usable().filter(pk=self.pk).update(uses=F("uses") + 1))

    def release(self) -> None:
        """The order ended unpaid: somebody else may use it."""
        Coupon.objects.filter(pk=self.pk, uses__gt=0).update(uses=F("uses") - 1)


class WrongCode(models.Model):
    """One try at a code that does not exist: what limits guessing, on every process together."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="wrong_code_newest")]

    def __str__(self) -> str:
        return f"{self.member}, {self.at:%H:%M}"

    @classmethod
    def too_many_by(cls, member: Any) -> bool:
        since = timezone.now() - timedelta(hours=1)
        return cls.objects.filter(member=member, at__gte=since).count() >= WRONG_TRIES


def shared_out(cents: int, among: list[int]) -> list[int]:
    """`cents` divided in proportion to `among`, whole cents each, to the last one.

    The parts never come to more than their own weight, and always to `cents` together.
    """
    whole, parts, given, seen = sum(among), [], 0, 0
    for weight in among:
        seen += weight
        upto = cents * seen // whole if whole else 0
        parts.append(upto - given)
        given = upto
    return parts
