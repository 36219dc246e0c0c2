"""Work that is left to the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from core.pictures import renditions
from core.pictures.renditions import AFTER_MAIL, LOCK, PICTURES
from lore import letters
from lore.clock import publish_due
from lore.models import MediaAsset, Page
from lore.models.neighbours import draw_again
from lore.models.queueing import QUEUE, queue_once
from lore.models.redrawing import redraw_batch
from lore.models.showing import TASK as REDRAW_SHOWING
from lore.models.showing import pages_showing

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


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, lock="publish_what_is_due", queueing_lock="publish_what_is_due")
def publish_what_is_due(timestamp: int) -> None:
    """Publish revisions whose time has come, where no reader was faster."""
    publish_due(AT_A_TIME)


@app.task(name="lore.tasks.send_desk_letter", retry=RETRY)
def send_desk_letter(note_id: int) -> None:
    """Tell those it concerns what was said or done at the desk."""
    letters.send(letters.note_of(note_id))


@app.task(queue="lore", name=REDRAW_SHOWING)
def redraw_showing(keys: list[str]) -> None:
    """Draw the pages that show one of the pictures again; doing it twice changes nothing."""
    draw_again(pages_showing(keys))


@app.task(
    name="lore.tasks.render_media",
    queue=PICTURES,
    priority=AFTER_MAIL,
    lock=LOCK,
    retry=RetryStrategy(max_attempts=4, wait=10),
)
def render_media(asset_id: int) -> None:
    """Make the renditions of a picture and offer them on its pages; one that is gone needs none."""
    asset = MediaAsset.objects.filter(pk=asset_id).first()
    if asset and not asset.is_whole:
        renditions.make(asset)
        asset.redraw_pages()


@app.task(name="lore.tasks.render_waiting_media", queue=PICTURES, priority=AFTER_MAIL, lock=LOCK)
def render_waiting_media() -> None:
    """Make the renditions of every picture that waits for them, in one go."""
    for asset in renditions.make_waiting(MediaAsset.objects.all()):
        asset.redraw_pages()


@app.periodic(cron="41 * * * *")
@app.task(
    name="lore.tasks.look_after_media",
    queue=PICTURES,
    priority=AFTER_MAIL,
    lock=LOCK,
    queueing_lock="look_after_media",
)
def look_after_media(timestamp: int) -> None:
    """Find the pictures nobody queued: those that came with the demo, or of a lost job."""
    render_waiting_media()
