from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from payments.models import Order


@login_required
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a paid order; for any other, what became of it."""
    orders = Order.objects.placed_by(request.user).with_copies()
    order = get_object_or_404(orders, number=number)
    page = "order_detail" if order.is_entered else "order_unpaid"
    return render(request, f"payments/{page}.html", {"order": order})
