"""What is done after the shopkeeper's page was answered."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from catalog import pictures
from catalog.importing import runs
from catalog.models import ItemImage, ItemImport


@app.task(name="catalog.tasks.render_picture", retry=RetryStrategy(max_attempts=4, wait=10))
def render_picture(image_id: int) -> None:
    """Make the renditions of a picture; one that was deleted meanwhile needs none."""
    image = ItemImage.objects.filter(pk=image_id).first()
    if image:
        pictures.make_renditions(image)


@app.task(name="catalog.tasks.write_import", lock="catalog.tasks.write_import")
def write_import(import_id: int) -> None:
    """Write a confirmed CSV into the catalogue, one import after the other."""
    upload = ItemImport.objects.filter(pk=import_id).first()
    if upload:
        runs.run(upload)
