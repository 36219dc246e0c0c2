"""What an order is now, in one word and in a sentence."""

from datetime import datetime
from typing import Any

LATE = "Paid after it was cancelled."  # why an order is set aside, and given back by itself
WORDS = {
    "disputed": "In dispute",
    "charged back": "Taken back by the bank",
    "refunded": "Given back",
    "partly refunded": "Partly given back",
    "paid": "Paid",
    "quarantined": "Being looked into",
    "cancelled": "Cancelled",
    "pending": "Waiting for your bank",
    "waiting": "Not paid yet",
}


class OrderState:
    """Read from the moments an order keeps; the word that weighs most comes first."""

    paid_at: datetime | None
    pending_at: datetime | None
    cancelled_at: datetime | None
    quarantined_at: datetime | None
    quarantine_reason: str
    refunded_at: datetime | None
    disputed_at: datetime | None
    charged_back_at: datetime | None
    refunded_cents: int
    lines: Any

    @property
    def is_finished(self) -> bool:
        return bool(self.paid_at or self.cancelled_at or self.quarantined_at)

    @property
    def is_entered(self) -> bool:
        """Paid, and its pieces were entered for the buyer, whatever became of them since."""
        return self.paid_at is not None

    @property
    def state(self) -> str:
        """One of the words above."""
        known = {
            "disputed": self.disputed_at,
            "charged back": self.charged_back_at,
            "refunded": self.refunded_at,
            "partly refunded": self.refunded_cents,
            "paid": self.paid_at,
            "quarantined": self.quarantined_at,
            "cancelled": self.cancelled_at,
            "pending": self.pending_at,
        }
        return next((word for word, holds in known.items() if holds), "waiting")

    @property
    def state_in_words(self) -> str:
        return WORDS[self.state]

    @property
    def came_too_late(self) -> bool:
        """Its money came after it had ended, and goes back without anybody's doing."""
        return self.quarantine_reason == LATE

    @property
    def member_off_cents(self) -> int:
        """What a member of the Club paid less for it than everyone else."""
        return sum(line.list_cents - line.total_cents for line in self.lines.all())
