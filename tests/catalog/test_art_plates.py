"""The Archive's plates: grey, dim, and always the same for a record."""

import numpy as np

from catalog.art import archive_plate
from catalog.art.plates import COUNT, draw_plate, plate_name


def test_a_record_keeps_its_plate():
    assert archive_plate("blaze") == archive_plate("blaze")


def test_a_record_gets_a_plate_that_exists():
    names = {plate_name(number) for number in range(COUNT)}
    assert {archive_plate(f"record-{n}") for n in range(400)} <= names


def test_records_are_spread_over_nearly_all_plates():
    assert len({archive_plate(f"record-{n}") for n in range(400)}) > COUNT * 0.9


def test_a_plate_has_no_colour_and_little_light():
    plate = draw_plate(0, 96).astype(int)
    assert np.ptp(plate, axis=2).max() == 0
    assert plate.mean() < 150
