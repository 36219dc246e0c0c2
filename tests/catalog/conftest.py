"""Pictures and sets for the catalogue's tests."""

import pytest

from catalog.importing import runs
from catalog.models import ItemImage, ItemSet
from tests.catalog.csvs import make


@pytest.fixture
def clutch(db):
    return ItemSet.objects.create(name="The Clutch", slug="clutch", story="Eggs. And fire. Both.")


@pytest.fixture
def give_picture():
    """A picture with its renditions on record; no file is needed to show its address."""

    def give(item, **fields):
        path = f"art/{item.slug}/1200.webp"
        given = {"width": 1200, "height": 1200, "widths": [300, 600, 1200], "alt": "An egg."}
        image = ItemImage(item=item, **given | fields)
        image.file.name = path
        image.save()
        return image

    return give


@pytest.fixture
def check(ash):
    """Look at a file of these rows, or at these bytes, without writing."""

    def look(*rows, erases=False, **options):
        data = rows[0] if isinstance(rows[0], bytes) else make(*rows, **options)
        return runs.check(data, "items.csv", erases, ash)

    return look


@pytest.fixture
def write(check):
    """Import a file of these rows."""

    def bring_in(*rows, **options):
        upload = check(*rows, **options)
        assert upload.outcome["problems"] == []
        assert upload.wait()
        assert runs.run(upload)
        upload.refresh_from_db()
        return upload

    return bring_in
