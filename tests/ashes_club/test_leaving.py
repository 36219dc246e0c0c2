"""Leaving: asked twice, thought over, and then nothing of the person is left but the books."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Departure, User, why_not
from ashes_club import leaving
from lore.models import Page, PageRevision, Status
from payments.models import Order
from tests.ashes_club.members import is_due, live_fully

DELETION = "/account/deletion/"
PASSWORD = {"password": "a long enough pass"}
# What the law has the house keep, as it was.
BOOKS = {"payments_order", "payments_invoice", "payments_movement"}


@pytest.fixture
def _private_files(settings, tmp_path, media):
    options = {"location": tmp_path / "private"}
    backend = {**settings.STORAGES["default"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": backend}


@pytest.fixture
def lived(mira, ash, make_item, picture_bytes, _private_files):
    User.objects.filter(pk=mira.pk).update(byline="Mira Emberly", bio="Collects feathers.")
    mira.refresh_from_db()
    return live_fully(mira, make_item(), picture_bytes("WEBP", (300, 300)))


def _tables_with(words):
    """Every table in which one of the words stands, in any column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            for word in words:
                cursor.execute(
                    f'SELECT 1 FROM "{table}" AS each '
                    r"WHERE each::text ~* ('(^|[^a-z0-9])' || %s || '($|[^a-z0-9-])') LIMIT 1",
                    [word],
                )
                if cursor.fetchone():
                    found.add(table)
    return found


def test_password_is_asked_and_nothing_goes_without_it(client, mira):
    client.force_login(mira)
    assert client.post(DELETION, {"password": "wrong"}).status_code == 422
    assert not Departure.objects.exists()
    assert client.post(DELETION, PASSWORD).status_code == 302
    assert Departure.objects.get().user == mira


def test_guessing_the_password_there_is_limited(client, mira):
    client.force_login(mira)
    answers = [client.post(DELETION, {"password": "wrong"}).status_code for _ in range(12)]
    assert answers[-1] == 429


def test_member_without_a_password_proves_it_another_way(client, mira):
    mira.set_unusable_password()
    mira.save()
    client.force_login(mira)
    page = client.get(DELETION)
    assert page.status_code == 302 or "Your handle, to be sure" in page.text
    assert not Departure.objects.exists()


def test_letter_names_the_day_and_its_link_keeps_the_account(client, mira, run_tasks, mailoutbox):
    client.force_login(mira)
    client.post(DELETION, PASSWORD)
    run_tasks()
    departure = Departure.objects.get()
    assert f"{departure.due_at:%B %Y}" in mailoutbox[-1].body
    client.logout()
    assert departure.undo_path in mailoutbox[-1].body
    assert "Keep your account?" in client.get(departure.undo_path).text
    assert Departure.objects.exists(), "a scanner of mail follows every link"
    assert "You stay" in client.post(departure.undo_path).text
    assert not Departure.objects.exists()
    assert client.get(departure.undo_path).status_code == 404


def test_nobody_goes_before_the_days_of_grace_are_over(mira):
    Departure.ask(mira)
    assert leaving.remove_due() == 0
    assert not leaving.remove(mira), "called off, or not due yet"


def test_house_is_not_left_without_anyone_to_run_it(client, ash):
    client.force_login(ash)
    page = client.post(DELETION, PASSWORD)
    assert page.status_code == 422 and "only one who can run the house" in page.text


def test_account_waits_while_money_for_it_is_on_its_way(mira, lived):
    Order.objects.update(paid_at=None, pending_at=timezone.now())
    is_due(mira)
    assert leaving.remove_due() == 0
    assert User.objects.filter(pk=mira.pk).exists()


def test_nothing_but_the_books_knows_the_person_afterwards(client, mira, lived):
    client.force_login(mira)
    words = ["mira@ashes.example", "mira", "mira-of-ash", "emberly", "feathers"]
    assert len(_tables_with(words)) > 5, "they were everywhere"
    is_due(mira)
    assert leaving.remove_due() == 1
    assert _tables_with(words) <= BOOKS
    assert not User.objects.filter(pk=mira.pk).exists()


def test_books_stay_without_an_account_and_the_number_is_nobodys(mira, lived):
    is_due(mira)
    leaving.remove_due()
    for kept in (lived["order"], lived["copy"], lived["invoice"]):
        kept.refresh_from_db()
    assert (lived["order"].buyer, lived["order"].email) == (None, "mira@ashes.example")
    assert (lived["copy"].owner, lived["copy"].serial) == (None, 7)


def test_files_of_the_person_are_gone_from_the_disk(mira, lived):
    files = [mira.picture, lived["data_copy"].file]
    assert all(file.storage.exists(file.name) for file in files)
    is_due(mira)
    leaving.remove_due()
    assert not any(file.storage.exists(file.name) for file in files)


def test_every_browser_is_signed_out(client, mira, kael, lived):
    client.force_login(mira)
    mine = client.session.session_key
    client.force_login(kael)
    is_due(mira)
    leaving.remove_due()
    assert not Session.objects.filter(session_key=mine).exists()
    assert client.get("/account/profile/").status_code == 200, "others stay signed in"


def test_no_one_is_ever_called_so_again(mira, lived):
    is_due(mira)
    leaving.remove_due()
    assert why_not("mira") and why_not("mira-of-ash")


def test_what_a_keeper_wrote_stays_by_a_former_keeper(client, kael, ash):
    kael.is_staff = True
    kael.save()
    given = {"kind": "place", "author": kael, "body": "A mountain."}
    page = Page.objects.create(title="Volcano", slug="volcano", status=Status.PUBLISHED, **given)
    page.revise(kael, "Entered in the record.")
    LogEntry.objects.create(user=kael, action_flag=1, object_repr="Volcano")
    is_due(kael)
    assert leaving.remove_due() == 1
    shown = client.get("/lore/volcano/")
    assert "A former keeper" in shown.text and "Kael" not in shown.text
    assert _tables_with(["kael@ashes.example", "kael"]) == set()
    assert PageRevision.objects.get().snapshot["author"] == f"former-keeper-{kael.pk}"
    assert LogEntry.objects.get().user == kael, "the desk's log is nobody's to cut"
    kael.refresh_from_db()
    assert not (kael.is_active or kael.is_staff or kael.has_usable_password())


def test_revisions_still_cannot_be_rewritten(kael):
    given = {"kind": "place", "author": kael, "body": "A mountain."}
    page = Page.objects.create(title="Volcano", slug="volcano", **given)
    page.revise(kael, "Entered in the record.")
    with pytest.raises(IntegrityError), transaction.atomic():
        PageRevision.objects.update(snapshot={"author": "former-keeper-1"})
