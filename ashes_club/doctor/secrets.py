"""Secrets: are they long, one's own, and where they must be?"""

from collections.abc import Iterator

from django.conf import settings

from ashes_club.doctor.finding import Finding, fault, fine, look

LONG, VARIED = 50, 5  # characters, and different ones: what Django's own check asks for
OF_THE_EXAMPLE = {"ember", "password", "postgres", "club", ""}  # docker-compose.yml's, and usual
MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'


def check() -> Iterator[Finding]:
    if not settings.PRODUCTION:
        yield look("Those of development.", "Right on a machine of your own, and only there.")
        return
    yield _secret_key()
    yield _database_password()
    yield _backup_key()


def _secret_key() -> Finding:
    key = settings.SECRET_KEY
    if len(key) >= LONG and len(set(key)) >= VARIED and not key.startswith("django-insecure-"):
        return fine("SECRET_KEY is long and varied.")
    to_do = f"Make one: {MAKE_ONE}. The old one goes into SECRET_KEYS_BEFORE."
    return fault("SECRET_KEY can be guessed.", to_do)


def _database_password() -> Finding:
    database = settings.DATABASES["default"]
    is_socket = not database["HOST"] or database["HOST"].startswith("/")
    if is_socket or database["PASSWORD"] not in OF_THE_EXAMPLE:
        return fine("The database's password is not one of the usual ones.")
    to_do = "Set POSTGRES_PASSWORD, or the one in DATABASE_URL, and change it in PostgreSQL."
    return look("The database's password is the example's, or none.", to_do)


def _backup_key() -> Finding:
    if settings.BACKUP_KEY:
        return fine("Backups are sealed with BACKUP_KEY.")
    return look("Backups are not sealed.", f"Set BACKUP_KEY. To make one: {MAKE_ONE}")
