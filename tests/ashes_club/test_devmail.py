"""/dev/mail/: letters that stay in the house, readable where a demo runs and nowhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import RequestFactory

from ashes_club import devmail

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def _in_files(settings, tmp_path):
    settings.EMAIL_BACKEND = FILES
    settings.EMAIL_FILE_PATH = tmp_path


def _send(subject="Confirm your address", body="Open http://127.0.0.1:8000/a/b:c/ now."):
    EmailMultiAlternatives(subject, body, to=["mira@ashes.example"]).send()


@pytest.mark.usefixtures("_in_files")
def test_letter_is_listed_and_read(client):
    _send()
    listed = client.get("/dev/mail/").content.decode()
    assert "Confirm your address" in listed
    name = devmail._files()[0].name
    assert (
        'href="http://127.0.0.1:8000/a/b:c/"' in client.get(f"/dev/mail/{name}/").content.decode()
    )


@pytest.mark.usefixtures("_in_files")
def test_hostile_letter_is_shown_as_text(client):
    _send(subject="<b>loud</b>", body="<script>alert(1)</script>")
    name = devmail._files()[0].name
    shown = client.get(f"/dev/mail/{name}/").content.decode()
    assert "<script>alert" not in shown
    assert "<b>loud" not in shown


@pytest.mark.usefixtures("_in_files")
@pytest.mark.parametrize("name", ["..", "../settings.py", "nothing.log"])
def test_no_other_file_can_be_read(name):
    with pytest.raises(devmail.Http404):
        devmail.mail_detail(RequestFactory().get("/dev/mail/x/"), name)


@pytest.mark.usefixtures("_in_files")
def test_empty_box_says_what_will_be_there(client):
    assert "No mail yet" in client.get("/dev/mail/").content.decode()
