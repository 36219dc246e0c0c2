from django.urls import path

from payments.views import bag, checkout, club, code, gift, handover, locker, order, wish
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
    path("bag/lines/<int:pk>/gift/", gift.mark_create, name="gift_mark_create"),
    path("bag/lines/<int:pk>/gift/removal/", gift.mark_delete, name="gift_mark_delete"),
    path("wishlist/", wish.wish_list, name="wish_list"),
    path("wishlist/pieces/", wish.wish_create, name="wish_create"),
    path("wishlist/pieces/<slug:slug>/removal/", wish.wish_delete, name="wish_delete"),
    path("club/", club.club, name="club"),
    path("club/joining/", club.club_join, name="club_join"),
    path("club/joining/return/", club.joining_return, name="joining_return"),
    path("club/membership/", club.membership, name="membership"),
    path("club/portal/", club.portal_create, name="portal_create"),
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
    path("locker/<int:copy_pk>/gift/", handover.gift_create, name="gift_create"),
    path("locker/<int:copy_pk>/transfer/", handover.transfer_create, name="transfer_create"),
    path("locker/handovers/", handover.handover_list, name="handover_list"),
    path("locker/handovers/<int:pk>/", handover.handover_detail, name="handover_detail"),
    path("locker/handovers/<int:pk>/card/", handover.card_create, name="card_create"),
    path("locker/handovers/<int:pk>/link/", handover.link_create, name="link_create"),
    path(
        "locker/handovers/<int:pk>/withdrawal/",
        handover.withdrawal_create,
        name="withdrawal_create",
    ),
    path("locker/handovers/<int:pk>/acceptance/", gift.acceptance_create, name="acceptance_create"),
    path("locker/handovers/<int:pk>/refusal/", gift.refusal_create, name="refusal_create"),
    path("gifts/opened/<int:pk>/", gift.opened_gift, name="opened_gift"),
    path("gifts/opened/<int:pk>/reveal/", gift.reveal_create, name="reveal_create"),
    path("gifts/<str:token>/", gift.gift_detail, name="gift_detail"),
    path("locker/files/<int:copy_pk>/<int:file_pk>/", locker.download, name="download"),
    path("locker/files/<str:token>/", locker.file_detail, name="file_detail"),
    path(
        "orders/<str:number>/invoices/<str:invoice>/", order.invoice_detail, name="invoice_detail"
    ),
]
