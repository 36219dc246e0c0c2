"""The shelves as readers walk them."""

import pytest

from lore.models import Category, Status

pytestmark = pytest.mark.django_db
LIST = "/lore/category/"
FURNITURE = 2  # statements: what the masthead counts on every page


def detail(client, category, **query):
    return client.get(category.get_absolute_url(), query)


def test_tree_shows_every_shelf_in_its_place_with_its_readable_pages(client, shelf, make_page):
    fire = shelf("Fire")
    craters = shelf("Craters", fire)
    make_page("The Volcano").categories.add(craters)
    make_page("The Draft", status=Status.DRAFT).categories.add(craters)
    page = client.get(LIST).text
    assert page.index(">Fire</a>") < page.index(">Craters</a>")
    assert 'Craters</a> <span class="n">1<span class="vh"> page</span></span>' in page
    assert page.count('<ul class="branches') == 2


def test_shelves_stand_by_title(client, shelf):
    for title in ("Places", "Birds", "Ice"):
        shelf(title)
    page = client.get(LIST).text
    assert page.index(">Birds<") < page.index(">Ice<") < page.index(">Places<")


def test_tree_is_read_in_one_statement(client, shelf, django_assert_num_queries):
    last = None
    for level in range(5):
        last = shelf(f"Level {level}", last)
    with django_assert_num_queries(1 + FURNITURE):
        client.get(LIST)


def test_shelf_shows_the_way_down_to_it_and_what_stands_within(client, shelf):
    fire = shelf("Fire")
    mountains = shelf("Mountains", fire, description="What stands high.")
    shelf("Craters", mountains)
    page = detail(client, mountains).text
    crumbs = page[page.index('<ol class="crumbs') : page.index("</ol>")]
    assert (
        crumbs.index("Categories")
        < crumbs.index("/lore/category/fire/")
        < crumbs.index('aria-current="page">Mountains')
    )
    assert "What stands high." in page
    assert "/lore/category/craters/" in page


def test_shelf_lists_readable_pages_by_kind(client, shelf, make_page):
    fire = shelf("Fire")
    for title, kind in [("The Volcano", "place"), ("Ash", "character"), ("Basalt", "place")]:
        make_page(title, kind=kind).categories.add(fire)
    make_page("The Draft", status=Status.DRAFT).categories.add(fire)
    page = detail(client, fire).text
    order = [">Characters</h2>", ">Ash</a>", ">Places</h2>", ">Basalt</a>", ">The Volcano</a>"]
    assert sorted(order, key=page.index) == order
    assert "The Draft" not in page


def test_long_shelf_comes_in_sheets(client, shelf, make_page, monkeypatch):
    monkeypatch.setattr("lore.paging.PER_SHEET", 2)
    fire = shelf("Fire")
    for n in range(3):
        make_page(f"Page {n}").categories.add(fire)
    assert "Sheet 1 of 2" in detail(client, fire).text
    assert "Page 2" in detail(client, fire, page="2").text
    assert "Sheet 2 of 2" in detail(client, fire, page="-99999999999").text
    assert "Sheet 1 of 2" in detail(client, fire, page="\t").text


def test_statements_do_not_grow_with_pages_and_branches(
    client, shelf, make_page, django_assert_num_queries
):
    fire = shelf("Fire")
    for n in range(4):
        shelf(f"Shelf {n}", fire)
        make_page(f"Page {n}").categories.add(fire)
    with django_assert_num_queries(5 + FURNITURE):
        detail(client, fire)


def test_unknown_shelf_is_not_found(client, db):
    assert client.get("/lore/category/nothing/").status_code == 404


def test_page_names_its_shelves(client, shelf, make_page):
    page = make_page("The Volcano")
    page.categories.set([shelf("Fire"), shelf("Mountains")])
    text = client.get("/lore/volcano/").text
    assert 'Filed under <a href="/lore/category/fire/">Fire</a>, <a href' in text


def test_no_page_takes_the_address_of_the_shelves(make_page):
    with pytest.raises(Exception, match="uses this address itself"):
        make_page("Categories", slug="category").full_clean()


def test_titles_and_descriptions_are_text(client, shelf):
    bad = "<script>alert(1)</script>"
    category = Category.objects.create(title=bad, slug="bad", description=bad)
    shelf("Within", category)
    for page in (client.get(LIST).text, detail(client, category).text):
        assert bad not in page


# --- the desk --------------------------------------------------------------------------------
def test_desk_says_why_a_circle_is_refused(editor, shelf):
    fire = shelf("Fire")
    craters = shelf("Craters", fire)
    given = {"title": "Fire", "parent": craters.pk, "description": ""}
    page = editor.post(f"/admin/lore/category/{fire.pk}/change/", given)
    assert "cannot stand under itself" in page.text


def test_desk_keeps_the_address_of_a_renamed_shelf(editor, shelf):
    fire = shelf("Fire")
    given = {"title": "Flame", "slug": "flame", "parent": "", "description": ""}
    editor.post(f"/admin/lore/category/{fire.pk}/change/", given)
    fire.refresh_from_db()
    assert (fire.title, fire.slug) == ("Flame", "fire")


def test_desk_lists_shelves_with_the_number_of_their_pages(editor, shelf, make_page):
    make_page("The Volcano").categories.add(shelf("Fire"))
    assert '<td class="field-pages_in_it">1</td>' in editor.get("/admin/lore/category/").text
