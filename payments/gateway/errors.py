"""What can go wrong at Stripe, as the club tells it."""


class GatewayError(Exception):
    """Stripe could not do what was asked; the message is a sentence for the log."""


class Unreachable(GatewayError):
    """Stripe did not answer, or answered that it cannot now. What happened there is not known."""


class Refused(GatewayError):
    """Stripe answered no: asking again in the same words changes nothing."""


class BadSignature(Exception):
    """Not an event of ours: unsigned, badly signed, too old or new, or of the other mode."""
