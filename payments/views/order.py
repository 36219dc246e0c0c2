from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from payments.invoice_pdf import draw_invoice
from payments.models import Copy, Handover, Order


@login_required
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a paid order; for any other, what became of it."""
    orders = Order.objects.placed_by(request.user).with_copies()
    order = get_object_or_404(orders, number=number)
    page = "order_detail" if order.is_entered else "order_unpaid"
    waits = Handover.objects.sealed().gifts().filter(copy__order_line__order=order)
    passed_on = Copy.objects.passed_on_from(order)
    context = {"order": order, "has_gifts": waits.exists(), "has_passed_on": passed_on.exists()}
    return render(request, f"payments/{page}.html", context)


@login_required
@require_safe
def invoice_detail(request: HttpRequest, number: str, invoice: str) -> HttpResponse:
    """An invoice or credit note of one's own order, as PDF."""
    order = get_object_or_404(Order.objects.placed_by(request.user), number=number)
    found = next((each for each in order.invoices.all() if each.number == invoice), None)
    if found is None:
        raise Http404
    name = f'attachment; filename="{found.number}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(draw_invoice(found), content_type="application/pdf", headers=headers)
