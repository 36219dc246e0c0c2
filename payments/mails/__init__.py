"""Every letter that payments sends, for docs/mails.md and the preview."""

from payments.mails import club, orders, wishes

MAILS = [*orders.MAILS, *wishes.MAILS, *club.MAILS]
