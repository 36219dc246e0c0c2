"""The shopkeeper's pages beside the books: what waits to be done, what was sold, what is held."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from catalog.models import Item
from payments.models import Dispute, Membership, Order, Refund, StripeEvent
from payments.sales import Row, Sales

LONGEST = 366  # days in one report
STUCK_AFTER = timedelta(minutes=30)
COLUMNS = ["Copies", "Taken", "Tax in it", "Copies given back", "Given back", "Tax in that"]
COLUMNS += ["Left", "Tax left", "Left before tax"]
HOLDS_SHOWN = 100


class SpanForm(forms.Form):
    """First and last day of a report; the last thirty days where nothing is said."""

    first = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            days = (cleaned["last"] - cleaned["first"]).days
            if not 0 <= days < LONGEST:
                raise forms.ValidationError(f"A report covers 1 to {LONGEST} days, first to last.")
        return cleaned


@dataclass(frozen=True)
class Work:
    """One kind of thing that waits for a person."""

    name: str
    count: int
    url: str
    what: str


def sales_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    _may_see(desk, request)
    today = timezone.localdate()
    given = {"first": today - timedelta(29), "last": today, **request.GET.dict()}
    form = SpanForm(given)
    sales = Sales(**form.cleaned_data) if form.is_valid() else None
    if sales and "csv" in request.GET:
        return _as_csv(sales)
    context = _context(desk, request, "Sales", form=form, sales=sales)
    status = 200 if sales else 422
    return TemplateResponse(request, "admin/payments/order/sales.html", context, status=status)


def work_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    _may_see(desk, request)
    context = _context(desk, request, "What waits", work=_work(), held=_held())
    return TemplateResponse(request, "admin/payments/order/work.html", context)


def _work() -> list[Work]:
    return [*_of_money(), *_of_messages()]


def _of_money() -> list[Work]:
    orders, refunds = "admin:payments_order_changelist", "admin:payments_refund_changelist"
    return [
        Work("Orders set aside", Order.objects.set_aside().count(),
             f"{reverse(orders)}?state=quarantined",
             "Money came that does not fit the order."),
        Work("Refunds that failed", Refund.objects.failed().count(),
             f"{reverse(refunds)}?work=failed", "The bank sent the money back to us."),
        Work("Refunds for no piece", Refund.objects.without_pieces().count(),
             f"{reverse(refunds)}?work=pieces", "Made at Stripe for a part of an order."),
        Work("Disputes that wait for evidence", Dispute.objects.due().count(),
             f"{reverse('admin:payments_dispute_changelist')}?work=due",
             "The bank decides against us if nothing is sent."),
        Work("Memberships past due", Membership.objects.past_due().count(),
             f"{reverse('admin:payments_membership_changelist')}?work=due",
             "A renewal could not be taken; Stripe tries again, and we write to the member."),
    ]  # fmt: skip


def _of_messages() -> list[Work]:
    jobs = reverse("admin:procrastinate_procrastinatejob_changelist")
    old = timezone.now() - STUCK_AFTER
    events = StripeEvent.objects.unhandled().filter(received_at__lte=old)
    letters = ProcrastinateJob.objects.filter(task_name__contains="send_")
    waiting = letters.filter(status__in=["todo", "doing"], procrastinateevent__at__lte=old)
    return [
        Work("Events not acted upon", events.count(),
             f"{reverse('admin:payments_stripeevent_changelist')}?handled_at__isempty=1",
             "Older than half an hour; the reconciler tries again every three minutes."),
        Work("Letters that could not be sent", letters.filter(status="failed").count(),
             f"{jobs}?status__exact=failed", "Each was tried until it was given up."),
        Work("Letters that wait", waiting.distinct().count(), f"{jobs}?status__exact=todo",
             "Longer than half an hour: the worker or the mail server may be away."),
    ]  # fmt: skip


def _held() -> list[tuple[Item, int]]:
    """The pieces of which copies are set aside now, the most first."""
    held = Item.objects.filter(held__gt=0).order_by("-held", "name")[:HOLDS_SHOWN]
    return [(item, item.held) for item in held]


def _as_csv(sales: Sales) -> HttpResponse:
    name = f"sales-{sales.first}-{sales.last}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=disposition)
    write = csv.writer(response)
    for title, rows in (
        ("Day", sales.by_day()),
        ("Piece", sales.by_item()),
        ("Set", sales.by_set()),
        ("Membership", sales.by_plan()),
    ):
        write.writerow([title, *COLUMNS])
        write.writerows(_cells(row) for row in rows)
    return response


def _cells(row: Row) -> list[Any]:
    sold, back = (
        [each.n, _amount(each.cents), _amount(each.tax_cents)] for each in (row.sold, row.back)
    )
    left = map(_amount, (row.net_cents, row.tax_cents, row.before_tax_cents))
    return [_safe(row.label), *sold, *back, *left]


def _amount(cents: int | None) -> str:
    """Nothing where nobody knows: that is not the same as nought."""
    return "" if cents is None else f"{cents / 100:.2f}"


def _safe(label: str) -> str:
    """Spreadsheets take a leading sign for a formula."""
    return f"'{label}" if label[:1] in "=+-@" else label


def _context(desk: ModelAdmin, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    total = Order.objects.exclude(paid_at=None).aggregate(sum=Sum("total_cents"))["sum"] or 0
    site = desk.admin_site.each_context(request)
    return {**site, "title": title, "opts": desk.opts, "ever_cents": total, **more}


def _may_see(desk: ModelAdmin, request: HttpRequest) -> None:
    if not desk.has_view_permission(request):
        raise PermissionDenied
