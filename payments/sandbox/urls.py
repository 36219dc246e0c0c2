"""Every address of the stand-in."""

from django.urls import path, re_path

from payments.sandbox import control
from payments.sandbox.api.gate import api
from payments.sandbox.pages import invoice, overview, portal, thing, views

_PORTAL = "p/session/<str:secret>"

urlpatterns = [
    re_path(r"^v\d+/", api),
    path("c/pay/<str:ref>", views.checkout, name="checkout"),
    path("c/pay/<str:ref>/promotion", views.promotion, name="promotion"),
    path("c/pay/<str:ref>/authentication", views.authentication, name="authentication"),
    path(_PORTAL, portal.home, name="portal"),
    path(f"{_PORTAL}/card", portal.card, name="portal_card"),
    path(f"{_PORTAL}/authentication", portal.authentication, name="portal_authentication"),
    path(f"{_PORTAL}/<str:ref>/plan", portal.plan, name="portal_plan"),
    path(f"{_PORTAL}/<str:ref>/end", portal.end, name="portal_end"),
    path(f"{_PORTAL}/<str:ref>/renewal", portal.renewal, name="portal_renewal"),
    path("i/<str:ref>", invoice.invoice, name="invoice"),
    path("", overview.overview, name="overview"),
    path("clock", overview.forward, name="forward"),
    path("objects/<str:ref>", thing.thing, name="thing"),
    path("objects/<str:ref>/evidence", thing.evidence, name="evidence"),
    path("_sandbox/clock", control.advance_clock),
    path("_sandbox/faults", control.set_faults),
    path("_sandbox/billing", control.set_billing),
    path("_sandbox/reset", control.reset),
    path("_sandbox/state", control.state),
    path("_sandbox/deliveries/<int:pk>/resend", control.resend, name="resend"),
]
