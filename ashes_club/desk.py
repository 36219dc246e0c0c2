"""The back of the house: Django's admin, entered by the same door as the club."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts.second_factor import has_second_factor

NOT_YOURS = "The back of the house is for those who keep it."


class Desk(AdminSite):
    """Staff only, and where STAFF_SECOND_FACTOR is on, only with a second factor."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not _lacks_factor(request)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Never a form of its own: passwords, codes and limits are those of the club's door."""
        if not request.user.is_authenticated:
            return redirect_to_login(self._goal(request), login_url=settings.LOGIN_URL)
        if not super().has_permission(request):
            raise PermissionDenied(NOT_YOURS)
        if _lacks_factor(request):
            return redirect("mfa_index")  # which says why
        return redirect(self._goal(request))

    def _goal(self, request: HttpRequest) -> str:
        wanted = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return wanted if is_ours else reverse("admin:index", current_app=self.name)


def _lacks_factor(request: HttpRequest) -> bool:
    return settings.STAFF_SECOND_FACTOR and not has_second_factor(request.user)
