from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from accounts.models import User


@admin.register(User)
class MemberAdmin(UserAdmin):
    """Members, found by handle or address; keepers get their byline, bio and picture here."""

    ordering = ["handle"]
    list_display = ["handle", "email", "byline", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["handle", "email", "byline"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "handle", "password"]}),
        ("As a keeper", {"fields": ["byline", "shelf", "bio", "picture"]}),
        (
            "Rights in the admin",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "handle", "password1", "password2"]})]
