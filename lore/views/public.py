from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lore.clock import clock

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page any cache may hold: nothing in it belongs to one visitor."""
    return require_safe(cache_control(public=True)(_by_the_clock(view)))


def _by_the_clock(view: View) -> View:
    """What was to be public by now is public before the page is drawn."""

    @wraps(view)
    def drawn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clock.look()
        return view(request, *args, **kwargs)

    return drawn
