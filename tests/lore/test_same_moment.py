"""Two editors press their buttons in the same moment: no word of either is lost."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from lore.models import Page, Status
from tests.lore.desk import typed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def volcano(make_page, make_claim, kael):
    page = make_page(body="The first words.")
    make_claim(page)
    page.revise(kael, "Claim added.")
    return page


def at_once(*posts):
    """Each post by an editor of its own, all begun in the same moment; their answers in order."""
    barrier, answers = Barrier(len(posts)), [None] * len(posts)

    def press(place, client, address, data):
        barrier.wait()
        answers[place] = client.post(address, data)
        connection.close()

    threads = [Thread(target=press, args=(n, *post)) for n, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def desks(editor, ash):
    other = Client()
    other.force_login(ash)
    return editor, other


def _address(page):
    return f"/admin/lore/page/{page.pk}/change/"


@pytest.mark.parametrize("press", ["_save", "_publish"])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"body": "Words of Kael."}, {"body": "Words of Ash."}),
        ({"body": "Words of Kael."}, {"claims-0-text": "Words of Ash."}),
        ({"claims-0-text": "Words of Kael."}, {"claims-0-text": "Words of Ash."}),
    ],
)
def test_one_is_kept_and_the_other_is_shown_both(desks, volcano, mine, theirs, press):
    forms = [typed(desk.get(_address(volcano)), press=press) for desk in desks]
    posts = zip(desks, [_address(volcano)] * 2, [forms[0] | mine, forms[1] | theirs], strict=True)
    answers = at_once(*posts)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    page = Page.objects.get()
    assert page.version == 3
    kept = str(page.latest_revision.snapshot)
    for answer, words in zip(answers, ["Words of Kael.", "Words of Ash."], strict=True):
        assert words in (kept if answer.status_code == 302 else answer.content.decode())


def test_text_saved_while_the_list_publishes_is_not_lost(desks, volcano):
    form = typed(desks[0].get(_address(volcano)), press="_save", body="Words of Kael.")
    listed = typed(desks[1].get("/admin/lore/page/"), "changelist-form", press="confirmed")
    chosen = {"action": "archive", "_selected_action": [volcano.pk], "words": "Why not."}
    saved, archived = at_once(
        (desks[0], _address(volcano), form), (desks[1], "/admin/lore/page/", listed | chosen)
    )
    page = Page.objects.get()
    assert saved.status_code == 302
    assert page.latest_revision.snapshot["body"] == "Words of Kael."
    assert archived.status_code == (302 if page.status == Status.ARCHIVED else 409)


def test_two_new_pages_of_one_name_make_one_page(desks):
    forms = [typed(d.get("/admin/lore/page/add/"), title="Moon", slug="moon") for d in desks]
    words = {"kind": "place", "body": "Words.", "standfirst": "Typed by hand."}
    forms = [form | words for form in forms]
    add = "/admin/lore/page/add/"
    answers = at_once((desks[0], add, forms[0]), (desks[1], add, forms[1]))
    assert Page.objects.count() == 1
    _one_had_it(answers)


def _one_had_it(answers):
    """The other is told so, with everything that was typed."""
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "already answers to this name" in loser or "answers to this name already" in loser
    assert "Typed by hand." in loser
    assert Page.objects.named("moon").count() == 1


def _as_other_name(desk, page):
    rows = {"aliases-TOTAL_FORMS": 1, "aliases-0-title": "Moon", "aliases-0-reason": "name"}
    address = _address(page)
    return desk, address, typed(desk.get(address), standfirst="Typed by hand.") | rows


def _as_title(desk, page):
    address = _address(page)
    return desk, address, typed(desk.get(address), title="Moon", standfirst="Typed by hand.")


@pytest.mark.parametrize("other", [_as_other_name, _as_title])
def test_one_name_goes_to_one_page_whichever_way_both_take_it(desks, make_page, other):
    hill, lake = make_page("Hill"), make_page("Lake")
    _one_had_it(at_once(_as_other_name(desks[0], hill), other(desks[1], lake)))


def test_two_sources_of_one_key_make_one_source(desks):
    add = "/admin/lore/source/add/"
    typed = {"key": "post", "publisher": "The Post", "title": "Typed by hand."}
    answers = at_once((desks[0], add, typed), (desks[1], add, typed))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "already exists" in loser and "Typed by hand." in loser


def test_draft_saved_at_the_desk_reaches_no_process_that_keeps_pages(editor, volcano):
    form = typed(editor.get(_address(volcano)), press="_save", body="New.")
    with connection.cursor() as cursor:
        cursor.execute("LISTEN public_pages")
    editor.post(_address(volcano), form | {"claims-0-text": "It fell."})
    editor.get(_address(volcano))
    assert volcano.version == 3
    assert not list(connection.connection.notifies(timeout=0.2))
    editor.post(_address(volcano), typed(editor.get(_address(volcano))))
    assert list(connection.connection.notifies(timeout=0.2))
