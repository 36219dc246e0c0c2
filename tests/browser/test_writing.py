"""Journey 6, the desk itself: a page is written with help at hand, and no word of it is lost.

Whoever visits fails on anything the browser complains of, such as a style or a script that the
content security policy forbids.
"""

import base64
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

ADD = "/admin/lore/page/add/"
DROP = """([name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, {type}));
    const text = document.querySelector(".desk-editor").shadowRoot.querySelector(".cm-content");
    const { x, y } = text.getBoundingClientRect();
    const where = {dataTransfer: transfer, clientX: x + 20, clientY: y + 20};
    const drop = {bubbles: true, composed: true, cancelable: true, ...where};
    text.dispatchEvent(new DragEvent("drop", drop));
}"""


def test_a_keeper_writes_a_page_with_names_preview_and_checks(visitor: Page, size: str) -> None:
    editor = visitor
    steps.sign_in_at_the_desk(editor, "kael")
    editor.goto(ADD)
    editor.get_by_label("Title").fill(f"Road of the {size}")
    editor.get_by_label("Kind").select_option("Place")
    completes_a_link_with_the_keyboard(editor)
    sees_the_article_beside(editor)
    sees_what_was_found(editor)
    assert_accessible(editor)
    is_asked_before_it_goes_out(editor)
    steps.save_draft_at_the_desk(editor, "A road drawn.")
    expect(editor.locator(".messagelist .success").first).to_be_visible()


def is_asked_before_it_goes_out(editor: Page) -> None:
    editor.get_by_label("What you changed").fill("A road drawn.")
    editor.get_by_role("button", name="Publish", exact=True).click()
    asked = editor.get_by_role("dialog", name="Before it goes out")
    expect(asked).to_contain_text("There is no standfirst")
    assert_accessible(editor)
    asked.get_by_role("button", name="Mend it first").click()
    expect(asked).to_be_hidden()


def completes_a_link_with_the_keyboard(editor: Page) -> None:
    body = steps.body_of(editor)
    body.press_sequentially("It leads to [[the volc", delay=20)
    option = editor.get_by_role("option").filter(has_text="The Volcano").first
    expect(option).to_have_attribute("aria-selected", "true")
    # The list takes no Enter in its first moment: that was meant for the text.
    editor.wait_for_timeout(200)
    body.press("Enter")
    expect(editor.locator("#id_body")).to_have_value("It leads to [[The Volcano]]")
    body.press_sequentially(", not to [[the moon]].")


def sees_the_article_beside(editor: Page) -> None:
    panel = editor.get_by_role("tabpanel", name="Preview")
    expect(panel.get_by_role("link", name="The Volcano").first).to_be_visible()
    expect(panel).to_contain_text("not written yet")


def sees_what_was_found(editor: Page) -> None:
    """The tabs are one stop of the keyboard, and arrows go from one to the next."""
    editor.get_by_role("tab", name="Preview").press("ArrowRight")
    found = editor.get_by_role("tabpanel", name=re.compile("Checks"))
    expect(found).to_contain_text("“the moon” leads to no page yet.")
    expect(found).to_contain_text("There is no standfirst")


def test_the_keyboard_leaves_the_text_and_the_marks_are_one_stop(visitor: Page) -> None:
    editor = visitor
    steps.sign_in_at_the_desk(editor, "kael")
    editor.goto(ADD)
    body = steps.body_of(editor)
    body.press_sequentially("Fire")
    body.press("Control+a")
    body.press("Control+b")
    expect(editor.locator("#id_body")).to_have_value("**Fire**")
    body.press("Shift+Tab")
    expect(editor.get_by_role("button", name="Bold")).to_be_focused()
    editor.keyboard.press("ArrowRight")
    expect(editor.get_by_role("button", name="Italic")).to_be_focused()
    editor.keyboard.press("Tab")
    editor.keyboard.press("Tab")
    expect(editor.get_by_role("tab", name="Preview")).to_be_focused()
    editor.keyboard.press("?")
    expect(editor.get_by_role("dialog", name="Keys of the desk")).to_be_visible()
    assert_accessible(editor)
    editor.keyboard.press("Escape")


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_what_was_typed_before_the_tab_was_killed_is_taken_back(visitor: Page) -> None:
    editor = visitor
    steps.sign_in_at_the_desk(editor, "kael")
    steps.open_at_the_desk(editor, "Polar Peak")
    address = editor.url
    steps.body_of(editor).press_sequentially("Written in the dark. ")
    expect(editor.get_by_text("Kept in this browser until you save.")).to_be_visible()
    again = editor.context.new_page()
    editor.close()
    again.goto(address)
    notice = again.get_by_role("region", name="Not saved yet")
    expect(notice).to_contain_text("characters of the text")
    assert_accessible(again)
    notice.get_by_role("button", name="Take it back").click()
    expect(again.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(again.locator("#id_body")).to_have_value(re.compile("Written in the dark"))
    steps.replace_in_the_body(again, "Written in the dark. ", "")
    steps.save_draft_at_the_desk(again, "Nothing but the light.")
    expect(again.get_by_role("heading", name="Select page to change")).to_be_visible()
    again.goto(address)
    expect(again.get_by_role("tab", name="Preview")).to_be_visible()
    expect(again.get_by_role("region", name="Not saved yet")).to_have_count(0)


@pytest.fixture
def smoke() -> str:
    """A picture of our own, in base 64."""
    made = BytesIO()
    Image.new("RGB", (64, 48), "#b0401a").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def test_a_picture_dropped_on_the_text_is_asked_for_its_words(visitor: Page, smoke: str) -> None:
    editor = visitor
    steps.sign_in_at_the_desk(editor, "kael")
    editor.goto(ADD)
    expect(steps.body_of(editor)).to_be_visible()
    lies = base64.b64encode(b"<svg onload=alert(1)>").decode()
    editor.evaluate(DROP, ["lie.png", "image/png", lies])
    dialog = editor.get_by_role("dialog", name="A picture for this page")
    expect(dialog.get_by_label("Alternative text")).to_be_focused()
    assert_accessible(editor)
    lay_in(dialog, "A lie")
    expect(dialog.get_by_role("alert")).to_contain_text("not a JPEG, PNG, WebP or AVIF picture")
    dialog.get_by_role("button", name="Leave it").click()
    editor.evaluate(DROP, ["smoke.png", "image/png", smoke])
    lay_in(dialog, "Smoke over a cone")
    written = re.compile(r"!\[Smoke over a cone\]\(media:smoke")
    expect(editor.locator("#id_body")).to_have_value(written)
    panel = editor.get_by_role("tabpanel", name="Preview")
    expect(panel.get_by_role("img", name="Smoke over a cone")).to_be_visible()


def lay_in(dialog, words: str) -> None:
    dialog.get_by_label("Alternative text").fill(words)
    dialog.get_by_label("Credit").fill("The Ashes Club drawing room")
    dialog.get_by_label("Nothing in it comes from the game").check()
    dialog.get_by_role("button", name="Lay it in").click()


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_claims_are_put_in_order_by_dragging_and_by_their_buttons(visitor: Page) -> None:
    steps.sign_in_at_the_desk(visitor, "kael")
    steps.open_at_the_desk(visitor, "The Volcano")
    rows = visitor.locator("#claims-group .inline-related.has_original")
    lines = rows.locator("summary .desk-row__line")
    first, second, third = lines.all_inner_texts()[:3]
    grip, goal = rows.nth(2).locator(".desk-grip").first, rows.first
    grip.hover()
    visitor.mouse.down()
    goal.hover(position={"x": 200, "y": 4}, force=True)
    visitor.mouse.up()
    expect(lines).to_contain_text([third, first, second])
    for place in range(3):
        expect(rows.nth(place).get_by_label("Position")).to_have_value(str(place))
    rows.first.get_by_role("button", name="Down").first.click()
    expect(lines).to_contain_text([first, third, second])


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_two_keepers_at_one_page_are_told_of_each_other(
    visitor: Page, another_visitor: Page
) -> None:
    for editor, handle in [(visitor, "kael"), (another_visitor, "ash")]:
        steps.sign_in_at_the_desk(editor, handle)
        steps.open_at_the_desk(editor, "Retail Row")
    told = another_visitor.get_by_text("Kael has this page open as well.")
    expect(told).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
def test_without_javascript_the_text_is_a_textarea_and_help_stands_by(plain_visitor: Page) -> None:
    editor = plain_visitor
    steps.sign_in_at_the_desk(editor, "kael")
    editor.goto(ADD)
    editor.get_by_label("Body").fill("Plain words.")
    editor.get_by_text("How a page is written").click()
    expect(editor.get_by_text("Passage under ash, until a season")).to_be_visible()
    with editor.expect_popup() as waiting:
        editor.get_by_role("button", name="Preview in a tab").click()
    expect(waiting.value.get_by_role("article")).to_contain_text("Plain words.")
