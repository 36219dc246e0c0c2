"""What is done after the shopkeeper's page was answered."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from catalog import renditions
from catalog.models import ItemImage

AFTER_MAIL = -10  # its priority: nobody waits for a smaller picture as for a receipt
# One at a time, with whoever else holds this lock: a core stays free for those who visit.
LOCK = "pictures"


@app.task(
    name="catalog.tasks.render_picture",
    priority=AFTER_MAIL,
    lock=LOCK,
    retry=RetryStrategy(max_attempts=4, wait=10),
)
def render_picture(image_id: int) -> None:
    """Make the renditions of a picture; one that was deleted meanwhile needs none."""
    image = ItemImage.objects.filter(pk=image_id).first()
    if image:
        renditions.make(image)


def queue_renditions(image: ItemImage) -> None:
    """Have the worker make what is missing."""
    render_picture.defer(image_id=image.pk)


def queue_missing() -> None:
    """Queue every picture that lacks renditions; pictures that share a file once."""
    lacking = ItemImage.objects.filter(has_avif=False, failure="")
    for image in lacking.order_by("file", "pk").distinct("file"):
        queue_renditions(image)


@app.periodic(cron="23 * * * *")
@app.task(name="catalog.tasks.look_after_pictures", queueing_lock="look_after_pictures")
def look_after_pictures(timestamp: int) -> None:
    """Find the pictures nobody queued: those of before there were renditions, or of a lost job."""
    queue_missing()
