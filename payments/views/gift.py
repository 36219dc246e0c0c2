"""A gift: marked in the bag, opened by its link, and answered like a transfer."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from payments import handovers
from payments.models import Bag, BagLine, Handover, NotHandedOver
from payments.models.gift_mark import mark_gift


@require_POST
def mark_create(request: HttpRequest, pk: int) -> HttpResponse:
    return _mark(request, pk, is_gift=True)


@require_POST
def mark_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return _mark(request, pk, is_gift=False)


@require_safe
def gift_detail(request: HttpRequest, token: str) -> HttpResponse:
    """The door: whoever holds the link may open the gift in this browser, signed in or not.

    The gift's page is another, so that the link stays out of what a browser tells others.
    """
    gift = handovers.open_with(token, request)
    if gift is None:
        raise Http404
    return redirect("payments:opened_gift", gift.pk)


@require_safe
def opened_gift(request: HttpRequest, pk: int) -> HttpResponse:
    """Sealed it names its giver only; the piece is not in the page before the seal is broken."""
    gift = get_object_or_404(handovers.opened_in(request).for_cards(), pk=pk)
    is_mine_now = request.user.is_authenticated and gift.recipient_id == request.user.pk
    context = {
        "gift": gift,
        "is_asked": handovers.is_asked(request, gift),
        "is_mine_now": is_mine_now,
        "shows_piece": gift.revealed_at is not None and (gift.is_sealed or is_mine_now),
    }
    return render(request, "payments/gift_detail.html", context)


@require_POST
def reveal_create(request: HttpRequest, pk: int) -> HttpResponse:
    gift = get_object_or_404(handovers.opened_in(request), pk=pk)
    if handovers.is_asked(request, gift):
        gift.reveal()
    return redirect("payments:opened_gift", pk)


@require_POST
def acceptance_create(request: HttpRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(_answerable(request), pk=pk)
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("payments:opened_gift", args=[pk]))
    try:
        about.accept(request.user)
    except NotHandedOver as problem:
        messages.error(request, str(problem))
        return redirect(*_page_of(about))
    messages.success(request, f"{about.copy} is yours now.")
    return redirect("payments:locker")


@require_POST
def refusal_create(request: HttpRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(_answerable(request), pk=pk)
    if handovers.is_asked(request, about) and about.decline():
        messages.success(request, "Declined. It stays where it came from.")
    return redirect(*_page_of(about))


def _answerable(request: HttpRequest) -> handovers.HandoverQuerySet:
    return handovers.answerable_by(request).select_related("copy__item")


def _page_of(about: Handover) -> tuple:
    if about.is_gift:
        return "payments:opened_gift", about.pk
    return ("payments:handover_list",)


def _mark(request: HttpRequest, pk: int, *, is_gift: bool) -> HttpResponse:
    lines = BagLine.objects.select_related("item", "bag")
    line = get_object_or_404(lines, pk=pk, bag=Bag.find(request))
    mark_gift(line, is_gift)
    says = "is a gift: it is sealed once you have paid" if is_gift else "is for yourself"
    messages.success(request, f"{line.item.name} {says}.")
    return redirect("payments:bag_detail")
