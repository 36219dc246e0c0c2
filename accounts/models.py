"""The one user model: people sign in by e-mail and are known to others by their handle."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

HANDLE_PATTERN = r"^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$"


class UserManager(BaseUserManager["User"]):
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


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    handle = models.CharField(
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                HANDLE_PATTERN,
                "A handle has 3 to 30 small letters, figures and hyphens, none of them at an end.",
            )
        ],
        help_text="The public name: small letters, figures and hyphens.",
    )
    byline = models.CharField(
        max_length=80, blank=True, help_text="The name above what this keeper writes."
    )
    shelf = models.CharField(
        max_length=80, blank=True, help_text="What they keep, such as: keeper of places."
    )
    bio = models.TextField(max_length=600, blank=True, help_text="Two sentences, dry in tone.")
    picture = models.ImageField(upload_to="keepers/", blank=True)
    reading_progress = models.CharField(
        max_length=600, blank=True, editable=False, help_text="Empty: never said."
    )
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
                violation_error_message="An account with this e-mail address exists.",
            ),
            models.CheckConstraint(
                condition=models.Q(handle__regex=HANDLE_PATTERN), name="user_handle_is_well_formed"
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    def keep_reading_progress(self, code: str) -> None:
        """Remember how far this member has read, as the shield writes it; "none" is an answer."""
        self.reading_progress = code
        self.save(update_fields=["reading_progress"])

    @property
    def public_name(self) -> str:
        """What others read: the byline of a keeper, the handle of everyone else."""
        return self.byline or self.handle
