"""In production a missing or malformed setting stops the start, and the sentence names it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ashes_club.env import BUCKET, SECRETS
from tests.check import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]


STARTED = "import django; django.setup(); from django.conf import settings; settings.DEBUG"


def _start(code=STARTED, **environment):
    """Check the settings in a process of their own, as production would meet them."""
    given = {**PRODUCTION, "DATABASE_URL": "postgresql://club@db/club", **environment}
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "ashes_club.settings",
            **{name: value for name, value in given.items() if value is not None},
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_production_starts_with_everything_in_place():
    done = _start()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "SITE_URL",
        "DATABASE_URL",
        "CACHE_URL",
        "EMAIL_URL",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
    ],
)
def test_production_refuses_to_start_without(name):
    done = _start(**{name: None})
    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLUB_MODE", "prod"),
        ("SECRET_KEY", "short"),
        ("SITE_URL", "ashes.example"),
        ("SITE_URL", "https://ashes.example/shop"),
        ("DATABASE_URL", "sqlite:///club.db"),
        ("HOLD_MINUTES", "5"),
        ("HOLD_MINUTES", "half an hour"),
        ("CURRENCY", "gold"),
        ("DEBUG", "perhaps"),
        ("DEBUG", "1"),
        ("EMAIL_URL", "mail.example"),
        ("CACHE_URL", "nowhere://"),
        ("HSTS_SECONDS", "a year"),
        ("DISCORD_KEYS", "an-id-alone"),
        ("TRUSTED_PROXIES", "some"),
        ("SECRET_KEY_FILE", "/run/secrets/both-are-set"),
    ],
)
def test_production_refuses_to_start_with_malformed(name, value):
    done = _start(**{name: value})
    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


def test_every_secret_may_stand_in_a_file():
    source = (ROOT / ".env.example").read_text()
    words = ("KEY", "KEYS", "SECRET", "TOKEN", "DSN", "BEFORE")
    names = set(re.findall(r"^#?([A-Z0-9_]+)=", source, re.M))
    secret = {name for name in names if name.split("_")[-1] in words}
    assert secret <= set(SECRETS)


def test_cookies_and_headers_of_a_real_club():
    names = [
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    ]
    done = _start(f"{STARTED}; print(*(getattr(settings, name) for name in {names}))")
    assert done.stdout.split() == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "True",
        "True",
        "31536000",
    ]


def test_every_variable_read_is_in_the_example(settings):
    source = "".join(each.read_text() for each in (ROOT / "ashes_club").glob("*.py"))
    read = set(re.findall(r'\b(?:env|self)\.\w+\(\s*"([A-Z_]+)"', source))
    read |= {f"KEEP_{name.upper()}_DAYS" for name in settings.RETENTION_DAYS}
    read |= {"DATABASE_DIRECT_URL", *(f"MEDIA_S3_{name}" for name in BUCKET)}
    compose = (ROOT / "docker-compose.yml").read_text()
    read |= set(re.findall(r"\$\{([A-Z0-9_]+)", compose)) | {"COMPOSE_PROFILES"}
    listed = set(re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read == listed


def test_demo_in_production_needs_no_secrets():
    secrets = ["SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]
    done = _start(DEMO="1", **dict.fromkeys(secrets))
    assert done.returncode == 0, done.stderr


def test_host_of_the_site_is_known_beside_those_that_are_named():
    code = "import django; django.setup(); from django.conf import settings;"
    done = _start(code=code + "print(*settings.ALLOWED_HOSTS)", ALLOWED_HOSTS="web,localhost")
    assert done.stdout.split() == ["ashes.example", "web", "localhost"]


def test_production_has_no_page_for_mail():
    code = "from django.urls import reverse; import django; django.setup(); reverse('mail_list')"
    assert "NoReverseMatch" in _start(code=code).stderr


def test_production_asks_staff_for_more_and_lets_forms_lead_only_to_configured_houses():
    code = (
        "import django; django.setup(); from django.conf import settings;"
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']);"
        "print(settings.STAFF_SECOND_FACTOR)"
    )
    places, asks = _start(code=code, TWITCH_KEYS="id:secret").stdout.splitlines()
    assert "https://id.twitch.tv" in places
    assert "discord" not in places
    assert asks == "True"
