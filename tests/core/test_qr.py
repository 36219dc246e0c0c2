"""A square to scan holds what it was given, and stands in a margin that lets it be read."""

from core.qr import QUIET, modules_of, path_of

ADDRESS = "https://ashes.example/certificates/a-token/"


def test_square_says_what_it_was_given():
    assert modules_of(ADDRESS) == modules_of(ADDRESS) != modules_of(f"{ADDRESS}x")


def test_margin_is_light_on_all_sides():
    rows = modules_of(ADDRESS)
    columns = list(zip(*rows, strict=True))
    for lines in (rows, columns):
        assert not any(any(line) for line in [*lines[:QUIET], *lines[-QUIET:]])
        assert any(lines[QUIET]) and any(lines[-QUIET - 1])


def test_path_draws_each_dark_module_once():
    path, side = path_of(ADDRESS)
    assert path.count("M") == sum(map(sum, modules_of(ADDRESS)))
    assert side == len(modules_of(ADDRESS))
