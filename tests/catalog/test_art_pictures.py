"""The generator: same slug, same picture; the rules of the four families."""

import hashlib

import numpy as np
import pytest

from catalog import art
from catalog.art import updraft
from catalog.art.ground import rng_for
from catalog.art.tone import SALTS, luma

SMALL = 96
VARIANTS = [
    ("updraft", "one"),
    ("updraft", "clutch"),
    ("leaf", "pale"),
    ("leaf", "carbon"),
    ("glass", "palm"),
    ("glass", "blade"),
    ("plume", "night"),
    ("plume", "paper"),
]


def picture(slug="brood", rarity="legendary", family=None, tone=None, **more):
    return art.draw(slug, "emote", rarity, SMALL, family, tone, **more)


def fingerprint(pixels):
    return hashlib.sha256(pixels.tobytes()).hexdigest()


@pytest.mark.parametrize(("family", "tone"), VARIANTS)
def test_same_slug_and_version_give_the_same_picture(family, tone):
    first, second = (picture(family=family, tone=tone) for _ in range(2))
    assert first.shape == (SMALL, SMALL, 3)
    assert first.dtype == np.uint8
    assert fingerprint(first) == fingerprint(second)


@pytest.mark.parametrize("family", art.FAMILIES)
def test_different_slugs_differ(family):
    tone = art.FAMILIES[family].TONES[0]
    assert fingerprint(picture("brood", family=family, tone=tone)) != fingerprint(
        picture("pyre-plume", family=family, tone=tone)
    )


def test_the_next_seed_version_is_another_picture():
    first = picture(family="glass", tone="palm")
    second = picture(family="glass", tone="palm", seed_version=2)
    assert fingerprint(first) != fingerprint(second)


def test_a_picture_needs_no_other_picture_drawn_before_it():
    alone = fingerprint(picture("slump", family="glass", tone="palm"))
    picture("cullet", family="glass", tone="palm")
    assert fingerprint(picture("slump", family="glass", tone="palm")) == alone


@pytest.mark.parametrize(
    ("family", "tone", "rarity", "strongest"),
    [
        ("updraft", "one", "uncommon", 1),
        ("leaf", "carbon", "epic", 0),
        ("leaf", "pale", "rare", 2),
        ("glass", "palm", "rare", 2),
        ("glass", "palm", "uncommon", 1),
        ("plume", "night", "legendary", 0),
        ("plume", "night", "rare", 2),
    ],
)
def test_what_glows_has_the_hue_of_its_salt(family, tone, rarity, strongest):
    pixels = picture("salted", rarity, family, tone).astype(float).reshape(-1, 3)
    vivid = pixels[np.argsort(np.ptp(pixels, axis=1))[-len(pixels) // 20 :]]
    assert vivid.mean(0).argmax() == strongest


def test_common_has_no_salt():
    pixels = picture("salted", "common", "leaf", "carbon").astype(int)
    assert np.ptp(pixels, axis=2).mean() < 12


def test_every_rarity_has_a_salt():
    assert tuple(SALTS) == art.RARITIES


@pytest.mark.parametrize(
    ("slug", "tone"),
    [("brood", "clutch"), ("slow-burn", "one"), ("brooding-hour", "pair"), ("hearthsong", "near")],
)
def test_the_egg_is_the_darkest_thing_in_an_updraft(slug, tone):
    version = updraft.settle(slug, 1, "legendary", tone)
    pixels = art.draw(slug, "emote", "legendary", 200, "updraft", tone)
    egg, floor = updraft.darkness(luma(pixels), updraft.plan(slug, version, tone))
    assert egg < updraft.EGG_LIMIT
    assert egg < floor < updraft.FLOOR_LIMIT
    assert egg < luma(pixels).mean()


def test_a_bright_egg_sends_the_updraft_to_its_next_seed(monkeypatch):
    holds = {1: False, 2: False, 3: True}
    monkeypatch.setattr(updraft, "_holds", lambda slug, version, *rest: holds[version])
    assert updraft.settle("too-bright", 1, "legendary", "one") == 3


@pytest.mark.parametrize("kind", art.KINDS)
def test_a_kind_is_drawn_by_one_of_its_families(kind):
    families = {art.choose_family(f"piece-{number}", kind) for number in range(40)}
    assert families == set(art.KINDS[kind])


@pytest.mark.parametrize("rarity", ["common", "uncommon"])
def test_the_low_rungs_of_leaf_are_always_pale(rarity):
    tones = {
        art.FAMILIES["leaf"].choose_tone(rng_for(f"sheet-{n}"), "wrap", rarity) for n in range(20)
    }
    assert tones == {"pale"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"rarity": "shiny"}, "rarity"),
        ({"family": "oil"}, "family"),
        ({"family": "leaf", "tone": "clutch"}, "tone"),
    ],
)
def test_an_unknown_word_is_refused_with_a_sentence(wrong, named):
    with pytest.raises(ValueError, match=f"There is no {named}"):
        picture(**wrong)


def test_an_unknown_kind_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="There is no kind “hat”"):
        art.draw("brood", "hat", "rare", SMALL)


def test_the_steps_are_told_as_they_begin():
    steps = []
    picture(family="leaf", tone="pale", progress=steps.append)
    assert steps[0] == "hole"
    assert "light" in steps
