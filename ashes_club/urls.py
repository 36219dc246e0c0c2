"""Every address of the club."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from ashes_club import devletters, devmail, machines, media, views
from ashes_club.metrics.page import metrics

handler400 = "ashes_club.errors.bad_request"
handler500 = "ashes_club.errors.server_error"

house = [
    path(
        "makers-and-rights/", views.house_page, {"page": "makers_and_rights"}, "makers_and_rights"
    ),
    path("report/", views.house_page, {"page": "report"}, "report"),
    path("machines/", views.house_page, {"page": "machines"}, "machines"),
    path("privacy/", views.house_page, {"page": "privacy"}, "privacy"),
    path("terms/", views.house_page, {"page": "terms"}, "terms"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("vault/yours/", views.yours, name="yours"),
    path("me/", views.me, name="me"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:number>.xml", machines.sitemap, name="sitemap"),
    path("house/", include((house, "house"))),
    path("", include("catalog.urls")),
    path("lore/", include("lore.urls")),
    path("", include("payments.urls")),
    path("", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path(f"{settings.ADMIN_PATH}/lore/reports/", include("lore.admin.reports")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:name>", media.public_file, name="media"))
if settings.SHOW_MAIL:
    urlpatterns += [
        path("dev/mail/", devmail.mail_list, name="mail_list"),
        path("dev/mail/letters/", devletters.letter_list, name="letter_list"),
        path("dev/mail/letters/<str:name>/", devletters.letter_detail, name="letter_detail"),
        path(
            "dev/mail/letters/<str:name>/<int:number>/", devletters.letter_html, name="letter_html"
        ),
        path("dev/mail/<str:name>/", devmail.mail_detail, name="mail_detail"),
    ]
