"""What names a person is left out of every line, whatever library or exception said it."""

import smtplib

import pytest
from django.db import IntegrityError, transaction
from procrastinate.jobs import Job

from accounts.models import User
from ashes_club.discretion import discreet
from tests.ashes_club.logged import logged


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Mail to mira@ashes.example is refused", "Mail to … is refused"),
        ("{'mira+club@mail.ashes.example': (550, b'no')}", "{'…': (550, b'no')}"),
        ("Key (email)=(Mira Emberly) already exists.", "Key (email)=(…) already exists."),
        ("Failing row contains (7, mira, null).", "Failing row contains (…)"),
        ("Signed in from 81.2.69.142", "Signed in from …"),
        ("Signed in from 2a02:8071:b5::1, twice", "Signed in from …, twice"),
        ("Card 4242 4242 4242 4242 declined", "Card … declined"),
        ("Card 4242424242424242 declined", "Card … declined"),
        ("No gift at /gifts/hXo3Zr0kQ-9pLw_2sVbN4cTyUeA1mDfG/", "No gift at /gifts/…/"),
        ("Session 8dqz7w3ht0xk1l5v9m2c4b6n8j0a2s4d is over", "Session … is over"),
        ("Link MQ:1tGh5K:3kD9fXwPzYbQ7vLmR2sT8uJcN5a", "Link MQ:1tGh5K:…"),
        ("Key sk_live_51Habc is old", "Key … is old"),
    ],
)
def test_what_names_a_person_or_opens_a_door_is_left_out(said, left):
    assert discreet(said).rstrip(".") == left.rstrip(".")


@pytest.mark.parametrize(
    "said",
    [
        "Order AC-2026-000123 is quarantined: Paid 1 cents, ordered 1200.",
        "evt_1PqRsTuVwXyZ0123456789ab could not be acted upon",
        "connection to server at 10.0.3.7, port 5432 failed",
        "payments.tasks.look_after_orders[4711] took 0:00:12.345678",
        "lore.0010_fill_page_slugs_and_names_of_2026 is not applied",
        'File "/venv/lib/python3.13/site-packages/django/db/models/query.py", line 633',
        "2026-11-26T07:41:56.123Z",
    ],
)
def test_what_helps_to_find_a_fault_stays(said):
    assert discreet(said) == said


def test_refused_row_in_a_traceback_names_nobody(mira):
    def log(logger):
        try:
            with transaction.atomic():
                User.objects.create_user(mira.email, handle=mira.handle)
        except IntegrityError:
            logger.exception("The account could not be made")

    said = logged(log)
    assert "UniqueViolation" in said
    assert mira.email not in said


def test_letter_that_was_refused_names_no_reader():
    refused = {"mira@ashes.example": (550, b"no such user mira@ashes.example")}

    def log(logger):
        try:
            raise smtplib.SMTPRecipientsRefused(refused)
        except smtplib.SMTPException:
            logger.exception("Not sent")

    for said in (logged(log), logged(log, as_json=True)):
        assert "SMTPRecipientsRefused" in said
        assert "mira@" not in said


def test_arguments_of_a_task_are_not_logged():
    arguments = {"to": ["mira@ashes.example"], "text": "Dear Mira,\nwelcome (again)."}
    job = Job(id=7, queue="default", lock=None, queueing_lock=None, task_name="accounts.tasks.send")
    context = job.evolve(task_kwargs=arguments).log_context()

    def log(logger):
        logger.info(f"Starting job {context['call_string']}", extra={"job": context})

    said = logged(log)
    assert "[task-7]: Starting job accounts.tasks.send[7]\n" in said
    assert "Mira" not in said


def test_address_that_leads_somewhere_is_logged_as_its_pattern(client, db):
    def log(logger):
        client.get("/gifts/short-token/")
        client.get("/members/mira-of-the-embers/")

    said = logged(log)
    assert "Not Found: /gifts/<str:token>/" in said
    assert "Not Found: /members/<" in said
    assert "short-token" not in said
    assert "mira" not in said


def test_of_an_address_that_leads_nowhere_only_the_first_word_is_logged(client, db):
    said = logged(lambda logger: client.get("/gift/mira/x"))
    assert "Not Found: /gift/…" in said
    assert "mira" not in said
