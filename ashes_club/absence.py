"""Whether a server that the club can do without answers, as far as this process knows."""

import logging
import time

AGAIN_AFTER = 5.0  # seconds in which nobody asks a server that did not answer
SAY_EVERY = 60.0  # seconds
logger = logging.getLogger(__name__)


class Absence:
    """`whose` begins the two sentences of the log; `meanwhile` ends the first."""

    def __init__(self, whose: str, meanwhile: str) -> None:
        self.whose, self.meanwhile = whose, meanwhile
        self.reason = ""  # of its silence; empty while it answers
        self._ask_at = self._say_at = 0.0

    def may_ask(self) -> bool:
        """True while it answers; else once every AGAIN_AFTER, for one caller: others do not wait
        with it."""
        if self.reason and time.monotonic() < self._ask_at:
            return False
        if self.reason:
            self._ask_at = time.monotonic() + AGAIN_AFTER
        return True

    def answered(self) -> None:
        if self.reason:
            logger.warning("%s is back.", self.whose)
            self.reason, self._say_at = "", 0.0

    def did_not_answer(self, error: Exception) -> None:
        self.reason, now = str(error).strip() or type(error).__name__, time.monotonic()
        self._ask_at = now + AGAIN_AFTER
        if now >= self._say_at:
            self._say_at = now + SAY_EVERY
            logger.warning("%s is away, %s: %s", self.whose, self.meanwhile, self.reason)
