"""Contributor, Editor, Chief editor: each sees the buttons they may press, and only those work."""

import pytest
from django.contrib.auth.models import Group

from lore.groups import CHIEF_EDITOR, CONTRIBUTOR, EDITOR, make_groups
from lore.models import Page, Stage, Status, WorkInHand
from tests.lore.desk import typed

LIST = "/admin/lore/page/"
MAY = {
    CONTRIBUTOR: {"_save", "_continue", "_submit"},
    EDITOR: {"_save", "_continue", "_submit", "_schedule", "_publish"},
    CHIEF_EDITOR: {"_save", "_continue", "_submit", "_schedule", "_publish"},
}
ACTS = {
    CONTRIBUTOR: set(),
    EDITOR: {"unpublish", "archive"},
    CHIEF_EDITOR: {"unpublish", "archive", "take-down"},
}
GROUPS = [CONTRIBUTOR, EDITOR, CHIEF_EDITOR]


@pytest.fixture
def desk_of(client, mira):
    """A browser in which Mira is signed in as one of a group."""
    make_groups()

    def sit(group):
        mira.is_staff = True
        mira.save()
        mira.groups.set([Group.objects.get(name=group)])
        client.force_login(mira)
        return client

    return sit


def _change(page):
    return f"{LIST}{page.pk}/change/"


def _act(page, name):
    return f"{LIST}{page.pk}/acts/{name}/"


@pytest.mark.parametrize("group", GROUPS)
def test_form_offers_what_its_reader_may_do(desk_of, make_page, group):
    page = make_page()
    shown = desk_of(group).get(_change(page)).content.decode()
    for name in MAY[CHIEF_EDITOR]:
        assert (f'name="{name}"' in shown) == (name in MAY[group])
    for name in ACTS[CHIEF_EDITOR]:
        assert (_act(page, name) in shown) == (name in ACTS[group])


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("press", sorted(MAY[CHIEF_EDITOR]))
def test_button_that_is_not_offered_is_refused_and_nothing_is_saved(
    desk_of, make_page, group, press
):
    page = make_page()
    desk = desk_of(group)
    data = typed(desk.get(_change(page)), press=press, body="Other.")
    answer = desk.post(_change(page), data)
    assert answer.status_code == (302 if press in MAY[group] else 403)
    assert page.revisions.count() == (2 if press in MAY[group] else 1)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", sorted(ACTS[CHIEF_EDITOR]))
def test_act_is_done_by_those_who_may_and_refused_to_others(desk_of, make_page, group, name):
    page = make_page()
    desk = desk_of(group)
    assert desk.get(_act(page, name)).status_code == (200 if name in ACTS[group] else 403)
    answer = desk.post(_act(page, name), {"words": "A reason."})
    assert answer.status_code == (302 if name in ACTS[group] else 403)
    assert Page.objects.get().is_public == (name not in ACTS[group])


@pytest.mark.parametrize("group", GROUPS)
def test_list_acts_for_those_who_may(desk_of, make_page, group):
    make_page()
    shown = desk_of(group).get(LIST).content.decode()
    actions = {"publish": EDITOR, "archive": EDITOR, "take_down": CHIEF_EDITOR}
    for name, first in actions.items():
        assert (f'<option value="{name}"' in shown) == (GROUPS.index(group) >= GROUPS.index(first))


def test_contributor_may_not_act_on_the_list_by_hand(desk_of, make_page):
    page = make_page()
    desk = desk_of(CONTRIBUTOR)
    data = typed(desk.get(LIST), "changelist-form", press="confirmed")
    desk.post(LIST, data | {"action": "archive", "_selected_action": [page.pk], "words": "x"})
    assert Page.objects.get().is_public


def test_contributor_writes_and_asks_for_a_review(desk_of, kael):
    desk = desk_of(CONTRIBUTOR)
    form = desk.get(f"{LIST}add/")
    data = typed(form, press="_submit", title="The Moon", slug="moon", kind="place", note="Look.")
    assert desk.post(f"{LIST}add/", data).status_code == 302
    page = Page.objects.get()
    assert page.status == Status.DRAFT
    assert WorkInHand.objects.get().stage == Stage.REVIEW
    assert page.desk_notes.get().text == "Look."
    assert desk.get("/lore/moon/").status_code == 404


def test_only_a_chief_editor_deletes_a_source(desk_of, polygon):
    address = f"/admin/lore/source/{polygon.pk}/delete/"
    assert desk_of(EDITOR).get(address).status_code == 403
    assert desk_of(CHIEF_EDITOR).get(address).status_code == 200


def test_nobody_of_the_groups_reaches_members_or_the_shop(desk_of):
    desk = desk_of(CHIEF_EDITOR)
    for address in ["/admin/accounts/user/", "/admin/auth/group/"]:
        assert desk.get(address).status_code == 403
    assert desk.get("/admin/catalog/item/add/").status_code == 403


def test_member_without_a_desk_is_sent_to_sign_in(client, mira, make_page):
    page = make_page()
    client.force_login(mira)
    for address in [_change(page), _act(page, "archive"), f"{LIST}{page.pk}/notes/"]:
        assert client.post(address, {"words": "x"}).status_code == 302
    assert Page.objects.get().is_public
