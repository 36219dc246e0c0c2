"""The hint cookie: tells club.js that there is something personal to fetch, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HINT = "club"


class HintCookieMiddleware:
    """Set the hint for visitors who are signed in or have a bag; take it back from others.

    A public page never reaches the session, so it neither sets nor takes it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.session.accessed:
            return response
        has_something = request.user.is_authenticated or "bag" in request.session
        if has_something and HINT not in request.COOKIES:
            response.set_cookie(HINT, "1", samesite="Lax", secure=request.is_secure())
        elif not has_something and HINT in request.COOKIES:
            response.delete_cookie(HINT)
        return response
