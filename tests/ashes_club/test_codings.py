"""Which coding a body travels in, by what the asker takes."""

import pytest

from ashes_club import codings


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.000", ""),
        ("deflate", ""),
        ("*", ""),
        ("br;q=nonsense, ;;;", ""),
    ],
)
def test_best_coding_that_is_taken_is_chosen(accepted, chosen):
    assert codings.wanted(accepted) == chosen


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "application/json", "application/atom+xml", "text/plain"]
)
def test_text_is_worth_pressing(kind):
    assert codings.is_worth_it(b"ash " * 200, kind)


@pytest.mark.parametrize(("size", "kind"), [(800, "image/webp"), (40, "text/html"), (800, "")])
def test_pictures_and_short_bodies_are_not(size, kind):
    assert not codings.is_worth_it(b"a" * size, kind)
