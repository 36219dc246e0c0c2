"""The shield cookie of members: it follows what their account says, on every device they use.

Nothing public reads it; the browser does, to ask for what is opened.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from lore.progress import COOKIE, keep_in_cookie, read_progress


class ShieldCookieMiddleware:
    """A public page never reaches the session, so it neither sets nor takes the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.session.accessed or COOKIE in response.cookies:
            return response
        if request.user.is_authenticated:
            _follow_account(request, response, request.user)
        elif _signed_out(request):
            # The next reader at this device begins with everything covered.
            response.delete_cookie(COOKIE)
        return response


def _follow_account(request: HttpRequest, response: HttpResponse, member: User) -> None:
    """An account that never said takes over what the visitor said before signing in."""
    said = request.COOKIES.get(COOKIE, "")
    if said and not member.reading_progress:
        member.keep_reading_progress(read_progress(said).code)
    kept = member.reading_progress
    if kept and kept != said:
        keep_in_cookie(request, response, kept)


def _signed_out(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name == "account_logout"
