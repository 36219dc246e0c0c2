"""Who is turned away before a view is asked: what cannot be read, is too large, or not for them."""

from collections.abc import Callable
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    ImproperlyConfigured,
    PermissionDenied,
    RequestDataTooBig,
)
from django.http import Http404, HttpRequest, HttpResponse


class GuardMiddleware:
    """Below AsReadMiddleware, which takes off what stands before the address of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refuse_unreadable(request)
        refuse_too_large(request)
        hide_desk(request)
        return self.get_response(request)


def refuse_unreadable(request: HttpRequest) -> None:
    """400 for a NUL in the address: PostgreSQL has no such text, so nothing of ours holds it."""
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("A NUL in the address.")


def refuse_too_large(request: HttpRequest) -> None:
    """413 by the length that was announced; without one Django reads nothing."""
    at_desk = _is_of_desk(request.path_info)
    most = settings.DESK_REQUEST_BYTES if at_desk else settings.REQUEST_BYTES
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > most:
        raise RequestDataTooBig("More than this house takes in.")


def hide_desk(request: HttpRequest) -> None:
    """404, as for any address that is none, to who is outside ADMIN_NETWORKS."""
    if settings.ADMIN_NETWORKS and _is_of_desk(request.path_info) and not _is_near(request):
        raise Http404


def _is_of_desk(path: str) -> bool:
    return f"{path}/".startswith(f"/{settings.ADMIN_PATH}/")


def _is_near(request: HttpRequest) -> bool:
    """By the address that TRUSTED_PROXIES vouch for; what a stranger says of theirs is ignored."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return False  # none, or not as many proxies as were promised
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in settings.ADMIN_NETWORKS)
