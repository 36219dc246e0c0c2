"""The shopkeeper at the desk: a list brought in from a file, and stock changed in one step."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible
from tests.catalog.csvs import make, record

ITEMS = "/admin/catalog/item/"
ONE_EACH = {"phone": "Soot Lark", "desk": "Clinker Dove"}  # both sizes share one club


def choose_file(page: Page, path: Path, data: bytes) -> None:
    """From the list of items to the page that says what the file would do."""
    path.write_bytes(data)
    page.goto(ITEMS)
    page.get_by_role("link", name="Import from CSV").click()
    page.get_by_label("CSV file").set_input_files(path)
    page.get_by_role("button", name="Check this file").click()


def test_a_file_is_looked_at_confirmed_and_in_the_vault_without_a_script(
    plain_visitor: Page, size: str, tmp_path: Path
) -> None:
    page, name = plain_visitor, ONE_EACH[size]
    steps.sign_in_at_the_desk(page, "ash")
    choose_file(page, tmp_path / "birds.csv", make(record(f"{size}_1", name=name)))
    expect(page.get_by_text("Checked, not yet written.")).to_be_visible()
    page.get_by_role("button", name="Write 1 row").click()
    expect(page.get_by_text("What was written")).to_be_visible()  # the page looks again by itself
    page.goto(f"/search/?q={name}")
    expect(page.get_by_role("main").get_by_role("link", name=name).first).to_be_visible()


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_each_page_of_an_import_can_be_used_by_everyone(
    visitor: Page, size: str, tmp_path: Path
) -> None:
    steps.sign_in_at_the_desk(visitor, "ash")
    visitor.goto("/admin/catalog/itemimport/add/")
    assert_accessible(visitor)
    choose_file(visitor, tmp_path / "wrong.csv", b"name,colour\na,b\n")
    expect(visitor.get_by_text("Missing: kind, game_id or slug. Unknown: colour.")).to_be_visible()
    assert_accessible(visitor)
    choose_file(visitor, tmp_path / "bad.csv", make(record(f"{size}_x", rarity="Golden")))
    expect(visitor.get_by_role("cell", name=re.compile("“Golden” is none of"))).to_be_visible()
    assert_accessible(visitor)
    choose_file(visitor, tmp_path / "good.csv", make(record(f"{size}_2"), record(f"{size}_3")))
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Write 2 rows").click()
    expect(visitor.get_by_text("What was written")).to_be_visible()
    assert_accessible(visitor)
    visitor.goto("/admin/catalog/itemimport/")
    assert_accessible(visitor)


@pytest.mark.parametrize("action", ["Put on sale…", "Restock…", "Retire…"])
def test_an_action_asks_before_it_is_done(visitor: Page, action: str) -> None:
    choose_pieces(visitor, action, "Three Sleepers", "Cold Drop")
    expect(visitor.get_by_role("heading", level=1, name=action.rstrip("…"))).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("link", name="Back to the list").click()
    expect(visitor).to_have_url(re.compile(ITEMS))


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_restock_says_what_it_did_and_the_list_shows_it(visitor: Page) -> None:
    choose_pieces(visitor, "Restock…", "Cold Drop", "First Feather")
    visitor.get_by_label("Copies to add").fill("5")
    visitor.get_by_role("button", name="Restock").click()
    expect(visitor.get_by_text("This field is required.")).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_label("Reason").fill("Second printing")
    visitor.get_by_role("button", name="Restock").click()
    expect(visitor.get_by_text(re.compile("^Restocked: "))).to_be_visible()
    assert_accessible(visitor)


def test_the_form_of_an_item_can_be_used_by_everyone(visitor: Page) -> None:
    steps.sign_in_at_the_desk(visitor, "ash")
    visitor.goto(ITEMS + "add/")
    visitor.get_by_text("The record", exact=True).click()  # opens, so that its fields are seen too
    visitor.get_by_role("button", name="Add another Picture").click()
    visitor.get_by_role("button", name="Add another File to download").click()
    visitor.get_by_label("Opens at").fill("2031-05-01T18:00")
    assert_accessible(visitor)
    visitor.goto(ITEMS + "?q=Three+Sleepers")
    visitor.get_by_role("link", name="Three Sleepers", exact=True).click()
    expect(visitor.get_by_role("heading", name="Change item")).to_be_visible()
    assert_accessible(visitor)
    visitor.goto("/admin/catalog/itemimage/")
    assert_accessible(visitor)


def choose_pieces(page: Page, action: str, *names: str) -> None:
    """Tick the pieces in the list of Originals and choose what is to be done to them."""
    steps.sign_in_at_the_desk(page, "ash")
    page.goto(ITEMS + "?shelf__exact=originals")
    for name in names:
        page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option(label=action)
    page.get_by_role("button", name="Go").click()
