"""Response headers of the pages: nothing inline, nothing cached, nothing framed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No form-action: paying answers with a redirect to the shop, and browsers count that as one.
_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
_POLICY += "; base-uri 'none'; frame-ancestors 'none'"


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
