"""Every address of the stand-in."""

from django.urls import path, re_path

from payments.sandbox import control
from payments.sandbox.api.gate import api
from payments.sandbox.pages import overview, views

urlpatterns = [
    re_path(r"^v\d+/", api),
    path("c/pay/<str:ref>", views.checkout, name="checkout"),
    path("c/pay/<str:ref>/promotion", views.promotion, name="promotion"),
    path("c/pay/<str:ref>/authentication", views.authentication, name="authentication"),
    path("", overview.overview, name="overview"),
    path("events/<str:ref>", overview.event, name="event"),
    path("_sandbox/clock", control.advance_clock),
    path("_sandbox/faults", control.set_faults),
    path("_sandbox/billing", control.set_billing),
    path("_sandbox/reset", control.reset),
    path("_sandbox/state", control.state),
    path("_sandbox/deliveries/<int:pk>/resend", control.resend, name="resend"),
]
