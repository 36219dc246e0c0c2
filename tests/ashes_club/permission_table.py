"""Who may do what: a line for each address of the club, and what each of five people is answered.

Columns: how it is asked for, the name of the URL with its arguments, and the status for a
stranger, for Mira (whose the things in the URLs are), for another member, for Kael (staff, an
editor of the wiki) and for Ash (the shopkeeper, superuser). What stands in braces is filled in by
the `house` of test_permissions.py. A new URL needs a line here; one that takes GET and POST needs
two; those of the desks stand in permission_desks.py. What a POST sends stands in DATA; without a
line there it is empty.

200 shown, 302 sent elsewhere (strangers: to sign in), 403 refused, 404 not theirs to know of,
405 not asked for in this way, 422 asked for wrongly.
"""

TABLE = """
# --- the house ---------------------------------------------------------------------------------
GET  home                                            200 200 200 200 200
GET  search                                          200 200 200 200 200
GET  suggestions                                     200 200 200 200 200
GET  yours                                           302 200 200 200 200
GET  me                                              200 200 200 200 200
GET  healthz                                         200 200 200 200 200
GET  readyz                                          200 200 200 200 200
# To those of the house's own network; test_metrics.py asks from elsewhere.
GET  metrics                                         200 200 200 200 200
GET  robots                                          200 200 200 200 200
GET  sitemap_index                                   200 200 200 200 200
GET  sitemap rooms 1                                 200 200 200 200 200
GET  media art/not-there.webp                        404 404 404 404 404
GET  house:makers_and_rights                         200 200 200 200 200
GET  house:report                                    200 200 200 200 200
GET  house:machines                                  200 200 200 200 200
GET  house:privacy                                   200 200 200 200 200
GET  house:terms                                     200 200 200 200 200

# --- the vault ---------------------------------------------------------------------------------
GET  catalog:item_list                               200 200 200 200 200
GET  catalog:item_list_json                          200 200 200 200 200
GET  catalog:opening_feed                            200 200 200 200 200
GET  catalog:item_detail brood                       200 200 200 200 200
GET  catalog:item_detail_json brood                  200 200 200 200 200
GET  catalog:item_detail not-yet-shown               404 404 404 404 404
GET  catalog:item_detail_json not-yet-shown          404 404 404 404 404
GET  catalog:season_list                             200 200 200 200 200
GET  catalog:season_detail C1S8                      200 200 200 200 200
GET  catalog:set_list                                200 200 200 200 200
GET  catalog:set_detail cinders                      200 200 200 200 200

# --- the reading room; what is no page yet is nobody's -------------------------------------------
GET  lore:index                                      200 200 200 200 200
GET  lore:search                                     200 200 200 200 200
GET  lore:timeline                                   200 200 200 200 200
GET  lore:shield                                     200 200 200 200 200
POST lore:shield                                     422 422 422 422 422
GET  lore:grades                                     200 200 200 200 200
GET  lore:graph                                      200 200 200 200 200
GET  lore:change_list                                200 200 200 200 200
GET  lore:feed                                       200 200 200 200 200
GET  lore:random                                     302 302 302 302 302
GET  lore:page_list_json                             200 200 200 200 200
GET  lore:category_list                              200 200 200 200 200
GET  lore:category_detail mountains                  200 200 200 200 200
GET  lore:kind_list place                            200 200 200 200 200
GET  lore:letter_list v                              200 200 200 200 200
GET  lore:keeper_detail kael                         200 200 200 200 200
GET  lore:keeper_detail mira                         404 404 404 404 404
GET  lore:page_detail volcano                        200 200 200 200 200
GET  lore:page_markdown volcano                      200 200 200 200 200
GET  lore:page_json volcano                          200 200 200 200 200
GET  lore:revision_list volcano                      200 200 200 200 200
GET  lore:revision_detail volcano 1                  200 200 200 200 200
GET  lore:tie_list volcano                           200 200 200 200 200
GET  lore:page_detail draft                          404 404 404 404 404
GET  lore:page_markdown draft                        404 404 404 404 404
GET  lore:page_json draft                            404 404 404 404 404
GET  lore:revision_list draft                        404 404 404 404 404
GET  lore:revision_detail draft 1                    404 404 404 404 404
GET  lore:veil_detail draft 1                        404 404 404 404 404
GET  lore:claim_detail draft {claim}                 404 404 404 404 404
GET  lore:figure_detail draft 1                      404 404 404 404 404
GET  lore:entry_detail draft 1                       404 404 404 404 404
GET  lore:source_detail draft 1                      404 404 404 404 404
GET  lore:question_detail draft 1                    404 404 404 404 404
GET  lore:tie_list draft                             404 404 404 404 404

# --- bag, checkout, Locker; orders and copies are Mira's -----------------------------------------
GET  payments:bag_detail                             200 200 200 200 200
POST payments:bag_line_create                        302 302 302 302 302
POST payments:bag_line_delete {bag_line}             404 302 404 404 404
GET  payments:choice_update {bag_line}               404 200 404 404 404
POST payments:choice_update {bag_line}               404 422 404 404 404
POST payments:idea_list {bag_line}                   404 200 404 404 404
POST payments:choice_delete {bag_line}               404 302 404 404 404
POST payments:bag_set_create                         302 302 302 302 302
POST payments:bag_order_create                       302 302 404 404 404
POST payments:code_create                            302 422 422 422 422
POST payments:code_delete                            302 302 302 302 302
GET  payments:wish_list                              200 200 200 200 200
POST payments:wish_create                            302 302 302 302 302
POST payments:wish_delete brood                      404 302 404 404 404
GET  payments:waiting_create brood                   302 302 200 200 200
POST payments:waiting_create brood                   302 302 422 422 422
GET  payments:offer_detail {place}                   302 200 404 404 404
POST payments:offer_create {place}                   302 302 404 404 404
POST payments:waiting_delete {place}                 302 302 404 404 404
POST payments:checkout_create                        302 302 302 302 302
GET  payments:order_detail {order}                   302 200 404 404 404
GET  payments:return_detail {order}                  302 302 404 404 404
POST payments:cancellation_create {order}            302 302 404 404 404
GET  payments:invoice_detail {order} {invoice}       302 200 404 404 404
POST payments:webhook                                400 400 400 400 400
GET  payments:locker                                 302 200 200 200 200
GET  payments:locker_sets                            302 200 200 200 200
GET  payments:locker_set cinders                     302 200 200 200 200
GET  payments:locker_downloads                       302 200 200 200 200
GET  payments:locker_orders                          302 200 200 200 200
GET  payments:download {copy} {file}                 302 302 404 404 404
GET  payments:file_detail {file_token}               302 200 404 404 404

# --- gifts and transfers; Mira's gift and her transfer, which is asked of another ----------------
POST payments:gift_mark_create {bag_line}            404 302 404 404 404
POST payments:gift_mark_delete {bag_line}            404 302 404 404 404
GET  payments:gift_create {copy}                     302 200 404 404 404
POST payments:gift_create {copy}                     302 302 404 404 404
POST payments:transfer_create {copy}                 302 422 404 404 404
GET  payments:handover_list                          302 200 200 200 200
GET  payments:handover_detail {gift}                 302 200 404 404 404
POST payments:card_create {gift}                     302 302 404 404 404
POST payments:link_create {gift}                     302 200 404 404 404
POST payments:withdrawal_create {gift}               302 302 404 404 404
GET  payments:gift_detail {gift_token}               302 302 302 302 302
GET  payments:gift_detail guessed                    404 404 404 404 404
GET  payments:opened_gift {gift}                     404 404 404 404 404
POST payments:reveal_create {gift}                   404 404 404 404 404
POST payments:acceptance_create {gift}               404 404 404 404 404
POST payments:acceptance_create {transfer}           404 404 302 404 404
POST payments:refusal_create {transfer}              404 404 302 404 404

# --- numbers, certificates, reviews; the copy and what was said are Mira's ----------------------
GET  payments:locker_csv                             302 200 200 200 200
GET  payments:locker_json                            302 200 200 200 200
GET  payments:copy_detail brood 7                    200 200 200 200 200
GET  payments:copy_detail brood 9                    404 404 404 404 404
GET  payments:certificate brood 7                    302 200 404 404 404
GET  payments:certificate_pdf brood 7                302 200 404 404 404
GET  payments:certificate_check forged               404 404 404 404 404
GET  payments:certificate_check {certificate}        200 200 200 200 200
GET  payments:own_reviews                            302 200 200 200 200
GET  payments:review_create {copy}                   302 302 404 404 404
POST payments:review_create {copy}                   302 422 404 404 404
GET  payments:review_update {review}                 302 200 404 404 404
POST payments:review_update {review}                 302 422 404 404 404
POST payments:review_delete {review}                 302 302 404 404 404
GET  payments:review_report {review}                 200 200 200 200 200
POST payments:review_report {review}                 422 422 422 422 422
GET  payments:review_list brood                      200 200 200 200 200

# --- the Club; nobody is a member ---------------------------------------------------------------
GET  payments:club                                   200 200 200 200 200
POST payments:club_join                              302 422 422 422 422
GET  payments:joining_return                         302 200 200 200 200
GET  payments:membership                             302 302 302 302 302
POST payments:portal_create                          302 404 404 404 404

# --- the account; the data copy is Mira's, links of letters work without signing in ---------------
GET  accounts:profile_update                         302 200 200 200 200
POST accounts:profile_update                         302 422 422 422 422
GET  accounts:letters_update                         302 200 200 200 200
POST accounts:letters_update                         302 302 302 302 302
GET  accounts:letters_delete {letters_token}         200 200 200 200 200
POST accounts:letters_delete {letters_token}         200 200 200 200 200
GET  accounts:letters_delete forged                  404 404 404 404 404
GET  accounts:data_create                            302 200 200 200 200
POST accounts:data_create                            302 302 302 302 302
GET  accounts:data_detail {data_token}               302 200 404 404 404
GET  accounts:deletion_create                        302 200 200 200 200
POST accounts:deletion_create                        302 422 422 422 422
GET  accounts:deletion_delete {undo_token}           200 200 200 200 200
POST accounts:deletion_delete {undo_token}           200 200 200 200 200
GET  accounts:deletion_delete forged                 404 404 404 404 404
GET  accounts:member_detail another                  200 200 200 200 200
GET  accounts:member_detail mira                     404 404 404 404 404

# --- signing in ----------------------------------------------------------------------------------
GET  account_login                                   200 302 302 302 302
POST account_login                                   422 302 302 302 302
GET  account_logout                                  302 200 200 200 200
POST account_logout                                  302 302 302 302 302
GET  account_inactive                                200 200 200 200 200
GET  account_signup                                  200 302 302 302 302
POST account_signup                                  422 302 302 302 302
GET  account_reauthenticate                          302 200 200 200 200
POST account_reauthenticate                          302 422 422 422 422
GET  account_email                                   302 200 200 200 200
POST account_email                                   302 302 302 302 302
GET  account_email_verification_sent                 302 302 302 302 302
GET  account_change_password                         302 200 200 200 200
POST account_change_password                         302 422 422 422 422
GET  account_set_password                            302 302 302 302 302
POST account_set_password                            302 302 302 302 302
GET  account_reset_password                          200 200 200 200 200
POST account_reset_password                          422 422 422 422 422
GET  account_reset_password_done                     200 200 200 200 200
GET  account_reset_password_from_key 1 forged        200 200 200 200 200
POST account_reset_password_from_key 1 forged        422 422 422 422 422
GET  account_reset_password_from_key_done            200 200 200 200 200
GET  account_confirm_login_code                      302 302 302 302 302
POST account_confirm_login_code                      302 302 302 302 302
GET  account_request_login_code                      200 302 302 302 302
POST account_request_login_code                      422 302 302 302 302
GET  mfa_index                                       302 200 200 200 200
GET  mfa_authenticate                                302 302 302 302 302
POST mfa_authenticate                                302 302 302 302 302
GET  mfa_reauthenticate                              302 302 302 302 302
POST mfa_reauthenticate                              302 302 302 302 302
GET  mfa_activate_totp                               302 200 200 200 200
POST mfa_activate_totp                               302 422 422 422 422
GET  mfa_deactivate_totp                             302 404 404 404 404
POST mfa_deactivate_totp                             302 404 404 404 404
GET  mfa_view_recovery_codes                         302 404 404 404 404
GET  mfa_generate_recovery_codes                     302 200 200 200 200
POST mfa_generate_recovery_codes                     302 302 422 422 422
GET  mfa_download_recovery_codes                     302 404 404 404 404
GET  mfa_list_webauthn                               302 200 200 200 200
GET  mfa_add_webauthn                                302 200 200 200 200
POST mfa_add_webauthn                                302 422 422 422 422
GET  mfa_reauthenticate_webauthn                     302 200 302 302 302
POST mfa_reauthenticate_webauthn                     302 302 302 302 302
GET  mfa_remove_webauthn {passkey}                   302 200 404 404 404
POST mfa_remove_webauthn {passkey}                   302 302 404 404 404
GET  mfa_edit_webauthn {passkey}                     302 200 404 404 404
POST mfa_edit_webauthn {passkey}                     302 422 404 404 404
GET  mfa_login_webauthn                              302 302 302 302 302
POST mfa_login_webauthn                              302 302 302 302 302
GET  usersessions_list                               302 200 200 200 200
POST usersessions_list                               302 302 302 302 302
POST accounts:session_delete {session}               302 302 404 404 404
GET  socialaccount_connections                       302 200 200 200 200
POST socialaccount_connections                       302 422 422 422 422
GET  socialaccount_signup                            302 302 302 302 302
POST socialaccount_signup                            302 302 302 302 302
GET  socialaccount_login_cancelled                   200 200 200 200 200
GET  socialaccount_login_error                       401 401 401 401 401
GET  discord_login                                   404 404 404 404 404
GET  discord_callback                                404 404 404 404 404
GET  google_login                                    404 404 404 404 404
GET  google_callback                                 404 404 404 404 404
POST google_login_by_token                           404 404 404 404 404
GET  twitch_login                                    404 404 404 404 404
GET  twitch_callback                                 404 404 404 404 404
"""

DATA = {
    "lore:shield": {"season": "no-such-season"},
    "payments:bag_line_create": {"item": "brood"},
    "payments:bag_set_create": {"set": "cinders"},
    "payments:bag_order_create": {"order": "{order}"},
    "payments:choice_update": {"serial": "3"},
    "payments:idea_list": {"day": "2001-03-14"},
    "payments:review_create": {"stars": "9"},
    "payments:review_update": {"stars": "9"},
    "payments:review_report": {"reason": "no-such-reason"},
    "payments:wish_create": {"item": "brood"},
}

# Forms that stand on public pages or come from mail programs and from Stripe carry no token; a
# browser's word on where they come from is asked all the same (ashes_club/origin.py).
WITHOUT_TOKEN = {
    "accounts:letters_delete",
    "google_login_by_token",  # Google's own page posts there; allauth asks for its cookie
    "payments:bag_line_create",
    "payments:bag_set_create",
    "payments:club_join",
    "payments:waiting_create",
    "payments:webhook",
    "payments:wish_create",
}

# The forms of Django's own desk, for every model alike: they ask for the same rights as the list.
OF_EVERY_DESK = ("_add", "_change", "_delete", "_history")
