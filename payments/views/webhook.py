"""Where Stripe tells us what happened."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments import gateway, till
from payments.models import StripeEvent

logger = logging.getLogger(__name__)
HANDLERS = {
    "checkout.session.completed": till.hear,
    "checkout.session.async_payment_succeeded": till.hear,
    "checkout.session.async_payment_failed": till.hear,
    "checkout.session.expired": till.hear,
}


@csrf_exempt  # Stripe signs what it sends
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    try:
        event = gateway.read_event(request)
    except gateway.BadSignature:
        return HttpResponseBadRequest("Not an event of ours.")
    known = StripeEvent.receive(event.id, event.type, event.object_id)
    if known.handled_at:
        return HttpResponse("Known already.")
    try:
        HANDLERS.get(event.type, _leave)(event)
    except gateway.GatewayError as error:
        logger.error("Event %s could not be handled: %s", event.id, error)
        return HttpResponseServerError("Tell us again.")
    known.mark_handled()
    return HttpResponse("Heard.")


def _leave(event: gateway.Event) -> None:
    """Most of what Stripe tells is of no use to the club; that it was told is kept."""
