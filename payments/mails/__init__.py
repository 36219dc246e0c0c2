"""Every letter that payments sends, for docs/mails.md and the preview."""

from payments.mails import club, handovers, orders, reviews, waiting, wishes

MAILS = [
    *orders.MAILS,
    *handovers.MAILS,
    *wishes.MAILS,
    *waiting.MAILS,
    *reviews.MAILS,
    *club.MAILS,
]
