"""The picture of a piece, laid large over its page, by hand and by keyboard."""

from tests.browser.axe import assert_accessible

PIECE = "/vault/three-sleepers/"
OPEN = ".gallery__lead"


def words(page):
    return page.inner_text("#zoom-name span")


def is_open(page):
    return page.evaluate("document.querySelector('dialog.zoom').open")


def test_picture_opens_turns_and_closes_by_keyboard_and_focus_returns(visitor):
    visitor.goto(PIECE)
    visitor.focus(OPEN)
    visitor.keyboard.press("Enter")
    assert is_open(visitor)
    assert words(visitor) == "Whole plate, 1 of 5"
    visitor.keyboard.press("ArrowRight")
    assert words(visitor) == "Detail, the upper middle, 2 of 5"
    visitor.keyboard.press("ArrowLeft")
    visitor.keyboard.press("ArrowLeft")
    assert words(visitor) == "Detail, the upper right, 5 of 5"
    visitor.keyboard.press("Escape")
    assert not is_open(visitor)
    assert visitor.evaluate("document.activeElement.matches('.gallery__lead')")
    assert visitor.is_checked("#v5")


def test_view_that_was_chosen_on_the_page_is_the_one_that_opens(visitor):
    visitor.goto(PIECE)
    visitor.check("#v3", force=True)
    visitor.focus(OPEN)
    visitor.keyboard.press("Enter")
    assert words(visitor) == "Detail, the left flank, 3 of 5"


def test_picture_comes_nearer_and_the_arrows_then_move_it(visitor):
    visitor.goto(PIECE)
    visitor.click(OPEN)
    visitor.click("[data-nearer]")
    assert visitor.get_attribute("[data-nearer]", "aria-pressed") == "true"
    before = visitor.evaluate("document.querySelector('.zoom__stage').scrollLeft")
    visitor.keyboard.press("ArrowRight")
    after = visitor.evaluate("document.querySelector('.zoom__stage').scrollLeft")
    assert after > before > 0
    assert words(visitor) == "Whole plate, 1 of 5"
    visitor.click("[data-close]")
    assert not is_open(visitor)


def test_large_picture_is_accessible(visitor):
    visitor.goto(PIECE)
    visitor.click(OPEN)
    assert_accessible(visitor)
    visitor.click("[data-nearer]")
    assert_accessible(visitor)


def test_page_with_its_gallery_is_accessible(visitor):
    visitor.goto(PIECE)
    assert_accessible(visitor)


def test_record_opens_its_one_plate_without_arrows(visitor):
    visitor.goto("/vault/?shelf=archive")
    visitor.goto(visitor.get_attribute(".lot__name a", "href"))
    visitor.click(OPEN)
    assert is_open(visitor)
    assert not visitor.is_visible("[data-turn]")


def test_without_scripts_the_plate_is_a_link_to_the_large_picture(plain_visitor):
    plain_visitor.goto(PIECE)
    # Not followed: the viewer that Chromium lays round a picture has a style our policy forbids.
    answer = plain_visitor.request.get(plain_visitor.get_attribute(OPEN, "href"))
    assert answer.headers["content-type"] == "image/webp"
    assert plain_visitor.get_by_role("link", name="See it large").first.is_visible()
