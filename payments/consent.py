"""What a buyer agrees to before paying. A change of words is a new version: orders keep theirs."""

from dataclasses import dataclass

CONSENT_VERSION = "2026-11-25"
CONSENT = (
    "Give me the files at once. I know that I lose the right to withdraw "
    "when they are in my Locker."
)
TERMS_VERSION = "2026-11-25"


@dataclass(frozen=True)
class Consent:
    """Given on the bag page, together with the total in cents that the page showed."""

    seen_total_cents: int
    version: str = CONSENT_VERSION
    text: str = CONSENT
    terms_version: str = TERMS_VERSION
