from django.urls import path

from ashes_club.scaffold import waiting

app_name = "payments"
urlpatterns = [
    path("bag/", waiting, name="bag_detail"),
    path("bag/lines/", waiting, name="bag_line_create"),
    path("bag/lines/<int:pk>/removal/", waiting, name="bag_line_delete"),
    path("checkout/", waiting, name="checkout_create"),
    path("orders/<str:number>/", waiting, name="order_detail"),
    path("orders/<str:number>/return/", waiting, name="return_detail"),
    path("orders/<str:number>/cancellation/", waiting, name="cancellation_create"),
    path("stripe/webhook/", waiting, name="webhook"),
    path("locker/", waiting, name="locker"),
    path("locker/sets/", waiting, name="locker_sets"),
    path("locker/downloads/", waiting, name="locker_downloads"),
    path("locker/orders/", waiting, name="locker_orders"),
    path("locker/files/<int:copy_pk>/<int:file_pk>/", waiting, name="download"),
]
