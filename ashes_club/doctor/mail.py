"""Mail: does the server greet us, and take our name and password?"""

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from ashes_club.doctor.finding import Finding, fault, fine, look

PATIENCE = 5  # seconds
CORRECT = "Correct EMAIL_URL, or see whether this machine may reach that port."


def check() -> Iterator[Finding]:
    outbox = get_connection()
    if isinstance(outbox, EmailBackend):
        outbox.timeout = outbox.timeout or PATIENCE
        yield _greeting(outbox)
        yield _sender()
    else:
        yield _kept()


def _greeting(outbox: EmailBackend) -> Finding:
    server = f"{outbox.host}:{outbox.port}"
    try:
        outbox.open()
        # Without TLS and password Django would wait for a letter before it says who it is.
        if outbox.connection:
            outbox.connection.ehlo_or_helo_if_needed()
        outbox.close()
    except (OSError, smtplib.SMTPException) as error:
        return fault(f"{server} does not take us: {error}", CORRECT)
    if outbox.use_tls or outbox.use_ssl:
        return fine(f"{server} greets us, over TLS.")
    return look(f"{server} greets us, in the clear.", "Add ?tls=True, unless it is this machine.")


def _sender() -> Finding:
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith(".example"):
        said = f"Letters come from {settings.DEFAULT_FROM_EMAIL}, which nobody can answer."
        return fault(said, "Set DEFAULT_FROM_EMAIL to an address of yours.")
    return fine(f"Letters come from {settings.DEFAULT_FROM_EMAIL}.")


def _kept() -> Finding:
    said = "Letters are kept on this machine and sent to nobody."
    if settings.DEMO:
        return look(said, "Right in a demo, read them at /dev/mail/; a real club has EMAIL_URL.")
    return fault(said, "Set EMAIL_URL to a mail server.")
