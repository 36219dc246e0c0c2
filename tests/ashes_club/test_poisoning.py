"""Nobody puts words into a page, a letter or a cache that another visitor gets."""

import re

import pytest

from ashes_club.page_cache import is_public

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
SAID = {
    "x-forwarded-host": EVIL,
    "x-forwarded-server": EVIL,
    "x-forwarded-port": "6666",
    "x-forwarded-prefix": f"/{EVIL}",
    "x-original-url": f"/{EVIL}",
    "x-rewrite-url": f"/{EVIL}",
    "forwarded": f"host={EVIL}",
    "referer": f"https://{EVIL}/",
    "user-agent": EVIL,
    "accept-language": EVIL,
}


@pytest.mark.parametrize(
    "path", ["/", "/vault/", "/lore/", "/sitemap.xml", "/robots.txt", "/club/"]
)
def test_public_page_is_the_same_whatever_a_stranger_says_of_its_address(client, path):
    plain = client.get(path)
    said = client.get(path, headers=SAID | {"host": "testserver:6666"})
    assert is_public(plain)
    assert said.content == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/account/profile/x.css",
        "/account/profile.css",
        "/account/profile;x.css",
        "/bag/x.css",
        "/locker/style.css",
        "/locker/x.css/",
        "/me/avatar.png",
        "/account/email/%2e%2e/%2e%2e/static/club.css",
    ],
)
def test_private_page_has_no_address_that_looks_like_a_file(client, mira, path):
    client.force_login(mira)
    answer = client.get(path)
    assert answer.status_code == 404
    assert not is_public(answer) and "mira" not in answer.text


@pytest.mark.parametrize(
    "path", ["/me/", "/bag/", "/locker/", "/account/profile/", "/vault/yours/"]
)
def test_private_page_is_kept_by_no_cache(client, mira, path):
    client.force_login(mira)
    answer = client.get(path)
    assert answer.status_code == 200
    assert re.search(r"no-store|private", answer["Cache-Control"])
    assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize(
    "goal",
    [
        f"https://{EVIL}/",
        f"//{EVIL}/",
        f"/\\{EVIL}",
        f"\\\\{EVIL}",
        f"/\t/{EVIL}",
        f"https:{EVIL}",
        f"https:///{EVIL}",
        "javascript:alert(1)",
        f"/@{EVIL}\r\nSet-Cookie: a=b",
    ],
)
@pytest.mark.parametrize(
    ("path", "field"),
    [("/lore/shield/", "back"), ("/admin/login/", "next"), ("/account/logout/", "next")],
)
def test_no_way_on_leads_to_another_house(client, mira, path, field, goal):
    client.force_login(mira)
    for answer in (client.get(path, {field: goal}), client.post(path, {field: goal, "season": ""})):
        led = answer.get("Location", "")
        assert not led.startswith(("//", "/\\", "\\", "http", "java")), led
        assert "a" not in answer.cookies


def test_letter_names_no_host_that_a_stranger_said(client, mira, mailoutbox, run_tasks, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    form = {"email": mira.email}
    client.post("/account/password/reset/", form, headers={"host": "testserver:6666"} | SAID)
    run_tasks()
    letters = [f"{each.body}{each.alternatives}" for each in mailoutbox]
    assert letters
    assert not any(EVIL in each or ":6666" in each for each in letters)
