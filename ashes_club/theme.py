"""The theme cookie of members: it carries what their account says to every device they use.

Public pages are the same for everyone; club.js reads the cookie and lays the theme over them. A
device where another theme is chosen afterwards keeps that one, until the account says another.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
SYSTEM = "system"
A_YEAR = 365 * 24 * 60 * 60  # seconds


class ThemeCookieMiddleware:
    """A public page never reaches the session, so it neither sets nor takes the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            said = request.COOKIES.get(COOKIE)
            theme = request.user.theme or SYSTEM
            # An account that never said anything has nothing to take back either.
            if said != theme and (said or request.user.theme):
                secure = request.is_secure()
                response.set_cookie(COOKIE, theme, A_YEAR, secure=secure, samesite="Lax")
        return response
