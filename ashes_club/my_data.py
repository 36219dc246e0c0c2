"""All that the house keeps about a member, in one file that people and programs can read.

Every table that knows a member stands in PARTS, or in EXEMPT with a reason; a test walks the
models for one that does not.
"""

import json
from dataclasses import dataclass
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from payments.invoice_pdf import draw_invoice
from payments.models import Invoice


@dataclass(frozen=True)
class Part:
    """The rows of one table that are about a member, and the file they go into."""

    name: str
    model: str
    of: str  # the way from a row to its member
    without: tuple[str, ...] = ()  # what would open a door, or is drawn from the rest
    also: tuple[str, ...] = ()  # what its keys stand for, in words

    def rows_of(self, member: Any) -> list[dict[str, Any]]:
        model: Any = apps.get_model(self.model)
        own = [f.attname for f in model._meta.concrete_fields if f.name not in self.without]
        rows = model._base_manager.filter(**{self.of: member.pk}).order_by("pk")
        return list(rows.values(*own, *self.also))


ITEM = ("item__name", "item__slug")
PARTS = [
    Part("account", "accounts.User", "pk", without=("password",)),
    Part("former_handles", "accounts.FormerHandle", "user"),
    Part("groups", "accounts.User_groups", "user", also=("group__name",)),
    Part("mail_choices", "accounts.MailChoice", "user"),
    Part("agreements", "accounts.Agreement", "user"),
    Part("departure", "accounts.Departure", "user"),
    Part("data_copies", "accounts.DataCopy", "user", without=("file",)),
    Part("email_addresses", "account.EmailAddress", "user"),
    Part("second_factors", "mfa.Authenticator", "user", without=("data",)),
    Part("sessions", "usersessions.UserSession", "user", without=("session_key", "data")),
    Part("connected_accounts", "socialaccount.SocialAccount", "user"),
    Part("bag", "payments.BagLine", "bag__user", also=ITEM),
    Part("bag_itself", "payments.Bag", "user"),
    Part("wishes", "payments.Wish", "owner", also=ITEM),
    Part("places_in_line", "payments.Place", "member", without=("token",), also=ITEM),
    Part("wrong_codes", "payments.WrongCode", "member"),
    Part("orders", "payments.Order", "buyer"),
    Part("order_lines", "payments.OrderLine", "order__buyer"),
    Part("refunds", "payments.Refund", "order__buyer", without=("note", "idempotency_key")),
    Part("disputes", "payments.Dispute", "order__buyer"),
    Part("money", "payments.Movement", "order__buyer"),
    Part("invoices", "payments.Invoice", "order__buyer"),
    Part("copies", "payments.Copy", "owner", also=ITEM),
    Part("ownership", "payments.Passage", "owner", also=("copy__item__name", "copy__serial")),
    Part("downloads", "payments.Download", "member"),
    # Whether anybody bears the handle of a transfer is not told here either.
    Part("given", "payments.Handover", "giver", without=("token_hash", "recipient")),
    Part("received", "payments.Handover", "recipient", without=("token_hash", "email")),
    Part("reviews", "payments.Review", "author", also=ITEM),
    Part("membership", "payments.Membership", "member"),
    Part("membership_bills", "payments.Bill", "membership__member"),
    Part("joinings", "payments.Joining", "member", without=("idempotency_key", "url")),
    Part("lore_pages", "lore.Page", "author", without=("html", "text", "infobox_html", "vector")),
    Part("lore_revisions", "lore.PageRevision", "author", also=("page__slug",)),
    Part("lore_notes", "lore.DeskNote", "author", also=("page__slug",)),
    Part("lore_pictures", "lore.MediaAsset", "added_by"),
    Part("lore_reviews", "lore.WorkInHand", "reviewer", also=("page__slug",)),
    Part("lore_schedule", "lore.WorkInHand", "scheduled_by", also=("page__slug",)),
    Part("lore_presence", "lore.Presence", "user", also=("page__slug",)),
    Part("desk_log", "admin.LogEntry", "user"),
]
EXEMPT = {
    "accounts.User_user_permissions.user": "Rights at the desk; the groups say what they are.",
    "catalog.Item.rights_checked_by": "A signature of the house, not a fact about its bearer.",
    "catalog.ItemImport.made_by": "The file is the catalogue's; the desk's log names the import.",
    "payments.Review.hidden_by": "Another member's review; the desk's log names the act.",
    "payments.Refund.asked_by": "The order of another member; the desk's log names the act.",
}

README = """Ashes Club: what is kept about {handle}, {email}
Packed on {at:%d %B %Y, %H:%M} UTC.

Each .json file is a list of rows of one table; times are UTC, money is in cents.
invoices/ holds your invoices as PDF, picture.webp is your picture as others see it.
Left out: your password, which is kept only as a digest; the secrets of your passkeys and codes;
the files of your pieces, which are in your Locker at {site}/locker/downloads/.
What each part is for and how long it is kept: {site}/house/privacy/
"""


def pack(member: Any, out: BinaryIO) -> None:
    """Write the zip of all that is kept about `member`."""
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        box.writestr("README.txt", _readme(member))
        for part in PARTS:
            box.writestr(f"{part.name}.json", _json(part.rows_of(member)))
        for invoice in Invoice.objects.of_buyer(member).select_related("order"):
            box.writestr(f"invoices/{invoice.number}.pdf", draw_invoice(invoice))
        if member.picture:
            with member.picture.open("rb") as picture:
                box.writestr("picture.webp", picture.read())


def _readme(member: Any) -> str:
    facts = {"handle": member.handle, "email": member.email, "site": settings.SITE_URL}
    return README.format(at=timezone.now(), **facts)


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
