"""Work that is left to the worker."""

from procrastinate.contrib.django import app

from lore.models.neighbours import rerender


@app.task(queue="lore")
def rerender_linking(keys: list[str]) -> None:
    """Draw the pages that link to one of `keys` again; doing it twice changes nothing."""
    rerender(keys)
