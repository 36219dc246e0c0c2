"""The house's own work for the worker."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from ashes_club import cards
from pictures.renditions import PICTURES

BATCH = 120  # cards at a time, a few seconds of work: what else waits gets its turn between


@app.periodic(cron="*/4 * * * *")
@app.task(
    name="ashes_club.tasks.look_after_cards",
    queue=PICTURES,
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
)
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Do again what a worker had begun when it was killed; all our tasks may be done twice."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # one like it waits already: that one will do
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)
