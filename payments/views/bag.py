"""The bag: seen, filled and emptied."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Item, ItemSet
from payments.consent import CONSENT
from payments.forms import BagLineForm, PieceForm
from payments.locker import missing_pieces
from payments.models import Bag, BagLine, Coupon, Order
from payments.models.bag import MOST_LINES
from payments.models.offer import why_not_for_sale
from payments.models.reduction import why_no_longer
from payments.words import listed


@require_safe
def bag_detail(request: HttpRequest) -> HttpResponse:
    _say_what_merged(request)
    return bag_page(request)


def bag_page(
    request: HttpRequest, code: str = "", code_error: str = "", status: int = 200
) -> HttpResponse:
    """The bag; with the code that was typed and a sentence, where it cannot be used."""
    bag = Bag.find(request)
    lines = bag.contents() if bag else []
    _say_what_lapsed(request, lines)
    _take_out_a_lapsed_code(request, bag)
    coupon = bag.coupon if bag else None
    context = {
        **_sums(lines, coupon),
        "lines": lines,
        "count": sum(line.quantity for line in lines),
        "coupon": coupon,
        "code": code,
        "code_error": code_error,
        "has_problem": any(line.problem for line in lines),
        "waiting": Order.objects.waiting_for(request.user),
        "consent": CONSENT,
        "hold_minutes": settings.HOLD_MINUTES,
        "is_rehearsal": settings.REHEARSAL and "_live_" not in settings.STRIPE_SECRET_KEY,
    }
    return render(request, "payments/bag_detail.html", context, status=status)


def _sums(lines: list[BagLine], coupon: Coupon | None) -> dict[str, int]:
    """In cents: what the pieces cost, what is taken off, and what is left to pay."""
    list_cents = sum(line.list_cents for line in lines)
    member_off_cents = sum(line.member_off_cents for line in lines)
    subtotal_cents = list_cents - member_off_cents
    discount_cents = coupon.discount_on(subtotal_cents) if coupon else 0
    return {
        "list_cents": list_cents,
        "member_off_cents": member_off_cents,
        "discount_cents": discount_cents,
        "total_cents": subtotal_cents - discount_cents,
    }


@csrf_exempt  # the form stands on public pages, without a token: OriginMiddleware guards it
@require_POST
def bag_line_create(request: HttpRequest) -> HttpResponse:
    form = BagLineForm(request.POST)
    item = get_object_or_404(Item.objects.entered(), slug=PieceForm.slug_in(request.POST))
    if form.is_valid():
        put(request, item, form.cleaned_data["quantity"])
    else:
        messages.error(request, str(form.errors["quantity"][0]))
    return redirect("payments:bag_detail")


@csrf_exempt  # as above
@require_POST
def bag_set_create(request: HttpRequest) -> HttpResponse:
    """Put one of each piece of a set into the bag that its sender does not own and can have."""
    item_set = get_object_or_404(ItemSet, slug=request.POST.get("set", ""))
    missing = missing_pieces(item_set, request.user)
    if not missing:
        messages.info(request, f"Nothing of {item_set} is missing that can be had now.")
        return redirect("payments:bag_detail")
    bag = Bag.open(request)
    in_bag = set(bag.lines.values_list("item", flat=True))
    wanted = [item for item in missing if item.pk not in in_bag]
    added = [item.name for item in wanted[: bag.room] if bag.put(item)]
    _say_what_a_set_added(request, item_set, added, left_out=len(wanted) - len(added))
    return redirect("payments:bag_detail")


@login_required
@require_POST
def bag_order_create(request: HttpRequest) -> HttpResponse:
    """What an order that ended was for, in the bag again, as far as it can still be had."""
    own = Order.objects.placed_by(request.user)
    order = get_object_or_404(own, number=request.POST.get("order", ""))
    for line in order.lines.select_related("item"):
        put(request, line.item, line.quantity, line.is_gift, line.wanted_serial)
    return redirect("payments:bag_detail")


@require_POST
def bag_line_delete(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(BagLine.objects.select_related("item"), pk=pk, bag=Bag.find(request))
    line.delete()
    messages.success(request, f"{line.item.name} is out of the bag.")
    return redirect("payments:bag_detail")


def put(
    request: HttpRequest,
    item: Item,
    quantity: int,
    is_gift: bool = False,
    serial: int | None = None,
) -> None:
    """Have so many of the item in this visitor's bag, and say what became of it."""
    problem = why_not_for_sale(item, request.user)
    if problem:
        messages.error(request, problem)
        return
    bag = Bag.open(request)
    too_many = bag.why_too_many(item, quantity)
    if too_many:
        messages.error(request, too_many)
    elif bag.is_full:
        messages.error(request, f"A bag takes {MOST_LINES} pieces. Pay for these first.")
    elif bag.put(item, quantity, is_gift, serial):
        messages.success(request, f"{item.name} is in the bag.")
    else:
        messages.info(request, f"{item.name} was in the bag already.")


def _say_what_a_set_added(
    request: HttpRequest, item_set: ItemSet, added: list[str], left_out: int
) -> None:
    if added:
        messages.success(request, f"From {item_set} into the bag: {listed(added)}.")
    elif not left_out:
        messages.info(request, f"What is missing of {item_set} was in the bag already.")
    if left_out:
        messages.error(request, f"A bag takes {MOST_LINES} pieces; {left_out} had to stay out.")


def _say_what_merged(request: HttpRequest) -> None:
    added = Bag.merge_from_session(request)
    if added:
        messages.info(request, f"Added from before you signed in: {listed(added)}.")


def _say_what_lapsed(request: HttpRequest, lines: list[BagLine]) -> None:
    for line in lines:
        if line.has_lapsed_number:
            number = f"No. {line.wanted_serial} of {line.item.name}"
            sentence = "was chosen by a member of the Club, and your membership has ended"
            messages.info(request, f"{number} {sentence}. You get the next in line.")
            line.choose(None)


def _take_out_a_lapsed_code(request: HttpRequest, bag: Bag | None) -> None:
    """Now rather than at the till, where the sum would be another one."""
    if bag is None or bag.coupon is None:
        return
    lapsed = why_no_longer(bag.coupon, request.user)
    if lapsed:
        bag.coupon = None
        bag.save(update_fields=["coupon"])
        messages.info(request, lapsed)
