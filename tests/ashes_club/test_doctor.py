"""The doctor: each fault made for real, named with what to do about it, and nothing left behind."""

import socketserver
import threading
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ashes_club import database as own_connection
from ashes_club import doctor
from ashes_club.doctor import State, caches, disk, mail, migrations, people, queue, secrets
from ashes_club.doctor import database as database_check
from ashes_club.doctor import storage as storage_check

pytestmark = pytest.mark.django_db
NOBODY = 9  # a port nobody listens at
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def _states(check):
    return [finding.state for finding in check()]


def _faults(check):
    return [finding for finding in check() if finding.state is State.FAULT]


def _run(**options):
    said, code = StringIO(), 0
    try:
        call_command("doctor", stdout=said, no_color=True, **options)
    except SystemExit as ended:
        code = ended.code
    return said.getvalue(), code


@pytest.fixture
def database_is_away(monkeypatch):
    port_of_nobody = {**own_connection.parameters(), "host": "127.0.0.1", "port": NOBODY}
    monkeypatch.setattr(own_connection, "parameters", lambda: port_of_nobody)


@pytest.fixture
def worker(db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


@pytest.fixture
def all_is_well(monkeypatch):
    well = {kind: lambda: iter([doctor.Finding(State.FINE, "Well.")]) for kind in doctor.CHECKS}
    monkeypatch.setattr(doctor, "CHECKS", well)


# --- the command -------------------------------------------------------------------------------
def test_all_well_is_exit_code_0(all_is_well):
    said, code = _run()
    assert code == 0
    assert said.count("fine ") == len(doctor.CHECKS)
    assert said.endswith("All is well.\n")


def test_one_fault_is_exit_code_1_and_a_line_with_what_to_do(all_is_well, monkeypatch):
    broken = doctor.Finding(State.FAULT, "No disk.", "Buy one.")
    monkeypatch.setitem(doctor.CHECKS, "disk", lambda: iter([broken]))
    said, code = _run()
    assert code == 1
    assert "fault  disk        No disk. Buy one.\n" in said
    assert said.endswith("1 broken, 0 to look at.\n")


def test_without_database_the_rest_is_still_looked_at(database_is_away, settings):
    settings.STRIPE_API_BASE = settings.SITE_URL = f"http://127.0.0.1:{NOBODY}"
    said, code = _run()
    assert code == 1
    assert "fault  database    No answer" in said
    assert "look   queue       Not looked at" in said
    assert all(f" {kind} " in said for kind in doctor.CHECKS)


def test_letter_is_sent_only_where_asked_for(all_is_well):
    _run()
    assert not outbox.outbox
    _run(send_mail_to="ops@ashes.example")
    assert [letter.to for letter in outbox.outbox] == [["ops@ashes.example"]]


# --- database, tables, queue -------------------------------------------------------------------
def test_database_that_answers_says_its_version_and_clock():
    version, clock = database_check.check()
    assert version.said.startswith("PostgreSQL 18")
    assert version.state is clock.state is State.FINE


@pytest.mark.parametrize(
    ("skew", "state"), [(0.4, State.FINE), (-5, State.LOOK), (90, State.FAULT), (-90, State.FAULT)]
)
def test_clocks_apart_are_told(skew, state):
    assert database_check.judge_skew(skew).state is state


def test_missing_migration_is_a_fault():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'lore' AND name LIKE '0001%'")
    (finding,) = migrations.check()
    assert finding.state is State.FAULT
    assert "1 are not applied, the first is lore.0001" in finding.said


def test_tables_of_a_newer_version_are_worth_a_look():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('lore', 'new', now())"
        )
    assert _states(migrations.check) == [State.FINE, State.LOOK]


def test_queue_without_worker_is_a_fault():
    assert "No worker" in _faults(queue.check)[0].said


def test_worker_that_looked_in_is_enough(worker):
    assert _states(queue.check) == [State.FINE, State.FINE]


def test_worker_that_went_silent_is_none(worker):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 min'")
    assert _faults(queue.check)


def _queued(since, **fields):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at, status)"
            " VALUES ('default', 'x', %s, %s)",
            [fields.get("scheduled_at"), fields.get("status", "todo")],
        )
        cursor.execute("UPDATE procrastinate_events SET at = %s", [since])


def test_task_that_waits_long_is_worth_a_look(worker):
    _queued(timezone.now() - timezone.timedelta(minutes=90))
    _, waiting = queue.check()
    assert waiting.state is State.LOOK
    assert "1 h 30 min" in waiting.said


def test_task_for_tomorrow_does_not_wait(worker):
    now = timezone.now()
    _queued(now, scheduled_at=now + timezone.timedelta(days=1))
    assert [finding.said for finding in queue.check()][1] == "Nothing waits."


def test_tasks_that_failed_are_worth_a_look(worker):
    _queued(timezone.now(), status="failed")
    assert _states(queue.check)[-1] is State.LOOK


# --- people and secrets ------------------------------------------------------------------------
def test_empty_desk_is_worth_a_look():
    assert next(people.check()).said == "Nobody can open the desk."


def test_staff_with_a_password_alone_are_named(ash, settings):
    settings.DEMO = False
    settings.STAFF_SECOND_FACTOR = False
    assert "1 of 1 at the desk have no second factor: ash." in _faults(people.check)[0].said
    Authenticator.objects.create(user=ash, type=Authenticator.Type.TOTP, data={})
    assert not _faults(people.check)


def test_demo_password_is_a_fault_in_a_real_club(ash, settings):
    ash.set_password(settings.DEMO_PASSWORD)
    ash.save()
    settings.DEMO, settings.STAFF_SECOND_FACTOR = False, True
    assert "The demo's password opens ash." in _faults(people.check)[0].said


def _production(settings, **values):
    settings.PRODUCTION = True
    given = {"SECRET_KEY": "s3cr.t-" * 9, "BACKUP_KEY": "k" * 40, **values}
    for name, value in given.items():
        setattr(settings, name, value)
    return _states(secrets.check)


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ({}, ["fine", "fine", "fine"]),
        ({"SECRET_KEY": "a" * 60}, ["fault", "fine", "fine"]),
        ({"SECRET_KEY": "sixteen letters!"}, ["fault", "fine", "fine"]),
        ({"BACKUP_KEY": ""}, ["fine", "fine", "look"]),
    ],
)
def test_weak_secrets_are_told(settings, values, states):
    with pytest.MonkeyPatch.context():
        assert _production(settings, **values) == states


def test_password_of_the_example_is_told(settings, monkeypatch):
    settings.PRODUCTION = True
    kept = settings.DATABASES["default"]
    monkeypatch.setitem(kept, "HOST", "db")
    monkeypatch.setitem(kept, "PASSWORD", "ember")
    assert _states(secrets.check)[1] is State.LOOK


# --- cache, mail, files, disk ------------------------------------------------------------------
def test_cache_is_asked_for_what_it_was_given():
    assert _states(caches.check) == [State.FINE]


def test_cache_of_each_process_alone_is_said_in_a_real_club(settings):
    settings.PRODUCTION = True
    (finding,) = caches.check()
    assert finding.state is State.LOOK
    assert "Each process has its own" in finding.said


def test_cache_server_that_refuses_us_is_a_fault(settings, monkeypatch):
    """The memory that stands in for it keeps what it is given, and must not hide that."""
    monkeypatch.setattr(caches, "absence", SimpleNamespace(reason="invalid password"))
    monkeypatch.setattr(caches, "_refusal", lambda host, port: "")
    there = {"BACKEND": "x", "LOCATION": "redis://user:secret@cache:6379/0"}
    monkeypatch.setattr(caches, "settings", SimpleNamespace(CACHES={"default": there}))
    (finding,) = caches.check()
    assert finding.said == "The server at cache:6379 refuses: invalid password"


def test_cache_server_that_is_away_is_a_fault(settings):
    away = {"BACKEND": "x", "LOCATION": f"redis://127.0.0.1:{NOBODY}/0"}
    settings.CACHES = {**settings.CACHES, "default": away}
    assert _faults(caches.check)


def test_cache_that_forgets_is_a_fault(settings):
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "default": dummy}
    assert _faults(caches.check)


def test_mail_server_that_is_away_is_a_fault(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", NOBODY
    assert "does not take us" in _faults(mail.check)[0].said


class Greeter(socketserver.StreamRequestHandler):
    """As much of a mail server as says hello and goodbye."""

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            self.server.heard.append(line[:4].decode().upper())
            self.wfile.write(b"250 yes\r\n")


def test_mail_server_is_greeted_and_sent_nothing(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as server:
        server.heard = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = server.server_address[1], "a@club.org"
        assert _states(mail.check) == [State.LOOK, State.FINE]
        server.shutdown()
    assert server.heard == ["EHLO", "QUIT"]


def test_mail_kept_in_files_is_a_fault_in_a_real_club(settings):
    settings.DEMO = False
    assert _faults(mail.check)


def test_files_are_written_read_and_removed(media):
    public, private = storage_check.check()
    assert public.state is private.state is State.FINE
    assert not list(media.iterdir())


def test_folder_that_takes_no_files_is_a_fault(media):
    media.write_text("a file, where the folder should be")
    assert "A public file cannot be kept" in _faults(storage_check.check)[0].said


@pytest.mark.parametrize(
    ("free", "state"), [(50 * 10**9, State.FINE), (10**9, State.LOOK), (10**6, State.FAULT)]
)
def test_little_room_is_told(free, state):
    assert disk.judge_room("uploads", free).state is state


def test_club_without_backup_is_told_so(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    assert list(disk.check())[-1].said == "There is no backup here."
    (tmp_path / "ashes-club-20261126T030000Z.tar").touch()
    assert list(disk.check())[-1].state is State.FINE
