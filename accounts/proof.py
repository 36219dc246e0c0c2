"""Who reads the letters of an address owns its account, whoever made it.

Somebody may have made one for an address of others, to come back by their password or their account
elsewhere once its owner has confirmed it. So what was there before the first letter is taken out.
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from accounts.models import User

CONFIRMED = "account/messages/email_confirmed.txt"  # what allauth says when it confirms an address


def is_unproven(user: User) -> bool:
    """Whether no letter to this account was ever answered."""
    return not EmailAddress.objects.filter(user=user, verified=True).exists()


def disconnect(user: User) -> None:
    """Forget the accounts elsewhere that sign in here."""
    SocialAccount.objects.filter(user=user).delete()


def came_by_the_first_letter(request: HttpRequest, user: User) -> bool:
    """Whether a code sent to the address signs them in, and has confirmed it by the way."""
    records = get_authentication_records(request, user)
    by_code = bool(records) and records[-1]["method"] == "code"
    return by_code and CONFIRMED in request.META


def note(request: HttpRequest, message_template: str | None) -> None:
    """Remember, as long as the request lasts, that it confirmed an address."""
    if message_template == CONFIRMED:
        request.META[CONFIRMED] = True
