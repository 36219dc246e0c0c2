"""The public revisions of a page: at addresses that stay, and never more open than the page."""

import pytest

COVERED = "It fell on the fourth of May"
VEILED = f"Quiet.\n\n:::spoiler C1S9 | the end | Tells it.\n{COVERED}.\n:::\n"


@pytest.fixture
def revise(kael):
    """Give a page another text, and keep it as a revision."""

    def revise_to(page, body):
        page.body = body
        page.save()
        page.revise(kael, "Rewritten.")

    return revise_to


def test_revision_says_what_the_page_said_then(client, make_page, revise):
    revise(make_page(body="A mountain of ice."), "A mountain of fire.")
    then, now = client.get("/lore/volcano/revisions/1/"), client.get("/lore/volcano/revisions/2/")
    assert "A mountain of ice." in then.content.decode()
    assert "A mountain of fire." not in then.content.decode()
    assert "A mountain of fire." in now.content.decode()


def test_search_engines_are_asked_to_find_the_page_as_it_stands(client, make_page):
    make_page()
    answer = client.get("/lore/volcano/revisions/1/")
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "public" in answer["Cache-Control"]


def test_what_was_covered_then_is_covered_in_the_revision(client, make_page, revise):
    revise(make_page(body=VEILED), "Quiet.")
    answer = client.get("/lore/volcano/revisions/1/").content.decode()
    assert "Under ash: the end" in answer
    assert COVERED not in answer


def test_revision_that_told_openly_what_is_covered_by_now_is_withheld(client, make_page, revise):
    revise(make_page(body=f"Quiet.\n\n{COVERED}."), VEILED)
    answer = client.get("/lore/volcano/revisions/1/").content.decode()
    assert COVERED not in answer
    assert "lies under ash by now" in answer


def test_claim_that_is_covered_by_now_is_in_no_revision(
    client, make_page, make_claim, seasons, kael
):
    page = make_page()
    claim = make_claim(page, COVERED)
    make_claim(page, "It rose.")
    page.revise(kael, "Claims.")
    claim.gate = seasons["C1S9"]
    claim.save()
    answer = client.get("/lore/volcano/revisions/2/").content.decode()
    assert COVERED not in answer
    assert "It rose." in answer


def test_list_leads_to_each_revision(client, make_page, revise):
    revise(make_page(), "Otherwise.")
    answer = client.get("/lore/volcano/revisions/").content.decode()
    assert 'href="/lore/volcano/revisions/1/"' in answer
    assert 'href="/lore/volcano/revisions/2/"' in answer


def test_revision_of_a_draft_and_a_number_too_many_are_404(client, make_page):
    make_page()
    make_page("The Lid", status="draft")
    assert client.get("/lore/volcano/revisions/9/").status_code == 404
    assert client.get("/lore/lid/revisions/1/").status_code == 404


def test_reading_a_revision_writes_nothing(client, make_page, revise):
    page = make_page(body="A mountain of ice.")
    revise(page, "A mountain of fire.")
    client.get("/lore/volcano/revisions/1/")
    page.refresh_from_db()
    assert "fire" in page.html


def test_work_that_readers_were_not_shown_is_told_of_nowhere(client, make_page, kael):
    page = make_page()
    last = page.revisions.first()
    page.revisions.create(
        number=2, base=1, snapshot=last.snapshot, summary="The plan for spring", author=kael
    )
    assert client.get("/lore/volcano/revisions/2/").status_code == 404
    for address in ("/lore/volcano/", "/lore/volcano/revisions/", "/lore/changes/", "/lore/feed/"):
        assert "The plan for spring" not in client.get(address).content.decode()


def test_summary_for_editors_only_is_told_of_nowhere(client, make_page, kael):
    page = make_page()
    page.body = "Otherwise."
    page.save()
    page.revise(kael, "ash: the mountain falls")
    for address in ("/lore/volcano/", "/lore/volcano/revisions/", "/lore/changes/", "/lore/feed/",
                    "/lore/volcano/revisions/2/"):  # fmt: skip
        assert "the mountain falls" not in client.get(address).content.decode()


def test_claims_of_a_revision_carry_their_day_in_words(client, make_page, make_claim, kael):
    page = make_page()
    make_claim(page, "It rose.")
    page.revise(kael, "A claim.")
    assert "As of 21 Nov 2026." in client.get("/lore/volcano/revisions/2/").text
