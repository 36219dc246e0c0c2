"""The house's own work for the worker."""

from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from accounts import privacy_letters
from accounts.models import DataCopy
from ashes_club import cards, leaving, my_data, retention
from core.pictures.renditions import PICTURES

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


@app.task(
    name="ashes_club.tasks.make_data_copy",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5),
)
def make_data_copy(copy_id: int) -> None:
    """Pack what is kept about a member and send the link; one who left meanwhile gets none."""
    copy = DataCopy.objects.select_related("user").filter(pk=copy_id, made_at=None).first()
    if copy is None:
        return
    with TemporaryFile() as packed:
        my_data.pack(copy.user, packed)
        copy.made_at = timezone.now()
        with transaction.atomic():
            copy.file.save("data.zip", File(packed))
            send_data_letter.defer(copy_id=copy.pk)


@app.task(
    name="ashes_club.tasks.send_data_letter",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5),
)
def send_data_letter(copy_id: int) -> None:
    """Write where the copy lies; if the mail server is away, it is not packed again."""
    copy = DataCopy.objects.select_related("user").filter(pk=copy_id).first()
    if copy:
        privacy_letters.data_copy(copy).send()


@app.periodic(cron="7 * * * *")
@app.task(
    name="ashes_club.tasks.remove_accounts",
    lock="remove_accounts",
    queueing_lock="remove_accounts",
)
def remove_accounts(timestamp: int) -> None:
    """Remove the accounts of those who asked for it, when their days of grace are over."""
    leaving.remove_due()


@app.periodic(cron="23 3 * * *")
@app.task(name="ashes_club.tasks.tidy", lock="tidy", queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Remove what nobody needs any more."""
    retention.tidy()
