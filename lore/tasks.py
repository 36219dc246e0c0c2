"""Work that is left to the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lore import letters
from lore.clock import publish_due
from lore.models.neighbours import rerender

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
AT_A_TIME = 100  # pages


@app.task(queue="lore")
def rerender_linking(keys: list[str]) -> None:
    """Draw the pages that link to one of `keys` again; doing it twice changes nothing."""
    rerender(keys)


@app.periodic(cron="* * * * *")
@app.task(queue="lore", lock="publish_what_is_due", queueing_lock="publish_what_is_due")
def publish_what_is_due(timestamp: int) -> None:
    """Publish revisions whose time has come, where no reader was faster."""
    publish_due(AT_A_TIME)


@app.task(name="lore.tasks.send_desk_letter", retry=RETRY)
def send_desk_letter(note_id: int) -> None:
    """Tell those it concerns what was said or done at the desk."""
    letters.send(letters.note_of(note_id))
