"""Giving money back: which pieces, why, and what that takes from the buyer, before it is done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property

from payments.models import Copy, NotRefunded, Order, Refund
from payments.models.refund import refundable_cents

REASONS = [Refund.Reason.ASKED_FOR, Refund.Reason.TWICE, Refund.Reason.FRAUD]


class RefundForm(forms.Form):
    """The pieces of one order that can be given back, and the reason."""

    copies = forms.ModelMultipleChoiceField(
        Copy.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Pieces"
    )
    reason = forms.ChoiceField(choices=[(reason.value, reason.label) for reason in REASONS])
    note = forms.CharField(max_length=200, required=False, help_text="For the books; not sent.")
    takes_gifts = forms.BooleanField(
        required=False, label="Take them from their owners, who are told by mail."
    )

    def __init__(self, order: Order, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        given = Refund.objects.live().filter(order=order)
        had = Copy.objects.current().filter(order_line__order=order).exclude(refunds__in=given)
        chosen: Any = self.fields["copies"]
        chosen.queryset = had.select_related("item", "order_line").order_by("item", "serial")
        chosen.label_from_instance = _named_and_priced
        if order.paid_at is None:  # set aside: nothing was entered, all of it goes back
            del self.fields["copies"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            self.amount_cents = refundable_cents(self.order, self.chosen)
        except NotRefunded as problem:
            raise forms.ValidationError(str(problem)) from problem
        return cleaned

    @property
    def chosen(self) -> list[Copy]:
        return list(self.cleaned_data.get("copies", []))

    @cached_property
    def passed_on(self) -> list[Copy]:
        """Chosen pieces that somebody else has by now."""
        chosen = Copy.objects.filter(pk__in=[copy.pk for copy in self.chosen])
        return list(chosen.passed_on_from(self.order).select_related("item", "owner"))

    @property
    def is_whole(self) -> bool:
        """Whether nothing more need be said before it is done."""
        return self.cleaned_data["takes_gifts"] or not self.passed_on


def _named_and_priced(copy: Copy) -> str:
    return f"{copy.item}, No. {copy.serial}: {(copy.paid_cents or 0) / 100:.2f}"


def refund_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, see what it means, confirm. Only the last step asks for money."""
    if not request.user.has_perm("payments.add_refund"):
        raise PermissionDenied
    order = get_object_or_404(Order, pk=pk)
    form = RefundForm(order, request.POST or None)
    is_checked = form.is_bound and form.is_valid()
    confirmed = is_checked and "confirmed" in request.POST
    if confirmed and form.is_whole:
        return _ask(desk, request, form)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Give money back for {order}",
        "opts": desk.opts,
        "order": order,
        "form": form,
        "is_checked": is_checked,
        "lacks_tick": confirmed,
    }
    status = 422 if confirmed or (form.is_bound and not is_checked) else 200
    return TemplateResponse(request, "admin/payments/order/refund.html", context, status=status)


def _ask(desk: ModelAdmin, request: HttpRequest, form: RefundForm) -> HttpResponse:
    order, said = form.order, form.cleaned_data
    why = {key: said[key] for key in ("reason", "note", "takes_gifts")}
    try:
        refund = Refund.ask(order, form.chosen, by=request.user, **why)
    except NotRefunded as problem:  # somebody else was faster
        messages.error(request, str(problem))
    else:
        amount = f"{refund.amount_cents / 100:.2f}"
        messages.success(request, f"Asked back: {amount}. Stripe is told within moments.")
        desk.log_change(request, order, f"Refund of {amount}: {refund.reason}")
    return redirect("admin:payments_order_change", order.pk)
