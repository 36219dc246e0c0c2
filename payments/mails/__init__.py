"""Every letter that payments sends, for docs/mails.md and the preview."""

from payments.mails import orders, wishes

MAILS = [*orders.MAILS, *wishes.MAILS]
