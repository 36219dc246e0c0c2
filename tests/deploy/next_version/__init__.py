"""Stands in for the club's next version: today's code, and migrations that only add."""
