"""Every setting of the club. What differs between machines comes from the environment.

`.env.example` lists each variable. In development all have a default that works; in production
a missing or malformed one stops the start with a sentence that names it.
"""

from pathlib import Path
from urllib.parse import urlsplit

from environs import validate

from ashes_club import logs, security, watch
from ashes_club.door import ALLAUTH, OTHER_DOORS, PASSWORD_RULES
from ashes_club.env import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment.read(BASE_DIR / ".env")

# --- what kind of machine this is ------------------------------------------------------------
PRODUCTION = env.production
DEMO = env.bool("DEMO", default=not PRODUCTION)
DEMO_PASSWORD = "phoenix-rises-at-dawn"  # noqa: S105 (printed by make run; no real account has it)
DEBUG = env.debug("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", development="development-only-" + "ash" * 12)
# Keys of before, newest first: certificates on paper that they signed stay genuine.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEYS_BEFORE", default=[])
SITE_URL = env.web_address("SITE_URL", development="http://127.0.0.1:8000")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=["localhost"])]
VAR_DIR = env.path("VAR_DIR", default=BASE_DIR / "var")
MEDIA_DIR = env.path("MEDIA_DIR", default=BASE_DIR / "media")

# --- the club --------------------------------------------------------------------------------
SITE_NAME = "Ashes Club"
RIGHTS_NOTICE = env.str(
    "RIGHTS_NOTICE",
    default=(
        "Portions of the materials used are trademarks and/or copyrighted works of Epic Games, "
        "Inc. All rights reserved by Epic. This material is not official and is not endorsed by "
        "Epic."
    ),
)
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=True)
CURRENCY = env.str("CURRENCY", default="eur", validate=validate.OneOf(["eur", "gbp", "usd"]))
# Stripe's shortest Checkout session lives 30 minutes; a minute more spares us a refusal by clock.
HOLD_MINUTES = env.int("HOLD_MINUTES", default=31, validate=validate.Range(min=31, max=1440))
# A copy that came free stays offered to the next in line for so long.
WAITING_OFFER_HOURS = env.int("WAITING_OFFER_HOURS", default=24, validate=validate.Range(1, 168))
# A gift or a transfer that nobody answers goes back to its giver after so many days.
GIFT_DAYS = env.int("GIFT_DAYS", default=30, validate=validate.Range(min=1, max=365))
# What the Club costs, what it takes off, and how long it waits for a renewal that failed.
CLUB_MONTHLY_CENTS = env.int("CLUB_MONTHLY_CENTS", default=400, validate=validate.Range(min=50))
CLUB_YEARLY_CENTS = env.int("CLUB_YEARLY_CENTS", default=4000, validate=validate.Range(min=50))
CLUB_DISCOUNT_PERCENT = env.int(
    "CLUB_DISCOUNT_PERCENT", default=10, validate=validate.Range(min=0, max=90)
)
CLUB_GRACE_DAYS = env.int("CLUB_GRACE_DAYS", default=7, validate=validate.Range(min=0, max=60))

# --- apps ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "ashes_club",
    "payments",
    "lore",
    "catalog",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.discord",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.twitch",
    "ashes_club.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_filters",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "ashes_club.logs.RequestIdMiddleware",
    "ashes_club.metrics.requests.MetricsMiddleware",
    # So early that a public page is answered before sessions and authentication are touched.
    "ashes_club.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ashes_club.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ashes_club.away.AwayMiddleware",
    # Before what asks for the path: it takes off what an address says of its reader.
    "ashes_club.as_read.AsReadMiddleware",
    "ashes_club.guards.GuardMiddleware",
    "ashes_club.due.DueMiddleware",
    "ashes_club.replica.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ashes_club.origin.OriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.answers.FormAnswerMiddleware",
    "ashes_club.errors.ButtonAddressMiddleware",
    "ashes_club.hint.HintCookieMiddleware",
    "ashes_club.shield.ShieldCookieMiddleware",
    "ashes_club.theme.ThemeCookieMiddleware",
]

ROOT_URLCONF = "ashes_club.urls"
WSGI_APPLICATION = "ashes_club.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["ashes_club.templatetags.club_tags"],
        },
    },
]

# --- data ------------------------------------------------------------------------------------
DATABASES = env.databases("DATABASE_URL")
DATABASE_ROUTERS = ["ashes_club.replica.Router"] if "replica" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache("CACHE_URL", development="locmem://"),
    "pieces": {"BACKEND": "ashes_club.pieces.PieceCache"},
}
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
PIECES = env.bool("PIECES", default=True)

STORAGES = {
    **env.media(folder=MEDIA_DIR),
    "staticfiles": {
        "BACKEND": "ashes_club.storage.StaticFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = MEDIA_DIR / "public"
MEDIA_URL = "/media/"
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# --- backups ---------------------------------------------------------------------------------
BACKUP_DIR = env.path("BACKUP_DIR", default=VAR_DIR / "backups")
# Whoever has it can read every backup; without it none can be read that was sealed with it.
BACKUP_KEY = env.str("BACKUP_KEY", default="", validate=validate.Regexp(r"^(.{16,})?$"))
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14, validate=validate.Range(min=1))

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
DATE_FORMAT = "j F Y"

# --- accounts --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# One backend: a second one would hash a wrong password twice. It is Django's own, by address.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
# Asks api.pwnedpasswords.com with five of forty figures of a hash; see docs/decisions/0013.
CHECK_BREACHED_PASSWORDS = env.bool("CHECK_BREACHED_PASSWORDS", default=False)
# Who works at the desk needs a passkey or an app with codes beside the password.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO)
# How many proxies of ours stand before the club, each adding an address to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "payments:locker"
vars().update(ALLAUTH)
# A way in appears where its keys stand in the environment; else there is none.
SOCIALACCOUNT_PROVIDERS = {
    provider: {"APP": keys, "OAUTH_PKCE_ENABLED": True}
    for provider, keys in {
        "discord": env.key_pair("DISCORD_KEYS"),
        "google": env.key_pair("GOOGLE_KEYS"),
        "twitch": env.key_pair("TWITCH_KEYS"),
    }.items()
    if keys
}
HANDLE_CHANGE_DAYS = env.int("HANDLE_CHANGE_DAYS", default=30, validate=validate.Range(min=0))

# --- privacy ---------------------------------------------------------------------------------
DATA_COPY_HOURS = env.int("DATA_COPY_HOURS", default=48, validate=validate.Range(min=1, max=168))
DELETION_GRACE_DAYS = env.int("DELETION_GRACE_DAYS", default=14, validate=validate.Range(min=1))
# How many days what nobody needs any more is kept; /house/privacy/ prints these very numbers.
RETENTION_DAYS = env.periods(
    visitors_bags=30,
    unconfirmed_accounts=30,
    failed_jobs=30,
    stripe_events=90,
    wrong_codes=1,
    downloads=730,
    nobodys_agreements=1095,
)

# --- mail ------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Ashes Club <keeper@ashes.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SHOP_EMAIL = env.str("SHOP_EMAIL", default="shop@ashes.example")  # told of refunds and disputes
EMAIL_FILE_PATH = VAR_DIR / "mail"
_mail = env.mail("EMAIL_URL")
vars().update(_mail)
# Mail kept in files is for a machine whose user reads along at /dev/mail/.
SHOW_MAIL = DEMO and _mail["EMAIL_BACKEND"].endswith("filebased.EmailBackend")

# --- Stripe ----------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.secret("STRIPE_SECRET_KEY", development="sk_test_ashes_club_sandbox")
STRIPE_WEBHOOK_SECRET = env.secret("STRIPE_WEBHOOK_SECRET", development="whsec_ashes_club_sandbox")
REHEARSAL = env.bool("REHEARSAL", default=False)  # a test key in production is meant
# While the secret is being changed: the old one, until Stripe has stopped signing with it.
STRIPE_WEBHOOK_SECRET_BEFORE = env.str("STRIPE_WEBHOOK_SECRET_BEFORE", default="")
# Only the sandbox has a base address of its own; Stripe's is the SDK's default.
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="http://127.0.0.1:12111" if DEMO else "")
# Where buyers are sent to pay; the sandbox in a container has another address for browsers.
STRIPE_PAGES = env.str("STRIPE_PAGES", default=STRIPE_API_BASE or "https://checkout.stripe.com")
# Where members are sent to change card and plan, or to cancel.
STRIPE_PORTAL = STRIPE_PAGES if STRIPE_API_BASE else "https://billing.stripe.com"

# Stripe Tax works out what part of each price is tax; prices are with tax either way.
STRIPE_TAX = env.bool("STRIPE_TAX", default=False)
STRIPE_TAX_CODE = env.str("STRIPE_TAX_CODE", default="txcd_10000000")  # electronic services

# --- invoices --------------------------------------------------------------------------------
SELLER = {
    "name": env.str("SELLER_NAME", default="Ashes Club (demo)"),
    "address": env.str("SELLER_ADDRESS", default="This is a demo; nothing is sold"),
    "vat_id": env.str("SELLER_VAT_ID", default=""),
    "note": env.str("INVOICE_NOTE", default=""),
}
INVOICE_PREFIX = env.str("INVOICE_PREFIX", default="R")

# --- security --------------------------------------------------------------------------------
# Where the desk is, and from where it is found; who is elsewhere gets the 404 of any address.
ADMIN_PATH = env.path_segment("ADMIN_PATH", default="admin")
ADMIN_NETWORKS = env.networks("ADMIN_NETWORKS")
# The most that one request may bring: a picture has 20 MB, a piece to download may have more.
REQUEST_BYTES = env.megabytes("REQUEST_MB", default=25)
DESK_REQUEST_BYTES = env.megabytes("DESK_REQUEST_MB", default=250)
_houses = [OTHER_DOORS[each] for each in SOCIALACCOUNT_PROVIDERS]
vars().update(
    security.settings(env, site_url=SITE_URL, forms_lead_to=[STRIPE_PAGES, STRIPE_PORTAL, *_houses])
)

# --- tasks, and what is seen of all this -------------------------------------------------------
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "queues": env.list("WORKER_QUEUES", default=None),  # default, lore, pictures; None: all
    "worker_middleware": [logs.name_task],
}
PROCRASTINATE_ON_APP_READY = "ashes_club.carrying.carry_ids"
METRICS_TOKEN: str
PROMETHEUS_MULTIPROC_DIR: str
SENTRY_DSN: str
vars().update(watch.settings_from(env))
