"""Letters about the account, sent by the worker: no visitor waits for a mail server."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import privacy_letters
from accounts.models import Departure
from core.mailing import Sealed


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def send_letter(*, subject: str, text: str, html: str, to: list[str], unsubscribe_url: str) -> None:
    """Send one letter; tried again for some minutes when the mail server is away."""
    Sealed(subject, text, html, to, unsubscribe_url).send()


@app.task(
    name="accounts.tasks.send_departure_letter",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5),
)
def send_departure_letter(departure_id: int) -> None:
    """Tell a member when the account goes; one who stays after all needs no letter."""
    departure = Departure.objects.select_related("user").filter(pk=departure_id).first()
    if departure:
        privacy_letters.departure(departure).send()
