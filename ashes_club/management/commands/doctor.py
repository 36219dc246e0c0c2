"""Look at everything the club stands on, and say what to do; exit code 1 where something is broken.

Nothing is changed, and no letter sent unless --send-mail-to names an address.
"""

import smtplib
import sys
from typing import Any

from django.core.mail import BadHeaderError
from django.core.management.base import BaseCommand, CommandParser

from ashes_club.doctor import Finding, State, examine
from ashes_club.doctor.finding import fault, fine
from ashes_club.letters import trial


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # they are `manage.py check`'s, and would hide what is found here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send-mail-to", metavar="ADDRESS", help="send one letter there")

    def handle(self, *, send_mail_to: str | None, **options: Any) -> None:
        states = [self._tell(kind, finding) for kind, finding in examine()]
        if send_mail_to:
            states.append(self._tell("mail", _send(send_mail_to)))
        self.stdout.write(_closing(states))
        if State.FAULT in states:
            sys.exit(1)

    def _tell(self, kind: str, finding: Finding) -> State:
        style = {State.FAULT: self.style.ERROR, State.LOOK: self.style.WARNING}
        paint = style.get(finding.state, self.style.SUCCESS)
        self.stdout.write(f"{paint(f'{finding.state:<6}')} {kind:<11} {finding}")
        return finding.state


def _send(address: str) -> Finding:
    try:
        trial(address).send()
    except (OSError, smtplib.SMTPException, BadHeaderError) as error:
        return fault(f"The letter was not taken: {error}", "See EMAIL_URL and DEFAULT_FROM_EMAIL.")
    return fine(f"A letter to {address} was handed over. See whether it arrives.")


def _closing(states: list[State]) -> str:
    faults, looks = states.count(State.FAULT), states.count(State.LOOK)
    if faults:
        return f"\n{faults} broken, {looks} to look at."
    return f"\nNothing is broken, {looks} to look at." if looks else "\nAll is well."
