"""Letters of the sign-in pages, sent by the worker: no visitor waits for a mail server."""

from django.core.mail import EmailMessage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def send_letter(*, subject: str, body: str, to: list[str]) -> None:
    """Send one plain letter; tried again for some minutes when the mail server is away."""
    EmailMessage(subject=subject, body=body, to=to).send()
