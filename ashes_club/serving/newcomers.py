"""Turn away who comes after us, and lose nobody who came before.

To close a listening socket resets every connection in its queue. A proxy that has already sent a
request there cannot know whether it was acted on, and must not repeat a POST: the visitor sees an
error. So for a moment before, the kernel lets no new connection begin, while those that have begun
go on. The proxy's attempt stays unanswered, is refused once the socket is closed, and goes to the
next replica: nothing was sent yet.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

SO_ATTACH_FILTER = 26  # of <asm/socket.h>; Python's socket module has no name for it


class _Step(ctypes.Structure):
    """struct sock_filter of <linux/filter.h>: one step of a classic BPF program."""

    _fields_ = [
        ("code", ctypes.c_ushort),
        ("if_so", ctypes.c_ubyte),
        ("if_not", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    ]


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step))]


STEPS = (_Step * 4)(
    _Step(0x30, 0, 0, 13),  # load byte 13 of the TCP header, the flags
    _Step(0x45, 0, 1, 0x02),  # is SYN among them
    _Step(0x06, 0, 0, 0),  # then drop it
    _Step(0x06, 0, 0, 0xFFFFFFFF),  # else let all of it pass
)


def turn_away() -> None:
    """No new connection to any socket this process listens at; open ones are not touched.

    Where the kernel knows no such filter (it is Linux's), the door closes as it always did.
    """
    for listener in listeners():
        with listener, suppress(OSError):
            turn_away_at(listener)


def turn_away_at(listener: socket.socket) -> None:
    """The same for one socket; OSError where the kernel does not do it."""
    listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, bytes(_Program(len(STEPS), STEPS)))


def listeners() -> Iterator[socket.socket]:
    """A handle of each; the server's own is held by its compiled part, and has no name here."""
    for number in os.listdir("/proc/self/fd") if sys.platform == "linux" else []:
        with suppress(OSError):  # a file, or closed meanwhile
            handle = socket.socket(fileno=os.dup(int(number)))
            if handle.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield handle
            else:
                handle.close()
