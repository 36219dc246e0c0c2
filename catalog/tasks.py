"""What is done after the shopkeeper's page was answered."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from catalog.importing import runs
from catalog.models import ItemImage, ItemImport
from core.pictures import renditions
from core.pictures.renditions import AFTER_MAIL, LOCK, PICTURES


@app.task(
    name="catalog.tasks.render_picture",
    queue=PICTURES,
    priority=AFTER_MAIL,
    lock=LOCK,
    retry=RetryStrategy(max_attempts=4, wait=10),
)
def render_picture(image_id: int) -> None:
    """Make the renditions of a picture; one that is gone or has them all needs none."""
    image = ItemImage.objects.filter(pk=image_id).first()
    if image and not image.is_whole:
        renditions.make(image)


@app.task(name="catalog.tasks.render_waiting", queue=PICTURES, priority=AFTER_MAIL, lock=LOCK)
def render_waiting() -> None:
    """Make the renditions of every picture that waits for them, in one go."""
    renditions.make_waiting(ItemImage.objects.all())


@app.periodic(cron="23 * * * *")
@app.task(
    name="catalog.tasks.look_after_pictures",
    queue=PICTURES,
    priority=AFTER_MAIL,
    lock=LOCK,
    queueing_lock="look_after_pictures",
)
def look_after_pictures(timestamp: int) -> None:
    """Find the pictures nobody queued: those of before there were renditions, or of a lost job."""
    renditions.make_waiting(ItemImage.objects.all())


@app.task(name="catalog.tasks.write_import", lock="catalog.tasks.write_import")
def write_import(import_id: int) -> None:
    """Write a confirmed CSV into the catalogue, one import after the other."""
    upload = ItemImport.objects.filter(pk=import_id).first()
    if upload:
        runs.run(upload)
