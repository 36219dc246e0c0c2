"""Journey 7: one keeper writes, another one reads it first, and readers see what was agreed."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

PAGES = {"phone": "Daigo", "desk": "Collision"}


def test_work_is_reviewed_given_back_published_and_taken_down(
    visitor: Page, another_visitor: Page, size: str
) -> None:
    writer, reviewer, title = visitor, another_visitor, PAGES[size]
    steps.sign_in_at_the_desk(writer, "kael")
    steps.sign_in_at_the_desk(reviewer, "ash")
    writer.goto("/admin/")
    steps.open_at_the_desk(writer, title)
    sends_to_review(writer, f"A standfirst to look at, {size}.")
    gives_it_back(reviewer, title)
    publishes_after_all(writer, title)
    takes_it_down(writer)


def sends_to_review(writer: Page, words: str) -> None:
    writer.get_by_label("Standfirst").fill(words)
    writer.get_by_label("What you changed").fill("The standfirst.")
    writer.get_by_label("A word to the others").fill("Is this too much?")
    writer.get_by_label("Who reviews it").select_option(label="Ash")
    writer.get_by_role("button", name="Send to review").click()
    expect(writer.get_by_text("In review. A letter asks Ash.")).to_be_visible()


def gives_it_back(reviewer: Page, title: str) -> None:
    steps.open_at_the_desk(reviewer, title)
    expect(reviewer.get_by_role("region", name="Where this page stands")).to_contain_text(
        "Published, revision 1. Revision 2 by Kael is in review with Ash."
    )
    expect(reviewer.get_by_role("region", name="Said at the desk")).to_contain_text("too much?")
    assert_accessible(reviewer)
    reviewer.get_by_role("link", name="Give back to the writer").click()
    assert_accessible(reviewer)
    reviewer.get_by_label("Why").fill("One sentence less.")
    reviewer.get_by_role("button", name="Give back to the writer").click()
    expect(reviewer.get_by_text(f"Given back: {title}.")).to_be_visible()


def publishes_after_all(writer: Page, title: str) -> None:
    address = f"/lore/{title.casefold()}/"
    writer.goto("/admin/")
    steps.open_at_the_desk(writer, title)
    expect(writer.get_by_text("One sentence less.")).to_be_visible()
    assert "A standfirst to look at" not in writer.request.get(address).text()
    steps.save_at_the_desk(writer, "The standfirst, as it was agreed.")
    expect(writer.get_by_text("Published: readers see it now.")).to_be_visible()
    assert "A standfirst to look at" in writer.request.get(address).text()
    writer.goto("/admin/")
    steps.open_at_the_desk(writer, title)


def takes_it_down(writer: Page) -> None:
    read = writer.get_by_role("link", name="Read it as readers do").get_attribute("href")
    writer.get_by_role("link", name="Take down").click()
    writer.get_by_label("Why").fill("Somebody asked for it.")
    writer.get_by_role("button", name="Take down").click()
    expect(writer.locator(".messagelist .success")).to_contain_text("Taken down")
    gone = writer.request.get(read or "")
    assert gone.status == 410
    assert "was taken down" in gone.text()
