"""`python -m ashes_club.serving`: answer until SIGTERM, then finish what has come in and end."""

import argparse
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

THREADS = 4
# Seconds between turning newcomers away and closing: who has knocked by then is let in.
LET_IN = 0.2


class Server(MPServer):
    """Granian closes its door on those who have knocked and were not let in; this one does not."""

    def shutdown(self, exit_code: int = 0) -> None:
        """As granian's, once nobody stands between the door and the room."""
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, signal.SIGUSR1)
        time.sleep(LET_IN)
        super().shutdown(exit_code)


def load(target: str) -> Callable:
    """The application at `module:name`, in its worker, which until then ends as it is told to.

    It was born with what its parent does on SIGTERM, and would go on, with the parent waiting.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    # For a worker that is told so before it has learned what to do then.
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    Server(
        "ashes_club.serving.application:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=load)


if __name__ == "__main__":
    main()
