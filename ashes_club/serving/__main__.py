"""`python -m ashes_club.serving`: answer until SIGTERM, then finish what has come in and end."""

import argparse
import os
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

THREADS = 4
# Seconds between turning newcomers away and closing: who has knocked by then is let in.
LET_IN = 0.2


class Server(MPServer):
    """Granian closes its door on those who have knocked and were not let in; this one does not."""

    def signal_handler_interrupt(self, *args: Any) -> None:
        """As granian's. A worker that still loads was born with it, and would not end by it."""
        if os.getpid() != self.pid:
            sys.exit(0)
        super().signal_handler_interrupt(*args)

    def shutdown(self, exit_code: int = 0) -> None:
        """As granian's, once nobody stands between the door and the room."""
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, signal.SIGUSR1)
        time.sleep(LET_IN)
        super().shutdown(exit_code)


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
    ).serve()


if __name__ == "__main__":
    main()
