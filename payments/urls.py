from django.urls import path

from payments.views import bag, checkout, code, locker, number, order, review, wish
from payments.views.webhook import webhook

app_name = "payments"
urlpatterns = [
    path("bag/", bag.bag_detail, name="bag_detail"),
    path("bag/lines/", bag.bag_line_create, name="bag_line_create"),
    path("bag/sets/", bag.bag_set_create, name="bag_set_create"),
    path("bag/orders/", bag.bag_order_create, name="bag_order_create"),
    path("bag/code/", code.code_create, name="code_create"),
    path("bag/code/removal/", code.code_delete, name="code_delete"),
    path("bag/lines/<int:pk>/removal/", bag.bag_line_delete, name="bag_line_delete"),
    path("wishlist/", wish.wish_list, name="wish_list"),
    path("wishlist/pieces/", wish.wish_create, name="wish_create"),
    path("wishlist/pieces/<slug:slug>/removal/", wish.wish_delete, name="wish_delete"),
    path("checkout/", checkout.checkout_create, name="checkout_create"),
    path("orders/<str:number>/", order.order_detail, name="order_detail"),
    path("orders/<str:number>/return/", checkout.return_detail, name="return_detail"),
    path(
        "orders/<str:number>/cancellation/",
        checkout.cancellation_create,
        name="cancellation_create",
    ),
    path("stripe/webhook/", webhook, name="webhook"),
    path("locker/", locker.pieces, name="locker"),
    path("locker/sets/", locker.sets, name="locker_sets"),
    path("locker/sets/<slug:slug>/", locker.set_detail, name="locker_set"),
    path("locker/downloads/", locker.download_list, name="locker_downloads"),
    path("locker/orders/", locker.orders, name="locker_orders"),
    path("locker/files/<int:copy_pk>/<int:file_pk>/", locker.download, name="download"),
    path("locker/files/<str:token>/", locker.file_detail, name="file_detail"),
    path("locker/pieces.csv", locker.pieces_csv, name="locker_csv"),
    path("locker/pieces.json", locker.pieces_json, name="locker_json"),
    path("numbers/<slug:slug>/<int:serial>/", number.copy_detail, name="copy_detail"),
    path("numbers/<slug:slug>/<int:serial>/certificate/", number.certificate, name="certificate"),
    path(
        "numbers/<slug:slug>/<int:serial>/certificate.pdf",
        number.certificate_pdf,
        name="certificate_pdf",
    ),
    path("certificates/<str:token>/", number.certificate_check, name="certificate_check"),
    path("locker/reviews/", review.own_reviews, name="own_reviews"),
    path("locker/reviews/<int:pk>/", review.review_update, name="review_update"),
    path("locker/reviews/<int:pk>/removal/", review.review_delete, name="review_delete"),
    path("locker/<int:copy_pk>/review/", review.review_create, name="review_create"),
    path("reviews/<int:pk>/report/", review.review_report, name="review_report"),
    path("vault/<slug:slug>/reviews/", review.review_list, name="review_list"),
    path(
        "orders/<str:number>/invoices/<str:invoice>/", order.invoice_detail, name="invoice_detail"
    ),
]
