"""Giving: a sealed gift or a transfer to a member, from the giver's side."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from payments import handovers
from payments.forms import CardForm, GiftForm, TransferForm
from payments.locker import Locker
from payments.models import Copy, Handover, NotHandedOver

EARLIER_SHOWN = 30


@login_required
@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """What waits for one's word, what one has on its way, and what became of earlier ones."""
    member: Any = request.user
    opened = handovers.opened_in(request).sealed().exclude(giver=member)
    context = {
        "locker": Locker(member),
        "tab": "handovers",
        "asked": Handover.objects.asked_of(member).for_cards(),
        "opened": opened.for_cards(),
        "given": Handover.objects.given_by(member).sealed().for_cards(),
        "earlier": handovers.seen_by(member).ended().for_cards()[:EARLIER_SHOWN],
    }
    return render(request, "payments/locker_handovers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gift_create(request: HttpRequest, copy_pk: int) -> HttpResponse:
    """The page of giving: as a sealed gift here, or to a member by `transfer_create`."""
    copy = _own(request, copy_pk)
    if request.method != "POST":
        return _give_page(request, copy, GiftForm(), TransferForm())
    form = GiftForm(request.POST)
    if form.is_valid():
        try:
            gift = Handover.give(copy, request.user, **form.cleaned_data)
        except NotHandedOver as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(gift)
    return _give_page(request, copy, form, TransferForm(), status=422)


@login_required
@require_POST
def transfer_create(request: HttpRequest, copy_pk: int) -> HttpResponse:
    """Asked for twice: the first time a page says what goes to whom."""
    copy = _own(request, copy_pk)
    form = TransferForm(request.POST)
    if form.is_valid() and "confirmed" not in request.POST:
        context = {"copy": copy, "form": form, "handle": form.cleaned_data["handle"]}
        return render(request, "payments/transfer_confirm.html", context)
    if form.is_valid():
        try:
            return redirect(Handover.offer(copy, request.user, form.cleaned_data["handle"]))
        except NotHandedOver as problem:
            form.add_error("handle", str(problem))
    return _give_page(request, copy, GiftForm(), form, status=422)


@login_required
@require_safe
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _given(request, pk))


@login_required
@require_POST
def card_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the card of a gift, and have its address told."""
    about = _given(request, pk)
    form = CardForm(about.addressed_at is not None, request.POST)
    if form.is_valid():
        try:
            about.address(**form.cleaned_data)
        except NotHandedOver as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The card is written.")
            return redirect(about)
    return _detail(request, about, form=form, status=422)


@login_required
@require_POST
def link_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A link to hand over oneself. It is shown in the answer and nowhere again."""
    about = _given(request, pk)
    try:
        link = about.new_link()
    except NotHandedOver as problem:
        messages.error(request, str(problem))
        return redirect(about)
    response = _detail(request, _given(request, pk), link=link)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def withdrawal_create(request: HttpRequest, pk: int) -> HttpResponse:
    about = _given(request, pk)
    if about.withdraw():
        messages.success(request, f"{about.copy} stays with you.")
    else:
        messages.error(request, "It had ended already.")
    return redirect(about)


def _own(request: HttpRequest, pk: int) -> Copy:
    """A copy of one's own, whether or not it can be given just now. Strangers: 404."""
    return get_object_or_404(Copy.objects.owned_by(request.user).for_locker(), pk=pk)


def _given(request: HttpRequest, pk: int) -> Handover:
    return get_object_or_404(Handover.objects.given_by(request.user).for_cards(), pk=pk)


def _give_page(
    request: HttpRequest, copy: Copy, gift: GiftForm, transfer: TransferForm, status: int = 200
) -> HttpResponse:
    forms = {"gift_form": gift, "transfer_form": transfer}
    context = {"copy": copy, "days": settings.GIFT_DAYS, **forms}
    return render(request, "payments/give.html", context, status=status)


def _detail(
    request: HttpRequest,
    about: Handover,
    *,
    form: CardForm | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    written: dict[str, Any] = {"message": about.message}
    card = form or CardForm(about.addressed_at is not None, initial=written)
    context = {"about": about, "form": card, "link": link}
    return render(request, "payments/handover_detail.html", context, status=status)
