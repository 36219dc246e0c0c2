from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm

from accounts.models import User
from core.pictures.fields import LIMITS, PictureField


class MemberForm(UserChangeForm):
    picture = PictureField(required=False, help_text=f"{LIMITS} Shown in a circle.")


@admin.register(User)
class MemberAdmin(UserAdmin):
    """Members, found by handle or address; keepers get their byline, bio and picture here."""

    form = MemberForm
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
