"""Codes that take something off: typed at the bag, taken out again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from payments.forms import CodeForm
from payments.models import Bag, Coupon, WrongCode
from payments.models.coupon import UNKNOWN
from payments.models.reduction import was_used_by
from payments.views.bag import bag_page
from payments.views.limits import too_often


@login_required
@require_POST
def code_create(request: HttpRequest) -> HttpResponse:
    member: Any = request.user
    if WrongCode.too_many_by(member):
        return too_often(request)
    form = CodeForm(request.POST)
    coupon = Coupon.objects.named(form.cleaned_data["code"]) if form.is_valid() else None
    problem = _why_not(coupon, member)
    if problem or coupon is None:
        return bag_page(request, request.POST.get("code", "")[:32], problem, status=422)
    bag = Bag.open(request)
    bag.coupon = coupon
    bag.save(update_fields=["coupon"])
    messages.success(request, f"{coupon} is in the bag: {coupon.in_words}.")
    return redirect("payments:bag_detail")


def _why_not(coupon: Coupon | None, member: Any) -> str:
    """A sentence where this member cannot use it; a code that does not exist is counted."""
    if coupon is None:
        WrongCode.objects.create(member=member)
        return UNKNOWN
    return f"You have used {coupon} already." if was_used_by(coupon, member) else ""


@login_required
@require_POST
def code_delete(request: HttpRequest) -> HttpResponse:
    member: Any = request.user
    Bag.objects.filter(user=member).update(coupon=None)
    messages.success(request, "The code is out of the bag.")
    return redirect("payments:bag_detail")
