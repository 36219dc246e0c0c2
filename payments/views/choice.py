"""Choosing a number: for members, from the bag, on a page of its own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from payments.choice_forms import DayForm, NumberForm
from payments.ideas import Free
from payments.models import Bag, BagLine
from payments.models.membership import is_member


@require_http_methods(["GET", "HEAD", "POST"])
def choice_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a number that is free now. It is set aside when its buyer goes to pay."""
    line = _line_of(request, pk)
    form = NumberForm(line.item, request.user, request.POST or None, initial=_chosen(line))
    if not form.is_valid():
        return _page(request, line, form=form)
    line.choose(form.cleaned_data["serial"])
    number = f"No. {form.cleaned_data['serial']} of {line.item.name}"
    messages.success(request, f"{number} is your choice. It is set aside once you go to payment.")
    return redirect("payments:bag_detail")


@require_POST
def choice_delete(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line_of(request, pk)
    line.choose(None)
    messages.success(request, f"You get the next number in line of {line.item.name}.")
    return redirect("payments:bag_detail")


@require_POST
def idea_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers made of a day. It comes by POST and is forgotten with the reply."""
    line = _line_of(request, pk)
    form = DayForm(request.POST)
    day = form.cleaned_data["day"] if form.is_valid() else None
    return _page(request, line, day_form=form, day=day)


def _line_of(request: HttpRequest, pk: int) -> BagLine:
    """Of one's own bag, and of a limited edition: an open one gives its numbers in order."""
    limited = BagLine.objects.exclude(item__edition_size=None)
    shown = limited.select_related("item__season").prefetch_related("item__images")
    return get_object_or_404(shown, pk=pk, bag=Bag.find(request))


def _chosen(line: BagLine) -> dict[str, Any]:
    return {"serial": line.wanted_serial} if line.wanted_serial else {}


def _page(request: HttpRequest, line: BagLine, **context: Any) -> HttpResponse:
    form = context.setdefault("form", NumberForm(line.item, request.user, initial=_chosen(line)))
    day_form = context.setdefault("day_form", DayForm())
    free = Free(line.item, request.user if request.user.is_authenticated else None)
    context |= {
        "line": line,
        "free": free,
        "ideas": free.ideas(context.get("day")),
        "is_member": is_member(request.user),
        "hold_minutes": settings.HOLD_MINUTES,
    }
    wrong = form.errors or day_form.errors
    return render(request, "payments/number_choice.html", context, status=422 if wrong else 200)
