"""The house's own work for the worker."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from ashes_club import cards

BATCH = 120  # cards at a time, a few seconds of work: what else waits gets its turn between


@app.periodic(cron="*/4 * * * *")
@app.task(
    name="ashes_club.tasks.look_after_cards",
    priority=-20,  # after mail, and after the pictures that cards are drawn from
    lock="pictures",
    queueing_lock="look_after_cards",
)
def look_after_cards(timestamp: int) -> None:
    """Draw the cards of what is new or has changed; retire those nobody shows any more."""
    if not cards.draw_missing(limit=BATCH):
        cards.retire()


@app.periodic(cron="* * * * *")
@app.task(
    name="ashes_club.tasks.take_up_stalled_jobs",
    queueing_lock="take_up_stalled_jobs",
    priority=20,  # what a dead worker holds, others may be waiting for
    pass_context=True,
)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Do again what a worker had begun when it was killed; all our tasks may be done twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the next round of a periodic task is queued already
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
