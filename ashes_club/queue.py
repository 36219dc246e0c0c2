"""How a worker speaks to the queue, and a task within it."""

from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """Takes up tasks over connections of its own; what a task queues goes the task's way.

    Procrastinate's own would queue that over its connections too, outside the transaction that
    causes it: a letter could leave before what it tells of is there, or although it never was.
    """

    def __init__(self) -> None:
        super().__init__(kwargs=connector_params())
        self.of_tasks = app.connector

    def get_sync_connector(self) -> BaseConnector:
        """Django's connection of the thread that asks, and so of its transaction."""
        return self.of_tasks.get_sync_connector()
