"""What is done after the shopkeeper's page was answered."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from catalog import pictures
from catalog.models import ItemImage


@app.task(name="catalog.tasks.render_picture", retry=RetryStrategy(max_attempts=4, wait=10))
def render_picture(image_id: int) -> None:
    """Make the renditions of a picture; one that was deleted meanwhile needs none."""
    image = ItemImage.objects.filter(pk=image_id).first()
    if image:
        pictures.make_renditions(image)
