"""Work for the worker, queued in the transaction that causes it: it exists if the change does."""

from procrastinate.contrib.django import app as queue


def defer(task: str, **about: int) -> None:
    """Queue a task of payments.tasks, by name: importing it would go round in a circle."""
    queue.configure_task(f"payments.tasks.{task}").defer(**about)
