"""Work that is left to the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from lore import letters
from lore.clock import publish_due
from lore.models import Page
from lore.models.queueing import QUEUE, queue_once
from lore.models.redrawing import redraw_batch

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
AT_A_TIME = 100  # pages


@app.task(queue=QUEUE)
def rerender_linking(keys: list[str], after: int = 0) -> None:
    """Draw pages that link to one of `keys` again, the next batch; what is left is queued anew."""
    last = redraw_batch(Page.objects.linking_to(keys), after)
    if last:
        queue_once("rerender_linking", keys=keys, after=last)


@app.task(queue=QUEUE)
def rerender_outdated() -> None:
    """Draw pages that an older renderer drew, the next batch; what is left is queued anew."""
    if redraw_batch(Page.objects.outdated()):
        queue_once("rerender_outdated")


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, queueing_lock="take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Give jobs of this queue whose worker died to the next one; they may be done twice.

    Where one like it waits already, that one will do.
    """
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, lock="publish_what_is_due", queueing_lock="publish_what_is_due")
def publish_what_is_due(timestamp: int) -> None:
    """Publish revisions whose time has come, where no reader was faster."""
    publish_due(AT_A_TIME)


@app.task(name="lore.tasks.send_desk_letter", retry=RETRY)
def send_desk_letter(note_id: int) -> None:
    """Tell those it concerns what was said or done at the desk."""
    letters.send(letters.note_of(note_id))
