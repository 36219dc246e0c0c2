"""`python -m catalog.art`: one piece from the command line."""

import numpy as np
import pytest
from PIL import Image

from catalog.art import files
from catalog.art.__main__ import main


def test_the_command_writes_a_picture_of_the_size_asked_for(tmp_path, capsys):
    out = tmp_path / "brood.webp"
    assert main(["brood", "--size", "64", "--out", str(out)]) == 0
    assert Image.open(out).size == (64, 64)
    assert "64 by 64 pixels" in capsys.readouterr().err


def test_a_piece_of_the_demo_brings_its_own_family_along(tmp_path):
    named, plain = tmp_path / "named.png", tmp_path / "plain.png"
    main(["shell", "--size", "48", "--out", str(named)])
    main(["shell", "--size", "48", "--out", str(plain), "--family", "glass"])
    assert (np.asarray(Image.open(named)) == np.asarray(Image.open(plain))).all()


def test_an_unknown_word_ends_with_one_sentence_and_no_file(tmp_path, capsys):
    out = tmp_path / "x.png"
    assert main(["x", "--rarity", "shiny", "--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("There is no rarity “shiny”.")
    assert not out.exists()


@pytest.mark.parametrize("size", ["9", "many", "100000"])
def test_a_size_out_of_range_is_refused(size, capsys):
    with pytest.raises(SystemExit):
        main(["brood", "--size", size, "--out", "x.png"])
    assert "give a whole number" in capsys.readouterr().err


def test_a_command_without_slug_or_file_says_what_is_missing(capsys):
    with pytest.raises(SystemExit):
        main(["brood"])
    assert "Name a slug and a file" in capsys.readouterr().err


def test_a_picture_is_saved_at_every_size_within_its_budget(tmp_path):
    picture = np.random.default_rng(1).integers(0, 60, (200, 200, 3), np.uint8)
    written = files.save(picture, "noise", tmp_path, (600, 300))
    sizes = [(tmp_path / files.file_name("noise", size)).stat().st_size for size in (600, 300)]
    assert written == sum(sizes)
    assert all(size <= files.SIZES[edge][1] for edge, size in zip((600, 300), sizes, strict=True))


def test_a_picture_that_cannot_be_light_enough_is_refused():
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8)
    with pytest.raises(ValueError, match="does not fit 1,000 bytes"):
        files.encode(Image.fromarray(noise), 80, 1000)
