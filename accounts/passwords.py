"""Whether a password is known from a breach elsewhere."""

import hashlib
import logging
from typing import Any

import requests
from django.conf import settings
from django.core.exceptions import ValidationError

RANGE = "https://api.pwnedpasswords.com/range/"
PATIENCE = 1.5  # seconds; somebody waits at a form
KNOWN = "This password is known from a breach at some other house. Take another, here and there."
log = logging.getLogger(__name__)


class BreachedPasswordValidator:
    """Refuse what Have I Been Pwned has seen, where CHECK_BREACHED_PASSWORDS is on.

    Five of the forty figures of a hash leave the house; what is padded and what fits is compared
    here. When there is no answer the password passes: a service of others closes no door of ours.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if settings.CHECK_BREACHED_PASSWORDS and is_breached(password):
            raise ValidationError(KNOWN, code="password_breached")

    def get_help_text(self) -> str:
        return "None that is known from a breach."


def is_breached(password: str) -> bool:
    """Ask with the first five figures of the SHA-1; False when nobody answers in time."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        answer = requests.get(RANGE + digest[:5], headers={"Add-Padding": "true"}, timeout=PATIENCE)
        answer.raise_for_status()
    except requests.RequestException as problem:
        log.warning("Breached passwords could not be asked after: %s", type(problem).__name__)
        return False
    found = dict(line.strip().split(":") for line in answer.text.splitlines() if ":" in line)
    return int(found.get(digest[5:], 0)) > 0  # padding counts nought
