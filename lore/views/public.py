from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page any cache may hold: nothing in it belongs to one visitor."""
    return require_safe(cache_control(public=True)(view))
