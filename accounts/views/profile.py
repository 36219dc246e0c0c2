"""A member's profile: changed by its owner, and as far as they allow seen by others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.member_forms import ProfileForm
from accounts.models import User, member_with


@login_required
def profile_update(request: HttpRequest) -> HttpResponse:
    """The member's own profile: always the one who is signed in, whatever is sent."""
    # A row of its own: what a refused form has put into it must not show elsewhere on the page.
    member = User.objects.get(pk=request.user.pk)
    is_sent = request.method == "POST"
    form = ProfileForm(*((request.POST, request.FILES) if is_sent else ()), instance=member)
    if form.is_valid() and form.keep():
        messages.success(request, "Kept.")
        return redirect("accounts:profile_update")
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@require_safe
@cache_control(public=True)
def member_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """A member's page for everyone. Who shows nothing, or does not exist, has none."""
    member = User.objects.with_page().filter(handle=handle).first()
    if member is None:
        return _lead_on(handle)
    return render(request, "accounts/member_detail.html", {"member": member})


def _lead_on(old_handle: str) -> HttpResponse:
    """To whoever left this handle behind, for good."""
    member = member_with(old_handle)
    if member is None or not member.has_page:
        raise Http404
    return redirect(member, permanent=True)
