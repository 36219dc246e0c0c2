"""The Club: what it is, joining it, and what is yours of it."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from payments import enrolment, gateway
from payments.consent import JOINING
from payments.forms import JoiningForm
from payments.models import Joining, Membership, NotJoined
from payments.models.membership_state import Plan
from payments.views.checkout import LOOK_AGAIN_AFTER, SeeOther
from payments.views.limits import too_often

STRIPE_IS_AWAY = "Stripe opened no payment page just now. Nothing was taken; try again in a minute."
logger = logging.getLogger(__name__)


@require_safe
@cache_control(public=True)
def club(request: HttpRequest) -> HttpResponse:
    """What the Club is and costs, and the way in; the same for every visitor."""
    return _club_page(request, JoiningForm())


@csrf_exempt  # the form stands on a public page, without a token: OriginMiddleware guards it
@require_POST
def club_join(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("payments:club"))
    if Joining.objects.is_over_limit(request.user):
        return too_often(request)
    form = JoiningForm(request.POST)
    if not form.is_valid():
        return _club_page(request, form, status=422)
    try:
        plan = Plan(form.cleaned_data["plan"])
        return SeeOther(enrolment.send_to_stripe(request.user, plan, form.consent_given))
    except NotJoined as problem:
        return _not_joined(request, form, problem)
    except gateway.GatewayError as error:
        logger.error("Joining: %s", error)
        return _club_page(request, form, STRIPE_IS_AWAY, status=503)


@login_required
@require_safe
def joining_return(request: HttpRequest) -> HttpResponse:
    """Back from Stripe: says what is true, whether the webhook or the member came first."""
    stripe_answers = _look(request)
    membership = Membership.objects.of(request.user)
    if membership and membership.grants:
        messages.success(request, f"Welcome. You are member {membership.number} of the Club.")
        return redirect("payments:membership")
    if "left" in request.GET:
        messages.info(request, "Nothing was taken. The Club’s door stays where it is.")
        return redirect("payments:locker")
    response = render(request, "payments/joining_return.html", {"stripe_answers": stripe_answers})
    response["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


@login_required
@require_safe
def membership(request: HttpRequest) -> HttpResponse:
    """How it stands with this member, with the bills; whoever comes from the portal sees it new."""
    own = Membership.objects.of(request.user)
    if own is None:
        return redirect("payments:club")
    if "back" in request.GET:
        _take_in(own)
        own.refresh_from_db()
    return render(
        request, "payments/membership.html", {"membership": own, "bills": own.bills.all()}
    )


@login_required
@require_POST
def portal_create(request: HttpRequest) -> HttpResponse:
    """On to Stripe's portal, where card and plan are changed, and membership is cancelled."""
    own = get_object_or_404(Membership, member=request.user)
    back = settings.SITE_URL + reverse("payments:membership") + "?back=1"
    try:
        return SeeOther(gateway.open_portal(own.customer_id, back))
    except gateway.GatewayError as error:
        logger.error("Portal of %s: %s", own, error)
        messages.error(request, "Stripe opened no portal just now. Nothing has changed.")
        return redirect("payments:membership")


def _club_page(
    request: HttpRequest, form: JoiningForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "plans": [(plan, plan.cents) for plan in (Plan.YEARLY, Plan.MONTHLY)],
        "consent": JOINING,
        "percent": settings.CLUB_DISCOUNT_PERCENT,
        "grace_days": settings.CLUB_GRACE_DAYS,
    }
    return render(request, "payments/club.html", context, status=status)


def _not_joined(request: HttpRequest, form: JoiningForm, problem: NotJoined) -> HttpResponse:
    own = Membership.objects.of(request.user)
    if own and not own.is_over:
        messages.info(request, str(problem))
        return redirect("payments:membership")
    return _club_page(request, form, str(problem), status=409)


def _look(request: HttpRequest) -> bool:
    try:
        enrolment.look(request.user)
    except gateway.GatewayError as error:
        logger.warning("Return of a joining: %s", error)
        return False
    return True


def _take_in(own: Membership) -> None:
    try:
        enrolment.take_in(own.subscription_id)
    except gateway.GatewayError as error:
        # The page shows what was known before, and the webhook is on its way.
        logger.warning("Back from the portal: %s", error)
