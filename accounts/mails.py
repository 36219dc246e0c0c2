"""Every letter about an account, for docs/mails.md and the preview."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings

from accounts import letters, privacy_letters
from accounts.models import DataCopy, Departure, User
from core.mailing import Letter, Mail

MIRA = User(pk=0, email="mira@ashes.example", handle="mira")
OWNER = "owner of the account"
AT = datetime(2026, 11, 25, 12, 4, tzinfo=UTC)


def _context() -> dict[str, Any]:
    """All that allauth gives to any of its letters."""
    site = settings.SITE_URL
    return {
        "user": MIRA,
        "email": MIRA.email,
        "password_reset_url": f"{site}/account/password/reset/key/4-sample/",
        "signup_url": f"{site}/account/signup/",
        "code": "KTQZ-MXPR",
        "from_email": "mira@old.example",
        "to_email": MIRA.email,
        "deleted_email": "mira@old.example",
        "provider": "Discord",
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "timestamp": AT,
    }


def _sample(prefix: str, **more: Any) -> list[Letter]:
    words = get_adapter().render_mail(prefix, MIRA.email, {**_context(), **more})
    return [letters.account(prefix, words.subject, str(words.body), words.to)]


def _mail(name: str, when: str, to: str = OWNER, **more: Any) -> Mail:
    """`name` as in account.password_set: the words are allauth's or in templates/account."""
    app, _, prefix = name.partition(".")
    return Mail(name, when, to, lambda: _sample(f"{app}/email/{prefix}", **more))


def _data_copy() -> list[Letter]:
    return [privacy_letters.data_copy(DataCopy(pk=0, user=MIRA, asked_at=AT))]


def _departure() -> list[Letter]:
    return [privacy_letters.departure(Departure(pk=0, user=MIRA, due_at=AT))]


NEWCOMER, ASKED = "the address that was given", "the address that was typed"
MAILS = [
    _mail("account.email_confirmation_signup", "an account is made", NEWCOMER),
    _mail("account.email_confirmation", "an address is added", NEWCOMER),
    _mail("account.account_already_exists", "a known address signs up again", ASKED),
    _mail("account.unknown_account", "an unknown address wants to come in", ASKED),
    _mail("account.password_reset_key", "a new password is asked for", ASKED),
    _mail("account.login_code", "sign-in by code is asked for", ASKED),
    _mail("account.password_changed", "the password is changed"),
    _mail("account.password_reset", "the password is set anew by letter"),
    _mail("account.password_set", "a first password is set"),
    _mail("account.email_changed", "another address becomes the main one", "the old address"),
    _mail("account.email_deleted", "an address is removed"),
    _mail("mfa.totp_activated", "an app with codes is set up"),
    _mail("mfa.totp_deactivated", "the app with codes is removed"),
    _mail("mfa.webauthn_added", "a passkey is added"),
    _mail("mfa.webauthn_removed", "a passkey is removed"),
    _mail("mfa.recovery_codes_generated", "new codes on paper are made"),
    _mail("socialaccount.account_connected", "an account elsewhere is connected"),
    _mail("socialaccount.account_disconnected", "it is disconnected"),
    Mail("data_copy", "a copy of one’s data is packed", OWNER, _data_copy),
    Mail("departure", "the account is to be removed", OWNER, _departure),
]
