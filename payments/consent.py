"""What a buyer agrees to before paying. A change of words is a new version: orders keep theirs."""

from dataclasses import dataclass

CONSENT_VERSION = "2026-11-25"
CONSENT = (
    "Give me the files at once. I know that I lose the right to withdraw "
    "when they are in my Locker."
)
TERMS_VERSION = "2026-11-26"

JOINING_VERSION = "2026-11-26"
JOINING = (
    "Start my membership at once. If I withdraw within 14 days, I pay for the days I have had."
)


@dataclass(frozen=True)
class Consent:
    """Given on the bag page, together with the total in cents that the page showed."""

    seen_total_cents: int
    version: str = CONSENT_VERSION
    text: str = CONSENT
    terms_version: str = TERMS_VERSION


@dataclass(frozen=True)
class JoiningConsent:
    """Given on the Club's page, together with the price in cents that the page showed."""

    seen_cents: int
    version: str = JOINING_VERSION
    text: str = JOINING
    terms_version: str = TERMS_VERSION
