"""The letter of the house itself."""

from core.mailing import Letter, Mail


def trial(address: str) -> Letter:
    """What `manage.py doctor --send-mail-to` sends: it arrives, or it does not."""
    return Letter("trial", "A letter to see whether letters arrive", [address])


TRIAL = Mail(
    "trial", "an operator tries the mail", "the address given", lambda: [trial("ops@ashes.example")]
)
