"""Stripe's test cards: what each number does. From docs.stripe.com/testing."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Card:
    """One test card. `decline_code` is Stripe's; `refund` is what happens to refunds.

    `later` is the decline code of charges without the card's holder, as at a renewal.
    """

    number: str
    label: str
    code: str = ""
    decline_code: str = ""
    message: str = ""
    asks_3ds: bool = False
    refund: str = "succeeded"
    is_disputed: bool = False
    later: str = ""

    @property
    def spaced(self) -> str:
        """The number in groups of four, as it is printed on a card."""
        return " ".join(self.number[n : n + 4] for n in range(0, len(self.number), 4))

    @property
    def last4(self) -> str:
        """The last four digits."""
        return self.number[-4:]

    def without_holder(self) -> "Card":
        """The card as its bank sees it when nobody sits before the page."""
        if not self.later:
            return self
        code = self.later if self.later in _OWN_CODES else "card_declined"
        return replace(self, code=code, decline_code=self.later, message=_LATER[self.later])


def _declined(last4: str, label: str, decline_code: str, message: str, code: str = "") -> Card:
    return Card(f"400000000000{last4}", label, code or "card_declined", decline_code, message)


_DECLINED = "Your card was declined."
_EXPIRED = "Your card has expired."
_WRONG_CVC = "Your card's security code is incorrect."
_ERROR = "An error occurred while processing your card. Try again in a little bit."
_SHORT = "Your card has insufficient funds."
_ASKS = "Your card was declined. This transaction requires authentication."
_LATER = {"generic_decline": _DECLINED, "authentication_required": _ASKS}
_OWN_CODES = {"authentication_required"}

CARDS = (
    Card("4242424242424242", "Succeeds"),
    _declined("0002", "Declined", "generic_decline", _DECLINED),
    _declined("9995", "Declined: insufficient funds", "insufficient_funds", _SHORT),
    _declined("9987", "Declined: lost card", "lost_card", _DECLINED),
    _declined("0069", "Declined: expired card", "", _EXPIRED, "expired_card"),
    _declined("0127", "Declined: wrong security code", "", _WRONG_CVC, "incorrect_cvc"),
    _declined("0119", "Declined: processing error", "", _ERROR, "processing_error"),
    Card(
        "4000002760003184",
        "Asks for 3-D Secure at every payment",
        asks_3ds=True,
        later="authentication_required",
    ),
    Card("4000002500003155", "Asks for 3-D Secure once", asks_3ds=True),
    Card(
        "4000008400001629",
        "3-D Secure, then declined",
        "card_declined",
        "generic_decline",
        _DECLINED,
        asks_3ds=True,
    ),
    Card("4000000000007726", "Succeeds; refunds stay pending at first", refund="pending"),
    Card("4000000000005126", "Succeeds; refunds fail later", refund="failed"),
    Card("4000000000000259", "Succeeds; the payment is disputed", is_disputed=True),
    Card("4000000000000341", "Succeeds; renewals fail", later="generic_decline"),
)
_BY_NUMBER = {card.number: card for card in CARDS}
# The tokens with which Stripe's own CLI and tests name the same cards.
_TOKENS = {
    "tok_visa": "4242424242424242",
    "tok_chargeDeclined": "4000000000000002",
    "tok_chargeDeclinedInsufficientFunds": "4000000000009995",
    "tok_chargeDeclinedExpiredCard": "4000000000000069",
    "tok_chargeDeclinedIncorrectCvc": "4000000000000127",
    "tok_chargeDeclinedProcessingError": "4000000000000119",
    "tok_threeDSecure2Required": "4000002760003184",
    "tok_pendingRefund": "4000000000007726",
    "tok_refundFail": "4000000000005126",
    "tok_createDispute": "4000000000000259",
    "tok_chargeCustomerFail": "4000000000000341",
}


def find_card(number: str) -> Card | None:
    """The test card with this number (spaces allowed) or token; None if it is no test card."""
    plain = "".join(number.split())
    return _BY_NUMBER.get(_TOKENS.get(plain, plain))
