"""Run in the club's own shell with NAMES: a piece and a signed-in member for each."""

import json
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.models import User
from catalog.models import Item

NAMES: list[str] = globals().get("NAMES", [])


def make_piece(number: int, name: str) -> Item:
    now = timezone.now()
    return Item.objects.create(
        accession=1000 + number,
        name=f"Piece {name}",
        slug=f"piece-{name}",
        kind="wrap",
        rarity="rare",
        price_cents=1200,
        edition_size=5,
        entered_on=timezone.localdate() - timedelta(days=1),
        opens_at=now - timedelta(hours=1),
        uses_epic_ip=False,
        rights_checked_by=User.objects.get(handle="keeper"),
        rights_checked_at=now,
    )


def sign_in(name: str) -> str:
    """The key of a session in which a new member is signed in."""
    user = User.objects.create_user(f"{name}@ashes.example", "a long enough pass", handle=name)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


User.objects.create_superuser("keeper@ashes.example", "a long enough pass", handle="keeper")
made = {}
for number, name in enumerate(NAMES):
    made[name] = [make_piece(number, name).slug, sign_in(name)]
print(json.dumps(made))
