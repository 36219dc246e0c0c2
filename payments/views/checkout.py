"""From the bag to Stripe and back."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Agreement
from payments import gateway, till
from payments.consent import Consent
from payments.forms import CheckoutForm
from payments.models import Bag, CheckoutAttempt, NotPlaced, Order
from payments.views.limits import too_often

LOOK_AGAIN_AFTER = 3  # seconds
STRIPE_IS_AWAY = "Stripe does not answer just now. Nothing was taken, and your bag is as it was."
logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    """After a POST: go there with GET, to Stripe's page too."""

    status_code = 303


@require_POST
def checkout_create(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("payments:bag_detail"))
    if CheckoutAttempt.objects.is_over_limit(request.user):
        return too_often(request)
    form = CheckoutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tick the box above the button first; then you can pay.")
        return redirect("payments:bag_detail")
    try:
        return SeeOther(_payment_page(request, Consent(form.cleaned_data["total"])))
    except NotPlaced as problem:
        messages.error(request, str(problem))
    except gateway.GatewayError as error:
        logger.error("Checkout: %s", error)
        messages.error(request, STRIPE_IS_AWAY)
    return redirect("payments:bag_detail")


def _payment_page(request: HttpRequest, consent: Consent) -> str:
    bag = Bag.open(request)
    earlier = Order.objects.waiting_for(request.user)
    if earlier and not earlier.still_serves(bag):
        _replace(earlier)
    order = Order.place(request.user, bag, consent)
    Agreement.log_order(request.user, order.number, consent.version)
    try:
        return till.send_to_stripe(order)
    except gateway.GatewayError:
        # Nobody was given an address to pay at; the sweeper ends what Stripe may have opened.
        order.abandon("Stripe did not open a payment page.")
        raise


def _replace(earlier: Order) -> None:
    till.end(earlier, "Another order was placed instead.")
    earlier.refresh_from_db()
    if earlier.is_entered or earlier.state == "pending":
        raise NotPlaced(
            f"You have paid for order {earlier.number} already. Look through your bag once more."
        )


@login_required
@require_safe
def return_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Back from Stripe: says what is true, whether the webhook or the buyer came first."""
    order = get_object_or_404(Order.objects.placed_by(request.user), number=number)
    left = "left" in request.GET
    stripe_answers = _look(order, left)
    order.refresh_from_db()
    if order.state == "cancelled":
        return _back_to_bag(request, order.cancelled_because)
    if order.state == "waiting" and left:
        return _back_to_bag(request, "Nothing was taken.")
    if order.is_finished:
        return redirect(order)
    return _wait(request, order, stripe_answers)


@login_required
@require_POST
def cancellation_create(request: HttpRequest, number: str) -> HttpResponse:
    order = get_object_or_404(Order.objects.placed_by(request.user), number=number)
    try:
        till.end(order, "You cancelled it.")
    except gateway.GatewayError as error:
        logger.error("Cancellation of %s: %s", order, error)
        messages.error(request, STRIPE_IS_AWAY)
        return redirect("payments:bag_detail")
    order.refresh_from_db()
    if order.state != "cancelled":
        messages.info(request, f"Order {order.number} could not be cancelled any more.")
        return redirect(order)
    messages.success(request, f"Order {order.number} is cancelled. Nothing was taken.")
    return redirect("payments:bag_detail")


def _back_to_bag(request: HttpRequest, sentence: str) -> HttpResponse:
    bag = Bag.find(request)
    still_there = " Your pieces are still in the bag." if bag and bag.lines.exists() else ""
    messages.info(request, sentence + still_there)
    return redirect("payments:bag_detail")


def _look(order: Order, left: bool) -> bool:
    """Ask Stripe where more is to be known; whoever left the payment page paid nothing there."""
    if order.is_finished and (left or order.state != "cancelled"):
        return True
    try:
        till.look_once_more(order) if order.is_finished else till.look(order)
    except gateway.GatewayError as error:
        logger.warning("Return to %s: %s", order, error)
        return False
    return True


def _wait(request: HttpRequest, order: Order, stripe_answers: bool) -> HttpResponse:
    context = {"order": order, "stripe_answers": stripe_answers}
    response = render(request, "payments/return_detail.html", context)
    if order.state == "waiting":
        response["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response
