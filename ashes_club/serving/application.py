"""The application as our server runs it: its process hears when the server is about to leave."""

import signal

from ashes_club.serving.newcomers import turn_away
from ashes_club.wsgi import application

__all__ = ["application"]

signal.signal(signal.SIGUSR1, lambda *_: turn_away())
