"""The shopkeeper of the faults: a process of its own that does what it is told, line by line.

One that stays spares a start of Django for every look at the books. Run in `manage.py shell`.
"""

import json
import sys
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from io import StringIO

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import CommandError, call_command
from django.db import Error, close_old_connections
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from accounts.models import User
from catalog.models import Item
from payments import money
from payments.gateway import GatewayError
from payments.models import Copy, Order, Refund

# What a part that was killed leaves behind; whoever asked tries again.
BROKEN = (Error, ConnectorException, GatewayError)


def main() -> None:
    """Answer every line of orders with a line: what was done, or why it could not be."""
    for line in sys.stdin:
        close_old_connections()
        order = json.loads(line)
        try:
            answer = {"done": DUTIES[order.pop("duty")](**order)}
        except BROKEN as error:
            answer = {"failed": repr(error)}
        print(json.dumps(answer), flush=True)


def reconcile() -> str:
    """One round, and what differs after it."""
    said = StringIO()
    with suppress(CommandError):  # differences are left: it has said which
        call_command("reconcile", stdout=said)
    return said.getvalue()


def make_buyers(names: list[str]) -> dict[str, list[str]]:
    """By name, the slug of a piece that nobody else buys, and the key of a signed-in session."""
    User.objects.create_superuser("keeper@ashes.example", "a long enough pass", handle="keeper")
    return {name: [_piece(n, name).slug, _sign_in(name)] for n, name in enumerate(names)}


def ask_back(name: str) -> int:
    """Ask for all of this buyer's last order to be given back; how many copies that is."""
    order = Order.objects.filter(buyer__handle=name).latest("pk")
    money.follow(order)
    copies = list(Copy.objects.current().filter(order_line__order=order))
    Refund.ask(order, copies, reason=Refund.Reason.ASKED_FOR)
    return len(copies)


def _piece(number: int, name: str) -> Item:
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


def sign_in_keeper() -> str:
    """The key of a session of the shopkeeper's."""
    return _session_of(User.objects.get(handle="keeper"))


def _sign_in(name: str) -> str:
    made = User.objects.create_user(f"{name}@ashes.example", "a long enough pass", handle=name)
    return _session_of(made)


def _session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


DUTIES = {each.__name__: each for each in (reconcile, make_buyers, ask_back, sign_in_keeper)}
