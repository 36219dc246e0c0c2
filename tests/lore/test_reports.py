"""What wants looking after: eight lists for editors, each one statement, each with links to act."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lore.models import Claim, Page, PageAlias, PageLink, Relation, Status, StatusQuestion
from lore.models.report_words import OVER_LONG
from lore.reports import REPORTS, overdue

INDEX = "/admin/lore/reports/"
YESTERDAY = timezone.localdate() - timedelta(days=1)
TOMORROW = timezone.localdate() + timedelta(days=1)


def _titles(pages):
    return [page.title for page in pages]


def _draw_all():
    for page in Page.objects.all():
        page.render_body()


# --- wanted ----------------------------------------------------------------------------------
def test_wanted_are_red_links_of_published_pages_the_most_wanted_first(make_page):
    make_page("One", "[[Red Oak]] and [[Ash Tree]]")
    make_page("Two", "[[red-oak]] and [[One]]")
    make_page("Draft", "[[Ash Tree]] and [[Birch]]", status=Status.DRAFT)
    assert list(PageLink.objects.wanted()) == [
        {"key": "red-oak", "wanted_by": 2},
        {"key": "ash-tree", "wanted_by": 1},
    ]


def test_wanted_page_can_be_written_with_its_title_filled_in(editor, make_page):
    make_page("One", "[[Red Oak]]")
    shown = editor.get(f"{INDEX}wanted/").content.decode()
    assert 'href="/admin/lore/page/add/?title=Red+Oak"' in shown
    form = editor.get("/admin/lore/page/add/?title=Red+Oak").content.decode()
    assert 'value="Red Oak"' in form


def test_wanted_page_that_lies_there_as_a_draft_is_offered_for_finishing(editor, make_page):
    draft = make_page("Red Oak", status=Status.DRAFT)
    make_page("One", "[[Red Oak]]")
    shown = editor.get(f"{INDEX}wanted/").content.decode()
    assert f'<a href="/admin/lore/page/{draft.pk}/change/">Finish “Red Oak”</a>' in shown


def test_pages_that_want_a_page_are_listed(editor, make_page):
    make_page("One", "[[Red Oak]]")
    make_page("Two")
    shown = editor.get(f"{INDEX}wanted/pages/?key=red-oak").content.decode()
    assert ">One</a>" in shown
    assert ">Two</a>" not in shown


# --- orphans and dead ends -------------------------------------------------------------------
def test_orphan_is_led_to_by_no_other_live_page(make_page):
    make_page("Linked")
    make_page("Linking", "[[Linked]]")
    make_page("By A Draft Only")
    make_page("Draft", "[[By A Draft Only]]", status=Status.DRAFT)
    make_page("Narcissus", "[[Narcissus]]")
    _draw_all()
    assert _titles(Page.objects.orphans()) == ["By A Draft Only", "Linking", "Narcissus"]


def test_page_that_a_tie_leads_to_is_no_orphan(make_page):
    one, two = make_page("One"), make_page("Two")
    Relation.objects.create(from_page=one, type="near", to_page=two, grade="canon")
    assert _titles(Page.objects.orphans()) == ["One"]


def test_dead_end_leads_nowhere_or_only_to_itself_or_to_nobody(make_page):
    make_page("End")
    make_page("Red", "[[Nobody]]")
    make_page("Narcissus", "[[Narcissus]]")
    make_page("Open", "[[End]]")
    _draw_all()
    assert _titles(Page.objects.dead_ends()) == ["End", "Narcissus", "Red"]


# --- names -----------------------------------------------------------------------------------
def test_name_that_another_page_bears_itself_is_told_with_both(editor, make_page):
    one, two = make_page("One"), make_page("Two")
    PageAlias.objects.create(page=one, title="Two")
    PageAlias.objects.create(page=one, title="Another")
    PageAlias.objects.create(page=two, title="The Two Of Them")
    (only,) = PageAlias.objects.shadowed()
    assert (only.title, only.page, only.shadowed_by) == ("Two", one, two.pk)
    shown = editor.get(f"{INDEX}double-redirects/").content.decode()
    assert f'<a href="/admin/lore/page/{two.pk}/change/">Two</a>' in shown


# --- overdue, unsourced, long, old -----------------------------------------------------------
def _question(page, day):
    return StatusQuestion.objects.create(
        page=page, question="Will it rise?", as_of=YESTERDAY, reason="No word.", next_look=day
    )


def test_overdue_are_pages_claims_and_questions_whose_day_has_passed(make_page, make_claim):
    page = make_page("Late", review_due=YESTERDAY)
    make_page("In Time", review_due=TOMORROW)
    make_claim(page, "It rose.", review_due=YESTERDAY - timedelta(days=2))
    make_claim(page, "It fell.", review_due=TOMORROW)
    _question(page, YESTERDAY - timedelta(days=1))
    _question(page, None)
    assert [row["what"] for row in overdue()] == ["It rose.", "Will it rise?", "The page"]
    assert {row["of"] for row in overdue()} == {page.pk}


def test_nothing_of_an_archived_page_is_overdue(make_page, make_claim, kael):
    page = make_page("Gone", review_due=YESTERDAY, status=Status.ARCHIVED)
    make_claim(page, review_due=YESTERDAY)
    _question(page, YESTERDAY)
    assert not list(overdue())


def test_unsourced_are_bare_facts_and_what_is_not_even_reasoned(make_page, make_claim, polygon):
    page = make_page()
    make_claim(page, "Cited.").cited.create(source=polygon)
    make_claim(page, "A bare fact.", basis="Everybody knows.")
    make_claim(page, "A reasoned theory.", grade="theory", basis="Argued in the reading room.")
    make_claim(page, "A bare theory.", grade="theory")
    make_claim(make_page("Draft", status=Status.DRAFT), "Of a draft.")
    assert _titles_of_claims(Claim.objects.unsourced()) == ["A bare fact.", "A bare theory."]


def _titles_of_claims(claims):
    return [claim.text for claim in claims]


def test_over_long_pages_come_the_longest_first(make_page):
    for title, words in [("Long", OVER_LONG), ("Longer", OVER_LONG + 9), ("Short", 100)]:
        Page.objects.filter(pk=make_page(title).pk).update(word_count=words)
    assert _titles(Page.objects.over_long()) == ["Longer", "Long"]


def test_pages_of_an_older_renderer_are_drawn_again_in_the_background(editor, make_page):
    page = make_page()
    Page.objects.update(renderer_version=0)
    assert "Draw them all again" in editor.get(f"{INDEX}outdated/").content.decode()
    for _ in range(2):
        assert editor.post(f"{INDEX}outdated/drawing/").status_code == 302
    assert ProcrastinateJob.objects.get().task_name == "lore.tasks.rerender_outdated"
    assert _titles(Page.objects.outdated()) == [page.title]


# --- the pages -------------------------------------------------------------------------------
@pytest.fixture
def fill(make_page, make_claim):
    """So many rows in every report."""

    def do(number):
        for n in range(number):
            page = make_page(f"Page {n}", f"[[Red {n}]]", review_due=YESTERDAY)
            make_claim(page, review_due=YESTERDAY)
            _question(page, YESTERDAY)
            PageAlias.objects.create(page=page, title=f"Page {n + 1}")
        Page.objects.update(renderer_version=0, word_count=OVER_LONG)

    return do


def test_index_counts_every_report(editor, fill):
    fill(3)
    counts = dict(editor.get(INDEX).context["counted"])
    assert {report.slug: count for report, count in counts.items()} == {
        "wanted": 3, "ambiguous": 0, "orphans": 3, "dead-ends": 3, "double-redirects": 2,
        "overdue": 9, "unsourced": 3, "over-long": 3, "outdated": 3,
    }  # fmt: skip


@pytest.mark.parametrize("slug", ["", *REPORTS])
def test_report_takes_as_many_statements_for_many_rows_as_for_one(
    editor, fill, slug, django_assert_max_num_queries
):
    fill(12)
    address = f"{INDEX}{slug}/" if slug else INDEX
    most = 4 + (len(REPORTS) if not slug else 3)  # who asks; a count, the rows, what goes with them
    with django_assert_max_num_queries(most):
        assert editor.get(address).status_code == 200


@pytest.mark.parametrize("slug", list(REPORTS))
def test_empty_report_says_so(editor, db, slug):
    assert "Nothing to do here." in editor.get(f"{INDEX}{slug}/").content.decode()


def test_long_report_comes_in_pages(editor, fill, monkeypatch):
    monkeypatch.setattr("lore.admin.reports.ON_A_PAGE", 2)
    fill(3)
    assert "Page 1 of 2" in editor.get(f"{INDEX}wanted/").content.decode()
    assert ">Red 2<" in editor.get(f"{INDEX}wanted/?p=2").content.decode()


def test_markup_in_names_is_shown_as_text(editor, make_page):
    make_page("<b>Bold</b>", "[[<script>alert(1)</script>]]", slug="bold")
    for slug in ("wanted", "orphans"):
        shown = editor.get(f"{INDEX}{slug}/").content.decode().casefold()
        assert "<script>alert" not in shown
        assert "<b>bold" not in shown


def test_report_nobody_has_is_404(editor, db):
    assert editor.get(f"{INDEX}nothing/").status_code == 404


def test_reports_are_found_from_the_index_of_lore(editor, db):
    assert INDEX in editor.get("/admin/lore/").content.decode()


# --- who may ---------------------------------------------------------------------------------
EVERY = [INDEX, f"{INDEX}wanted/", f"{INDEX}wanted/pages/?key=red", f"{INDEX}outdated/"]


@pytest.mark.parametrize("address", EVERY)
def test_visitors_are_sent_to_the_door(client, db, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", EVERY)
def test_staff_without_the_wiki_is_refused(client, mira, address):
    mira.is_staff = True
    mira.save()
    client.force_login(mira)
    assert client.get(address).status_code == 403
    assert client.post(f"{INDEX}outdated/drawing/").status_code == 403


def test_drawing_again_is_asked_for_by_post_only(editor, db):
    assert editor.get(f"{INDEX}outdated/drawing/").status_code == 405
