"""What surrounds every request: one moment, and headers that allow nothing inline."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from payments.sandbox import clock

# No form-action: paying answers with a redirect to the shop, and browsers count that as one.
_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
_POLICY += "; base-uri 'none'; frame-ancestors 'none'"
# These move the clock themselves.
_MOVERS = ("/_sandbox/", "/clock")


class OneMoment:
    """Middleware: all that a request does happens at the time of its arrival."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_MOVERS):
            return self.get_response(request)
        with clock.as_of():
            return self.get_response(request)


class PageHeaders:
    """Middleware that sets them on everything but static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = _POLICY
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "no-referrer"
        return response
