"""Where Stripe tells us what happened."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments import gateway
from payments.models import StripeEvent


@csrf_exempt  # Stripe signs what it sends
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Kept and queued in one short transaction: Stripe hears 200 only once nothing can be lost."""
    try:
        event = gateway.read_event(request)
    except gateway.BadSignature:
        return HttpResponseBadRequest("Not an event of ours.")
    return HttpResponse("Heard." if StripeEvent.receive(event) else "Known already.")
