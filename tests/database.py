"""Loaded before pytest-django reads the settings: the suite runs on the embedded PostgreSQL."""

from ashes_club import postgres

postgres.use_unless_configured()
