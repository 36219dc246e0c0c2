"""The one user model: people sign in by email and are known to others by their handle."""

from secrets import token_hex
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models.handle import HANDLE_PATTERN, HANDLE_RULE, HandleVerbs
from accounts.models.letters import LetterVerbs

SWITCHES = ("shows_profile", "shows_locker", "shows_reviews", "is_findable")


def picture_path(user: "User", filename: str) -> str:
    """A new address for each picture, and one that says nothing of the member."""
    return f"keepers/{token_hex(8)}.webp"


class UserQuerySet(models.QuerySet["User"]):
    def with_page(self) -> Self:
        """Members who show others something, and mean to stay."""
        shown = Q(shows_profile=True) | Q(shows_locker=True) | Q(shows_reviews=True)
        return self.filter(shown, is_active=True, departure=None)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with this address, kept in lower case. Source of every account."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(HandleVerbs, LetterVerbs, AbstractBaseUser, PermissionsMixin):
    class Theme(models.TextChoices):
        SYSTEM = "", "As the device says"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = models.EmailField("email address", max_length=254, unique=True)
    handle = models.CharField(
        max_length=30,
        unique=True,
        validators=[RegexValidator(HANDLE_PATTERN, HANDLE_RULE)],
        help_text="The public name: small letters, figures and hyphens.",
    )
    byline = models.CharField(
        max_length=80, blank=True, help_text="The name above what this keeper writes."
    )
    shelf = models.CharField(
        max_length=80, blank=True, help_text="What they keep, such as: keeper of places."
    )
    bio = models.TextField(max_length=600, blank=True, help_text="Two sentences, dry in tone.")
    picture = models.ImageField(upload_to=picture_path, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, blank=True, default=Theme.SYSTEM)
    reading_progress = models.CharField(
        max_length=600, blank=True, editable=False, help_text="Empty: never said."
    )

    # What others may see. A member with none of the first three has no page.
    shows_profile = models.BooleanField("picture, words and since when", default=False)
    shows_locker = models.BooleanField("the pieces in the Locker", default=False)
    shows_reviews = models.BooleanField("the handle beside reviews", default=False)
    is_findable = models.BooleanField("search engines may keep the page", default=False)

    is_staff = models.BooleanField("may enter the admin", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["handle"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message="An account with this email address exists.",
            ),
            models.CheckConstraint(
                condition=Q(handle__regex=HANDLE_PATTERN), name="user_handle_is_well_formed"
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:member_detail", args=[self.handle])

    def keep_reading_progress(self, code: str) -> None:
        """Remember how far this member has read, as the shield writes it; "none" is an answer."""
        self.reading_progress = code
        self.save(update_fields=["reading_progress"])

    @property
    def name_when_gone(self) -> str:
        """The handle of what stays of an account that others' pages still need."""
        return f"former-keeper-{self.pk}"

    def forget(self) -> None:
        """Know nothing of this person any more; what they wrote is by a former keeper."""
        blank = dict.fromkeys(("shelf", "bio", "picture", "theme", "reading_progress"), "")
        off = dict.fromkeys([*SWITCHES, "is_staff", "is_superuser", "is_active"], False)
        facts = {"email": f"{self.name_when_gone}@removed.invalid", "handle": self.name_when_gone}
        named = {"byline": "A former keeper", "last_login": None, **facts}
        for field, value in {**blank, **off, **named}.items():
            setattr(self, field, value)
        self.set_unusable_password()
        self.save()

    @property
    def has_page(self) -> bool:
        """The twin of `with_page`: whether there is a page of this member for others."""
        shows = self.shows_profile or self.shows_locker or self.shows_reviews
        return bool(shows and self.is_active and not self.is_leaving)

    @property
    def is_leaving(self) -> bool:
        """Whether the member asked for the account to be removed."""
        return hasattr(self, "departure")

    @property
    def public_name(self) -> str:
        """What others read: the byline of a keeper, the handle of everyone else."""
        return self.byline or self.handle
