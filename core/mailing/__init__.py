"""Every mail of the club: one layout, in text and in HTML, and a list of all there are.

It stands below the apps and knows none of them. A new mail is three things:

1. `templates/mail/<name>.txt` and `.html`, which extend `mail/_letter.txt` and
   `mail/_letter.html`. They hold the same words and the same addresses. `mail/_button.html` is
   the one thing to do; classes of `mail/_letter.css` are written into the tags when it is sent.
2. In its app, a function that makes the `Letter`, called by a task: `letters.receipt(order)`.
3. In `<app>/mails.py`, or a module of `<app>/mails/`, a `Mail` with a sample of each way it can
   read, made by that same function. `/dev/mail/letters/` shows it, the tests read it, and
   `manage.py list_mails` prints the table of `docs/mails.md`.
"""

from core.mailing.letter import Letter, Sealed
from core.mailing.mail import Mail

__all__ = ["Letter", "Mail", "Sealed"]
