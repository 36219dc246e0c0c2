"""Settings of the Stripe stand-in: its own small Django project, never the shop's.

Environment: SANDBOX_DATABASE_URL (needed), SANDBOX_PUBLIC_URL, SANDBOX_SHOP_NAME (on
the pages), SANDBOX_WEBHOOK_URL and
SANDBOX_WEBHOOK_SECRET (an endpoint registered at start), SANDBOX_RETRY_SECONDS (first pause
before a webhook is tried again), SANDBOX_CHECK_REPLIES (answer 500 where a reply of ours is not
what the SDK's types allow; the tests switch it on).
"""

from pathlib import Path

from environs import Env

env = Env()
BASE_DIR = Path(__file__).parent

# Nothing here is signed, and nothing here is ever reachable by more than a developer.
SECRET_KEY = "sandbox"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = ["django.contrib.staticfiles", "payments.sandbox"]
# Errors go to the terminal; a 404 or a refused card is everyday business here.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "sandbox: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
ROOT_URLCONF = "payments.sandbox.urls"
WSGI_APPLICATION = "payments.sandbox.wsgi.application"
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "payments.sandbox.pages.headers.PageHeaders",
    "payments.sandbox.pages.headers.OneMoment",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
STATIC_URL = "/_sandbox/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATABASES = {"default": env.dj_db_url("SANDBOX_DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = None

PUBLIC_URL = env.str("SANDBOX_PUBLIC_URL", "http://127.0.0.1:12111").rstrip("/")
WEBHOOK_URL = env.str("SANDBOX_WEBHOOK_URL", "")
WEBHOOK_SECRET = env.str("SANDBOX_WEBHOOK_SECRET", "whsec_sandbox")
SHOP_NAME = env.str("SANDBOX_SHOP_NAME", "Ashes Club")
RETRY_SECONDS = env.float("SANDBOX_RETRY_SECONDS", 2.0)
CHECK_REPLIES = env.bool("SANDBOX_CHECK_REPLIES", False)
