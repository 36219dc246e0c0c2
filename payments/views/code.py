"""Codes that take something off: typed at the bag, taken out again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payments.forms import CodeForm
from payments.models import Bag, Coupon, WrongCode
from payments.models.coupon import UNKNOWN
from payments.models.reduction import was_used_by


@login_required
@require_POST
def code_create(request: HttpRequest) -> HttpResponse:
    member: Any = request.user
    if WrongCode.too_many_by(member):
        return render(request, "429.html", status=429)
    form = CodeForm(request.POST)
    coupon = Coupon.objects.named(form.cleaned_data["code"]) if form.is_valid() else None
    if coupon is None:
        WrongCode.objects.create(member=member)
        messages.error(request, UNKNOWN)
    elif was_used_by(coupon, member):
        messages.error(request, f"You have used {coupon} already.")
    else:
        bag = Bag.open(request)
        bag.coupon = coupon
        bag.save(update_fields=["coupon"])
        messages.success(request, f"{coupon} is in the bag: {coupon.in_words}.")
    return redirect("payments:bag_detail")


@login_required
@require_POST
def code_delete(request: HttpRequest) -> HttpResponse:
    member: Any = request.user
    Bag.objects.filter(user=member).update(coupon=None)
    messages.success(request, "The code is out of the bag.")
    return redirect("payments:bag_detail")
