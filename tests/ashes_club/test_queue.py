"""What a task queues comes with what the task did, or not at all."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ashes_club.queue import WorkerConnector
from payments.models.errands import defer


@pytest.fixture
def queue(transactional_db):
    """Empty before and after: its tables are none of Django's, which clears only its own."""
    empty = "DELETE FROM procrastinate_jobs"
    connection.cursor().execute(empty)
    yield ProcrastinateJob.objects
    connection.cursor().execute(empty)


def in_a_worker(task):
    """Do it as a worker does a task: in a thread, while the worker's own connections are open."""

    async def work(working):
        async with working.open_async():
            await sync_to_async(task, thread_sensitive=False)()

    with app.replace_connector(WorkerConnector()) as working:
        asyncio.run(work(working))


def settle(*, goes_well):
    try:
        with transaction.atomic():
            defer("send_receipt", order_id=1)
            transaction.set_rollback(not goes_well)
    finally:
        connections.close_all()


@pytest.mark.parametrize("goes_well", [True, False])
def test_what_a_task_queues_is_part_of_its_transaction(queue, goes_well):
    in_a_worker(lambda: settle(goes_well=goes_well))
    assert queue.filter(task_name__endswith="send_receipt").exists() == goes_well
