"""Letters about orders: to their buyers, and to the shop where it must act."""

from core.mailing import Letter, Mail
from payments import letters
from payments.mails import samples


def _refunds() -> list[Letter]:
    asked, late = samples.refund("requested_by_customer"), samples.refund("late")
    returned = samples.copy(samples.item(), 189)
    return [letters.refund(asked, [returned]), letters.refund(late, [])]


def _disputes() -> list[Letter]:
    about = samples.dispute()
    return [letters.dispute(about, status) for status in ("needs_response", "won", "lost")]


BUYER, SHOP = "the buyer", "the shop's address"
MAILS = [
    Mail("receipt", "an order is paid", BUYER, lambda: [letters.receipt(samples.order())]),
    Mail("pending", "a bank takes its time", BUYER, lambda: [letters.pending(samples.order())]),
    Mail(
        "bank_refused",
        "the bank did not pay in the end",
        BUYER,
        lambda: [letters.bank_refused(samples.order())],
    ),
    Mail("refund", "money goes back, for whatever reason", BUYER, _refunds),
    Mail(
        "refund_failed",
        "a refund did not reach the buyer",
        SHOP,
        lambda: [letters.refund_failed(samples.refund("duplicate"))],
    ),
    Mail("dispute", "a dispute opens, is won or is lost", BUYER, _disputes),
    Mail(
        "dispute_opened",
        "a dispute opens: evidence is due",
        SHOP,
        lambda: [letters.dispute_opened(samples.dispute())],
    ),
]
