"""Which letters a member wants."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.member_forms import LettersForm
from accounts.models import letters_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters_update(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = LettersForm(request.user, request.POST if is_sent else None)
    if form.is_valid():
        form.save()
        messages.success(request, "Kept.")
        return redirect("accounts:letters_update")
    return render(request, "accounts/letters.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # mail programs send this POST themselves, with nothing but the signed address
def letters_delete(request: HttpRequest, token: str) -> HttpResponse:
    """End one kind of letter without signing in. GET only asks: scanners follow every link."""
    found = letters_of(token)
    if found is None:
        raise Http404
    member, kind = found
    if request.method == "POST":
        member.choose_letters(kind, is_wanted=False)
    context = {"kind": kind, "is_ended": not member.wants(kind)}
    return render(request, "accounts/letters_delete.html", context)
