"""Every letter that payments sends, for docs/mails.md and the preview."""

from payments.mails import club, handovers, orders, reviews, wishes

MAILS = [*orders.MAILS, *handovers.MAILS, *wishes.MAILS, *reviews.MAILS, *club.MAILS]
