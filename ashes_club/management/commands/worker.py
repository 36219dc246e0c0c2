"""Do what is queued, until told to stop; a database that is away is waited for."""

import asyncio
import logging
import signal
import time
from contextlib import suppress
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from ashes_club.queue import WorkerConnector

AGAIN_IN = 2.0  # seconds
logger = logging.getLogger("ashes_club.worker")


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        with suppress(KeyboardInterrupt):
            while not _work_until_told():
                logger.warning("The worker tries again in %s seconds.", AGAIN_IN)
                time.sleep(AGAIN_IN)


def _work_until_told() -> bool:
    """True once we were told to stop; False where the database went away, or never was there."""
    try:
        with app.replace_connector(WorkerConnector()) as working:
            return asyncio.run(_work(working))
    except (ConnectorException, psycopg.Error) as error:
        logger.warning("The worker waits for the database: %s", error)
        return False
    finally:
        # Between two tries too: the first process of a container is not ended by default.
        signal.signal(signal.SIGTERM, signal.default_int_handler)


async def _work(working: App) -> bool:
    told = asyncio.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, told.set)
    work = asyncio.create_task(_open_and_run(working))
    hearing = asyncio.create_task(told.wait())
    await asyncio.wait([work, hearing], return_when=asyncio.FIRST_COMPLETED)
    work.cancel()  # it takes up nothing more, and finishes what it has begun
    [end] = await asyncio.gather(work, return_exceptions=True)
    if isinstance(end, Exception) and not told.is_set():
        raise end
    return told.is_set()


async def _open_and_run(working: App) -> None:
    async with working.open_async():
        await working.run_worker_async(install_signal_handlers=False)
