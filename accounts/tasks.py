"""Letters of the sign-in pages, sent by the worker: no visitor waits for a mail server."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mailing import Sealed


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def send_letter(*, subject: str, text: str, html: str, to: list[str], unsubscribe_url: str) -> None:
    """Send one letter; tried again for some minutes when the mail server is away."""
    Sealed(subject, text, html, to, unsubscribe_url).send()
