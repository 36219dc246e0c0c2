"""Handles: what they may be, how often they change, and what becomes of the old ones.

An address that leads to a member today must never lead to another one tomorrow: an old handle
stays its owner's, and that of an account that was removed is nobody's ever after.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from accounts.models.user import User

HANDLE_PATTERN = r"^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$"
HANDLE_RULE = "Use 3 to 30 small letters, figures and hyphens, none of them at an end."
TAKEN = "This handle is taken. Try another."
KEPT_BACK = "This handle is kept back, or reads like one that is. Try another."
# Whoever speaks for the house, by any of the names people would believe.
OFFICES = {
    "admin", "administrator", "moderator", "mod", "official", "root", "security", "shopkeeper",
    "staff", "support", "system", "webmaster",
}  # fmt: skip
RESERVED = OFFICES | {
    "abuse", "account", "accounts", "anonymous", "ashes", "ashes-club", "billing", "bot", "club",
    "contact", "editor", "epic", "epic-games", "everyone", "former-keeper", "fortnite", "help",
    "here", "house", "info", "keeper", "legal", "locker", "lore", "mail", "me", "member",
    "members", "nobody", "noreply", "null", "owner", "payments", "postmaster", "privacy", "shop",
    "stripe", "team", "undefined", "vault", "you",
}  # fmt: skip
LOOKS_LIKE = [("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", "")]


class FormerHandle(models.Model):
    """A handle its member has given up. The database refuses it to anyone else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_handles"
    )
    handle = models.CharField(max_length=30, unique=True)
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-left_at"]

    def __str__(self) -> str:
        return self.handle


class GoneHandle(models.Model):
    """A handle of an account that was removed, as a digest: refused, and not to be read."""

    digest = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.digest[:8]

    @classmethod
    def keep(cls, handle: str) -> None:
        cls.objects.get_or_create(digest=_digest(handle, settings.SECRET_KEY))

    @classmethod
    def holds(cls, handle: str) -> bool:
        """Whether it was kept, under the secret key of now or one of before."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [_digest(handle, key) for key in keys]
        return cls.objects.filter(digest__in=digests).exists()


class HandleVerbs:
    """What a member does with a handle."""

    handle: str
    former_handles: Any

    @property
    def handle_is_fixed_until(self) -> datetime | None:
        """When the handle may be changed again; nothing where it may be now."""
        newest = self.former_handles.first()
        pause = timedelta(days=settings.HANDLE_CHANGE_DAYS)
        until = newest.left_at + pause if newest else None
        return until if until and until > timezone.now() else None

    @transaction.atomic
    def take_handle(self: Any, handle: str) -> None:
        """Be called `handle` from now on; the old one leads here. `why_not` is asked before."""
        FormerHandle.objects.create(user=self, handle=self.handle)
        self.former_handles.filter(handle=handle).delete()
        self.handle = handle
        self.save(update_fields=["handle"])


def why_not(handle: str, member: "User | None" = None) -> str:
    """A sentence where `member`, or somebody new, may not be called so; nothing if they may."""
    members = get_user_model().objects.exclude(pk=member.pk if member else None)
    former = FormerHandle.objects.filter(handle=handle).exclude(user=member)
    if members.filter(handle=handle).exists() or former.exists() or GoneHandle.holds(handle):
        return TAKEN
    look = _look_of(handle)
    speaks = OFFICES.intersection(handle.split("-")) or look in map(_look_of, RESERVED)
    staff = members.filter(is_staff=True).values_list("handle", flat=True)
    return KEPT_BACK if speaks or look in map(_look_of, staff) else ""


def member_with(handle: str) -> "User | None":
    """Who left this handle behind for another; nobody if it never was one."""
    former = FormerHandle.objects.select_related("user").filter(handle=handle).first()
    return former.user if former else None


def _look_of(handle: str) -> str:
    """What is left of a handle for a hasty eye: 0 is o, 1 and i are l, rn is m."""
    for what, like in LOOKS_LIKE:
        handle = handle.replace(what, like)
    return handle


def _digest(handle: str, key: str) -> str:
    salt = "accounts.gone_handles"
    return salted_hmac(salt, handle, secret=key, algorithm="sha256").hexdigest()
