"""Where a member is signed in, and ending that."""

import re

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

# The first that fits: browsers name each other, so the more particular ones stand first.
BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"(Firefox|FxiOS)/",
    "Chrome": r"(Chrome|CriOS|Chromium)/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "macOS": r"Mac OS X|Macintosh",
    "Linux": r"Linux|X11",
}


@require_POST
@login_required
def session_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out there: one of the member's own, this one too."""
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    end_sessions(request, [session])
    messages.success(request, "Signed out there.")
    return redirect("usersessions_list")


def device_words(user_agent: str) -> str:
    """A browser and a system by their names: "Firefox on Linux"; what it says is its own word."""
    names = [_first_that_fits(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    return " on ".join(name for name in names if name) or "an unknown browser"


def _first_that_fits(names: dict[str, str], user_agent: str) -> str:
    return next((name for name, sign in names.items() if re.search(sign, user_agent)), "")
