"""Journey 6, the part an editor does when something went wrong: look back, and bring back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

PAGES = {
    "phone": ("Hades", "It is a pattern of images and no more than that."),
    "desk": ("Zeus", "As motives go it is clear and out of proportion."),
}
NEW = "It is a <b>pattern</b> of swords and no less."


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_an_editor_compares_two_revisions_and_brings_the_old_one_back(
    visitor: Page, another_visitor: Page, size: str
) -> None:
    editor, reader, (title, old) = visitor, another_visitor, PAGES[size]
    steps.sign_in_at_the_desk(editor, "kael")
    steps.open_at_the_desk(editor, title)
    steps.replace_in_the_body(editor, old, NEW)
    steps.save_at_the_desk(editor, "Said otherwise.")
    editor.get_by_role("link", name=title, exact=True).first.click()
    editor.get_by_role("link", name="History").click()
    expect(editor.get_by_role("row").filter(has_text="Said otherwise.")).to_be_visible()
    assert_accessible(editor)
    compares(editor)
    asks_who_wrote_it(editor)
    reads_the_first(editor, old)
    restores_it(editor)
    reader.goto(f"/lore/{title.casefold()}/")
    expect(reader.get_by_role("article")).to_contain_text("of swords")


def compares(editor: Page) -> None:
    """The newest two are chosen; side by side first, then in one text. Nothing of it is markup."""
    editor.get_by_role("button", name="Compare the two").click()
    change = editor.locator(".diff__row[data-kind=changed]").first
    expect(change.locator(".diff__old del").first).to_be_visible()
    expect(change.locator(".diff__new")).to_contain_text("<b>")
    assert_accessible(editor)
    editor.get_by_text(re.compile("paragraphs alike")).first.click()
    editor.get_by_label("Shown").select_option("In one text")
    editor.get_by_role("button", name="Compare", exact=True).click()
    expect(editor.locator("ins", has_text="swords")).to_be_visible()
    assert_accessible(editor)


def asks_who_wrote_it(editor: Page) -> None:
    editor.locator(".breadcrumbs").get_by_role("link", name="Revisions").click()
    editor.get_by_role("link", name="Who wrote which paragraph").click()
    hand = editor.locator(".hands__of").filter(has_text="of swords")
    expect(hand).to_contain_text("Revision 2")
    expect(hand).to_contain_text("Kael")
    assert_accessible(editor)


def reads_the_first(editor: Page, old: str) -> None:
    """Whole, so nothing is fetched of it as read so far, however far the editor has come."""
    fetched: list[str] = []
    editor.on("request", lambda request: fetched.append(request.url))
    editor.context.add_cookies([{"name": "shield", "value": "c1s9", "url": editor.url}])
    editor.locator(".breadcrumbs").get_by_role("link", name="Revisions").click()
    editor.get_by_role("link", name="1", exact=True).click()
    expect(editor.get_by_role("note")).to_contain_text("This is revision 1 of 2")
    expect(editor.get_by_role("article")).to_contain_text(old)
    assert_accessible(editor)
    assert not [url for url in fetched if "/as-read/" in url]


def restores_it(editor: Page) -> None:
    editor.get_by_role("link", name="Restore it").click()
    expect(editor.get_by_role("main")).to_contain_text("Nothing is deleted")
    assert_accessible(editor)
    editor.get_by_role("button", name="Restore as a new revision").click()
    expect(editor.get_by_role("main")).to_contain_text("Revision 1 is restored")
    newest = editor.get_by_role("region", name="Revisions").get_by_role("row").nth(1)
    expect(newest).to_contain_text("Revision 1 restored.")
    expect(newest).to_contain_text("Draft")


def test_an_editor_finds_what_wants_looking_after(visitor: Page) -> None:
    editor = visitor
    steps.sign_in_at_the_desk(editor, "kael")
    editor.goto("/admin/lore/")
    assert_accessible(editor)
    editor.get_by_role("link", name=re.compile("^Reports")).click()
    reports = editor.get_by_role("table", name="Reports").get_by_role("row")
    expect(reports).to_have_count(10)
    assert_accessible(editor)
    editor.get_by_role("link", name="Wanted pages").click()
    assert_accessible(editor)
    editor.get_by_role("link", name=re.compile("^Write “")).first.click()
    expect(editor.get_by_label("Title")).not_to_have_value("")
