"""Forms on public pages carry no token: the browser's own word on where a POST comes from does.

Every browser in use sends Origin, and the current ones Sec-Fetch-Site, with each POST; a page
of another site cannot forge either. What sends neither is no browser, carries nobody's cookies
against their will, and still meets Django's token everywhere but on the exempt views.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class OriginMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and self._is_foreign(request):
            raise PermissionDenied("This form was sent from another site, so nothing was done.")
        return self.get_response(request)

    def _is_foreign(self, request: HttpRequest) -> bool:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            return True
        ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
        return "Origin" in request.headers and request.headers["Origin"] not in ours
