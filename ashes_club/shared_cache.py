"""The cache that all processes share, and what each does while it is away: keep its own.

Sign-in counts its tries here and takes a lock to do so. A cache that forgets everything would
let nobody in, and one that refuses nothing would let everybody guess. So for as long as the
server does not answer, a process remembers by itself, and limits count for each one alone.
"""

from functools import partialmethod
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from redis.exceptions import RedisError

from ashes_club.absence import Absence

absence = Absence("The cache", "each process keeps its own")


class SharedCache(BaseCache):
    """django-redis, with the memory of the process behind it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._shared = RedisCache(server, params)
        self._own = LocMemCache("while the shared one is away", params)

    def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        if absence.may_ask():
            try:
                answer = getattr(self._shared, verb)(*args, **kwargs)
            except RedisError as error:
                absence.did_not_answer(error)
            else:
                absence.answered()
                return answer
        return getattr(self._own, verb)(*args, **kwargs)

    add = partialmethod(_ask, "add")
    get = partialmethod(_ask, "get")
    set = partialmethod(_ask, "set")
    touch = partialmethod(_ask, "touch")
    delete = partialmethod(_ask, "delete")
    clear = partialmethod(_ask, "clear")
    has_key = partialmethod(_ask, "has_key")
    incr = partialmethod(_ask, "incr")
    get_many = partialmethod(_ask, "get_many")
    set_many = partialmethod(_ask, "set_many")
    delete_many = partialmethod(_ask, "delete_many")
