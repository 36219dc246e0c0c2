"""Every mail of the club, from the lists of the apps that send them."""

import accounts.mails
import lore.mails
import payments.mails
from ashes_club.letters import TRIAL
from core.mailing import Mail

EVERY_MAIL = [*accounts.mails.MAILS, *payments.mails.MAILS, *lore.mails.MAILS, TRIAL]
HEAD = ["| mail | sent when | to | can be ended |", "| --- | --- | --- | --- |"]


def table() -> str:
    """The table of docs/mails.md."""
    return "\n".join([*HEAD, *(mail.row for mail in EVERY_MAIL)])


def mail_called(name: str) -> Mail | None:
    return next((mail for mail in EVERY_MAIL if mail.name == name), None)
