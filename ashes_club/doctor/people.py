"""Those who work at the desk: have they a second factor, and passwords of their own?"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.second_factor import FACTORS
from ashes_club.doctor.finding import Finding, fault, fine, look

DEMO_DOMAIN = "@ashes.example"


def check() -> Iterator[Finding]:
    staff = User.objects.filter(is_staff=True, is_active=True)
    yield _keepers(staff.filter(is_superuser=True).count())
    yield _factors(staff.count(), _alone_with_a_password(staff))
    yield _demo_password()


def _keepers(number: int) -> Finding:
    if number:
        return fine(f"{number} can do everything at the desk.")
    return look("Nobody can open the desk.", "Run: python manage.py createsuperuser")


def _alone_with_a_password(staff: QuerySet[User]) -> list[str]:
    has_factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    bare = staff.filter(~Exists(has_factor))
    return list(bare.order_by("handle").values_list("handle", flat=True))


def _factors(number: int, bare: list[str]) -> Finding:
    if not bare:
        return fine(f"All {number} of the desk have a second factor.")
    said = f"{len(bare)} of {number} at the desk have no second factor: {_named(bare)}."
    if settings.STAFF_SECOND_FACTOR:
        return look(said, f"They are asked for one when they next open /{settings.ADMIN_PATH}/.")
    if settings.DEMO:
        return look(said, "Right in a demo; a real club has STAFF_SECOND_FACTOR=1.")
    return fault(said, "Set STAFF_SECOND_FACTOR=1.")


def _named(handles: list[str]) -> str:
    return ", ".join(handles[:5]) + (", …" if len(handles) > 5 else "")


def _demo_password() -> Finding:
    known = User.objects.filter(email__iendswith=DEMO_DOMAIN, is_active=True)
    open_to_all = [user.handle for user in known if user.check_password(settings.DEMO_PASSWORD)]
    if not open_to_all:
        return fine("Nobody has the password of the demo.")
    said = f"The demo's password opens {_named(sorted(open_to_all))}."
    if settings.DEMO:
        return look(said, "Right in a demo that only you can reach.")
    return fault(said, "Run python manage.py changepassword with the address of each.")
