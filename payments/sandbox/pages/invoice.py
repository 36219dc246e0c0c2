"""An invoice's own page: what for, whether it is paid, and paying it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from payments.sandbox.billing import selfservice
from payments.sandbox.billing.methods import method_for
from payments.sandbox.models import Resource
from payments.sandbox.pages.words import card_words, invoice_words


@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever has the link may look, and may pay with the card that renewals are charged to."""
    if _invoice(ref) is None:
        raise Http404("no such invoice")
    if request.method == "GET":
        return _page(request, ref)
    refused = selfservice.pay(ref)
    if refused is not None:
        return _page(request, ref, problem=refused.message, status=402)
    return redirect("invoice", ref)


def _invoice(ref: str) -> Resource | None:
    """An invoice that was sent; a draft is nobody's business yet."""
    found = Resource.objects.of("invoice").filter(ref=ref)
    return found.exclude(data__status="draft").first()


def _page(request: HttpRequest, ref: str, problem: str = "", status: int = 200) -> HttpResponse:
    found = Resource.objects.get(ref=ref)
    subscription = Resource.objects.get(ref=found.hidden["subscription"])
    context = {
        "shop": settings.SHOP_NAME,
        "invoice": invoice_words(found),
        "customer": found.data["customer_email"],
        "card": card_words(method_for(subscription)),
        "problem": problem,
    }
    return render(request, "sandbox/invoice.html", context, status=status)
