"""Work that is left to the worker."""

from procrastinate.contrib.django import app

from lore.models import Page
from lore.models.neighbours import PRIORITY, leave_to_worker
from lore.models.redrawing import redraw_batch


@app.task(queue="lore", priority=PRIORITY)
def rerender_linking(keys: list[str], after: int = 0) -> None:
    """Draw pages that link to one of `keys` again, the next batch; what is left is queued anew."""
    last = redraw_batch(Page.objects.linking_to(keys), after)
    if last:
        leave_to_worker(keys, after=last)


@app.task(queue="lore", priority=PRIORITY, queueing_lock="rerender_outdated")
def rerender_outdated() -> None:
    """Draw pages that an older renderer drew, the next batch; what is left is queued anew."""
    if redraw_batch(Page.objects.outdated()):
        rerender_outdated.defer()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="lore", queueing_lock="take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Give jobs of this queue whose worker died to the next one; they may be done twice."""
    for job in await app.job_manager.get_stalled_jobs(queue="lore"):
        await app.job_manager.retry_job(job)
