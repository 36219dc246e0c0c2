"""Refusals in Stripe's shape: {"error": {"type", "code", "message", "param"}} and a status."""

from typing import Any

_NAMES = {
    "checkout.session": "checkout.session",
    "payment_intent": "payment_intent",
    "payment_method": "PaymentMethod",
    "webhook_endpoint": "webhook endpoint",
    "promotion_code": "promotion code",
    "balance_transaction": "balance transaction",
}


class Refusal(Exception):
    """Stripe says no. `kept` tells whether an idempotency key keeps this answer."""

    def __init__(
        self, message: str, *, code: str = "", param: str = "", status: int = 400, kept: bool = True
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.param = message, code, param
        self.status, self.kept = status, kept
        self.type = "api_error" if status >= 500 else "invalid_request_error"

    def body(self) -> dict[str, Any]:
        """The JSON of the reply."""
        error = {"type": self.type, "message": self.message}
        error |= {k: v for k, v in (("code", self.code), ("param", self.param)) if v}
        if self.code:
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        return {"error": error}


class IdempotencyRefusal(Refusal):
    """A key used for two different requests, or by two requests at once."""

    def __init__(self, message: str, *, code: str = "", status: int = 400) -> None:
        super().__init__(message, code=code, status=status, kept=False)
        self.type = "idempotency_error"


class CardRefusal(Refusal):
    """The bank says no: a 402 with a decline code."""

    def __init__(self, message: str, *, code: str, decline_code: str = "") -> None:
        super().__init__(message, code=code, status=402)
        self.type, self.decline_code = "card_error", decline_code

    def body(self) -> dict[str, Any]:
        """The JSON of the reply."""
        reply = super().body()
        if self.decline_code:
            reply["error"]["decline_code"] = self.decline_code
        return reply


def no_such(kind: str, ref: str, param: str = "id") -> Refusal:
    """Stripe's 404 for an object which is not there (400 where a parameter names it)."""
    message = f"No such {_NAMES.get(kind, kind)}: '{ref}'"
    status = 404 if param == "id" else 400
    return Refusal(message, code="resource_missing", param=param, status=status)


def not_here(what: str, param: str = "") -> Refusal:
    """Stripe has it and this stand-in does not: said loudly, never half done."""
    message = f"The sandbox does not do {what} yet (see payments/sandbox/README.md)."
    return Refusal(message, code="sandbox_unsupported", param=param, kept=False)
