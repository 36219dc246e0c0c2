"""Journey 6, the part an editor does every day: a published page is corrected at the desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

PAGE = "/lore/lady-windfrost/"
CORRECTIONS = {
    "phone": ("It sounds like it.", "It may only sound like one."),
    "desk": ("The two should not be run together.", "The record keeps the two apart."),
}


def test_an_editor_corrects_a_page_and_a_reader_sees_it_at_once(
    visitor: Page, another_visitor: Page, size: str
) -> None:
    old, new = CORRECTIONS[size]
    editor, reader = visitor, another_visitor
    reader.goto(PAGE)
    expect(reader.get_by_role("article")).to_contain_text(old)
    assert is_kept_in_memory(reader, PAGE)
    steps.sign_in_at_the_desk(editor, "kael")
    steps.open_at_the_desk(editor, "Lady Windfrost", assert_accessible)
    steps.replace_in_the_body(editor, old, new)
    preview(editor, new)
    steps.save_at_the_desk(editor, "One sentence said more carefully.")
    expect(editor.get_by_text("was changed successfully")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("article")).to_contain_text(new)
    expect(reader.get_by_role("article")).not_to_contain_text(old)
    assert_accessible(reader)


def is_kept_in_memory(page: Page, address: str) -> bool:
    """Only the memory of public pages answers 304; a page that is drawn anew comes whole."""
    known = page.request.get(address).headers["etag"]
    return page.request.get(address, headers={"If-None-Match": known}).status == 304


def preview(editor: Page, sentence: str) -> None:
    """Beside the text, and by the button in a page of its own; nothing is saved by either."""
    expect(editor.get_by_role("tabpanel", name="Preview")).to_contain_text(sentence)
    assert_accessible(editor)
    with editor.expect_popup() as waiting:
        editor.get_by_role("button", name="Preview in a tab").click()
    expect(waiting.value.get_by_role("article")).to_contain_text(sentence)
    expect(waiting.value.get_by_role("note")).to_contain_text("Nothing is saved.")
    assert_accessible(waiting.value)
    waiting.value.close()


@pytest.mark.parametrize("size", ["desk"])
def test_of_two_editors_at_once_the_second_loses_no_word(
    visitor: Page, another_visitor: Page
) -> None:
    first, second = visitor, another_visitor
    for editor, handle in [(first, "kael"), (second, "ash")]:
        steps.sign_in_at_the_desk(editor, handle)
        steps.open_at_the_desk(editor, "Orelia")
    steps.replace_in_the_body(first, "Why her?", "Why her, of all people?")
    steps.save_at_the_desk(first, "A question sharpened.")
    expect(first.get_by_text("was changed successfully")).to_be_visible()
    steps.replace_in_the_body(second, "Why her?", "Why Orelia?")
    steps.save_at_the_desk(second, "A name instead of a pronoun.")
    sees_both_texts(second)
    assert "of all people" in published_orelia(first)
    goes_on_with_her_own(second)
    assert "Why Orelia?" in published_orelia(first)


def sees_both_texts(editor: Page) -> None:
    heading = editor.get_by_role("heading", name="Somebody else saved this page first")
    expect(heading).to_be_visible()
    expect(editor.get_by_role("main")).to_contain_text("Kael saved revision")
    changed = editor.locator(".diff__row").filter(has_text="of all people")
    expect(changed.locator(".diff__old")).to_contain_text("of all people")
    expect(changed.locator(".diff__new")).to_contain_text("Orelia")
    expect(editor.get_by_label("Their text")).to_have_value(re.compile("of all people"))
    expect(editor.get_by_label("Your text")).to_have_value(re.compile("Why Orelia"))
    assert_accessible(editor)


def goes_on_with_her_own(editor: Page) -> None:
    editor.get_by_role("button", name="Go on with mine over theirs").click()
    expect(editor.locator("#id_body")).to_have_value(re.compile("Why Orelia"))
    steps.save_at_the_desk(editor, "A name instead of a pronoun, once more.")
    expect(editor.get_by_text("was changed successfully")).to_be_visible()


def published_orelia(page: Page) -> str:
    """What readers are given at this moment."""
    return page.request.get("/lore/orelia/").text()
