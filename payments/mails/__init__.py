"""Every letter that payments sends, for docs/mails.md and the preview."""

from payments.mails import club, handovers, orders, wishes

MAILS = [*orders.MAILS, *handovers.MAILS, *wishes.MAILS, *club.MAILS]
