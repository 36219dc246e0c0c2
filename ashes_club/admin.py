"""What the desk shows of the door: factors and browsers, which may be ended, and no secret.

allauth's own pages would show the secrets of apps and search sessions by a name nobody has.
"""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 (all three are there before they are taken away)
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

# Keys of other houses stand in the environment; their tokens are not kept.
admin.site.unregister([Authenticator, UserSession, SocialApp, SocialToken])


class EndedNotChanged(admin.ModelAdmin):
    search_fields = ["user__handle", "user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Authenticator)
class FactorAdmin(EndedNotChanged):
    """For a member who lost all of them, once it is sure that it is them."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    exclude = ["data"]


@admin.register(UserSession)
class SessionAdmin(EndedNotChanged):
    """Deleting one signs its browser out."""

    list_display = ["user", "ip", "user_agent", "created_at"]
    exclude = ["data"]

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        for session in queryset:
            session.end()
