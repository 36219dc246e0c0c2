"""What the club says of itself: logs, metrics, errors. `.env.example` lists the variables."""

from typing import Any

from environs import validate

from ashes_club import logs
from ashes_club.env import Environment


def settings_from(env: Environment) -> dict[str, Any]:
    """The group of settings; a malformed one stops the start as everywhere."""
    level = env.str("LOG_LEVEL", default="WARNING")
    return {
        "LOGGING": logs.configuration(level, as_json=env.bool("LOG_JSON", default=False)),
        # With it, /metrics is for who brings it; without, for direct calls from private networks.
        "METRICS_TOKEN": env.str(
            "METRICS_TOKEN", default="", validate=validate.Regexp(r"^(\S{16,})?$")
        ),
        # Where several processes of one container count together; the library reads it too.
        "PROMETHEUS_MULTIPROC_DIR": env.str("PROMETHEUS_MULTIPROC_DIR", default=""),
        # Unset, the SDK is not even imported.
        "SENTRY_DSN": env.str("SENTRY_DSN", default=""),
    }
