"""Work that is left to the worker."""

from procrastinate.contrib.django import app

from lore.models import Page
from lore.models.queueing import QUEUE, queue_once
from lore.models.redrawing import redraw_batch


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
    """Give jobs of this queue whose worker died to the next one; they may be done twice."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE):
        await app.job_manager.retry_job(job)
