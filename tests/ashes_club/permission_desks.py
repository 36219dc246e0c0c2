"""The desks' part of the table in permission_table.py, in the same columns."""

DESKS = """
# --- the desks -----------------------------------------------------------------------------------
GET  admin:index                                     302 302 302 200 200
GET  admin:login                                     302 403 403 302 302
POST admin:login                                     302 403 403 302 302
POST admin:logout                                    302 302 302 200 200
GET  admin:password_change                           302 302 302 200 200
POST admin:password_change                           302 302 302 200 200
GET  admin:password_change_done                      302 302 302 200 200
GET  admin:autocomplete                              302 302 302 403 403
GET  admin:jsi18n                                    302 302 302 200 200
GET  admin:view_on_site 0 0                          302 302 302 404 404
GET  admin:app_list lore                             302 302 302 200 200
GET  admin:app_list payments                         302 302 302 404 200
GET  admin:accounts_user_changelist                  302 302 302 403 200
GET  admin:accounts_user_change {mira}               302 302 302 403 200
GET  admin:auth_user_password_change {mira}          302 302 302 403 200
GET  admin:auth_group_changelist                     302 302 302 403 200
GET  admin:account_emailaddress_changelist           302 302 302 403 200
GET  admin:mfa_authenticator_changelist              302 302 302 403 200
GET  admin:usersessions_usersession_changelist       302 302 302 403 200
GET  admin:socialaccount_socialaccount_changelist    302 302 302 403 200
GET  admin:procrastinate_procrastinatejob_changelist 302 302 302 403 200
GET  admin:catalog_item_changelist                   302 302 302 200 200
GET  admin:catalog_item_export                       302 302 302 200 200
GET  admin:catalog_itemset_changelist                302 302 302 200 200
GET  admin:catalog_season_changelist                 302 302 302 200 200
GET  admin:catalog_itemimage_changelist              302 302 302 403 200
GET  admin:catalog_itemimport_changelist             302 302 302 403 200
POST admin:catalog_itemimport_start 1                302 302 302 403 404
GET  admin:lore_page_changelist                      302 302 302 200 200
GET  admin:lore_page_comparison {page}               302 302 302 200 200
GET  admin:lore_page_hands {page}                    302 302 302 200 200
GET  admin:lore_page_revision {page} 1               302 302 302 200 200
GET  admin:lore_page_restoration {page} 1            302 302 302 200 200
POST admin:lore_page_restoration {page} 1            302 302 302 302 302
GET  admin:lore_page_act {page} take-down            302 302 302 403 200
POST admin:lore_page_act {page} take-down            302 302 302 403 422
POST admin:lore_page_note {page}                     302 302 302 302 302
POST admin:lore_page_preview                         302 302 302 200 200
POST admin:lore_page_presence {page}                 302 302 302 200 200
GET  admin:lore_page_names page                      302 302 302 200 200
GET  admin:lore_category_changelist                  302 302 302 200 200
GET  admin:lore_source_changelist                    302 302 302 200 200
GET  admin:lore_mediaasset_changelist                302 302 302 200 200
POST admin:lore_mediaasset_upload                    302 302 302 400 400
GET  lore_reports:index                              302 302 302 200 200
POST lore_reports:drawing_create                     302 302 302 302 302
GET  lore_reports:wanting_list                       302 302 302 200 200
GET  lore_reports:detail outdated                    302 302 302 200 200
GET  admin:payments_order_changelist                 302 302 302 403 200
GET  admin:payments_order_refund {order_pk}          302 302 302 403 200
POST admin:payments_order_refund {order_pk}          302 302 302 403 200
GET  admin:payments_order_sales                      302 302 302 403 200
GET  admin:payments_order_work                       302 302 302 403 200
GET  admin:payments_copy_changelist                  302 302 302 403 200
GET  admin:payments_handover_changelist              302 302 302 403 200
GET  admin:payments_coupon_changelist                302 302 302 403 200
GET  admin:payments_membership_changelist           302 302 302 403 200
GET  admin:payments_joining_changelist              302 302 302 403 200
GET  admin:payments_dispute_changelist               302 302 302 403 200
GET  admin:payments_movement_changelist              302 302 302 403 200
GET  admin:payments_refund_changelist                302 302 302 403 200
GET  admin:payments_place_changelist                 302 302 302 403 200
GET  admin:payments_review_changelist                302 302 302 403 200
GET  admin:payments_stripeevent_changelist           302 302 302 403 200
"""
