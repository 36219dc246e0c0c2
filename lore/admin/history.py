"""The desk's pages about a page's revisions: list, comparison, blame, permalink, restoration."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path

from lore import history
from lore.article import read_article
from lore.models import Page, PageRevision
from lore.models.keeping import StaleEdit
from lore.models.restoring import lay
from lore.models.rolling_back import rolled_back

ON_A_PAGE = 30
VIEWS = {"side": "Side by side", "inline": "In one text"}


class HistoryPages(admin.ModelAdmin):
    """What the admin of a page knows of its revisions. Whoever may see the page may see them."""

    def get_urls(self) -> list[Any]:
        wrap, at = self.admin_site.admin_view, "<int:pk>/history/"
        return [
            path(f"{at}comparison/", wrap(self.comparison), name="lore_page_comparison"),
            path(f"{at}hands/", wrap(self.hands), name="lore_page_hands"),
            path(f"{at}<int:number>/", wrap(self.revision), name="lore_page_revision"),
            path(
                f"{at}<int:number>/restoration/",
                wrap(self.restoration),
                name="lore_page_restoration",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of revisions, in place of Django's log of who pressed which button."""
        page = self._page(request, object_id)
        revisions = page.revisions.select_related("author")
        shown = Paginator(revisions, ON_A_PAGE).get_page(request.GET.get("p"))
        context = {"shown": shown, "steps": history.steps(page, list(shown))}
        return self._show(request, page, "revisions", "Revisions", context)

    def comparison(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self._page(request, pk)
        before, after = _two(page, request)
        context = {
            "before": before,
            "after": after,
            "parts": history.comparison(before, after),
            "numbers": page.revisions.values_list("number", flat=True),
            "views": VIEWS,
            "view": request.GET.get("view") if request.GET.get("view") in VIEWS else "side",
        }
        return self._show(request, page, "comparison", "Two revisions", context)

    def hands(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self._page(request, pk)
        context = {"hands": history.hands(page)}
        return self._show(request, page, "hands", "Who wrote which paragraph", context)

    def revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The page as readers saw it or will, drawn from rows that are taken back at once."""
        page = self._page(request, pk)
        revision = _revision(page, number)
        context: dict[str, Any] = {"page": page, "revision": revision}
        context |= {"current_room": "lore", "newest": page.version}
        context["may_restore"] = _may_restore(request)
        with rolled_back():
            context["lost"] = lay(page, revision.snapshot)
            page.render_body()
            context["article"] = read_article(Page.objects.filter(pk=pk))
            return render(request, "lore/past.html", context)

    def restoration(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Asks first and shows what would change; by POST it makes a new revision of the old."""
        page = self._page(request, pk)
        if not _may_restore(request):
            raise PermissionDenied
        revision, newest = _revision(page, number), page.latest_revision
        if request.method == "POST":
            return self._restore(request, page, revision)
        parts = history.comparison(newest, revision)
        context = {"before": newest, "after": revision, "view": "side", "parts": parts}
        return self._show(request, page, "restoration", f"Restore revision {number}", context)

    def _restore(self, request: HttpRequest, page: Page, revision: PageRevision) -> HttpResponse:
        user: Any = request.user
        try:
            with transaction.atomic():
                page.claim_version(_number(request.POST.get("version")))
                lost = page.restore(revision, user)
        except StaleEdit:
            text = "Somebody saved this page since you looked. Look again at what would change."
            messages.error(request, text)
            return redirect("admin:lore_page_restoration", page.pk, revision.number)
        said = f"Revision {revision.number} is restored as the newest work. {' '.join(lost)}"
        messages.add_message(request, messages.WARNING if lost else messages.SUCCESS, said.strip())
        return redirect("admin:lore_page_history", page.pk)

    def _page(self, request: HttpRequest, pk: int | str) -> Page:
        """The page, for those who may see it at the desk."""
        page = get_object_or_404(Page, pk=pk)
        if not self.has_view_permission(request, page):
            raise PermissionDenied
        return page

    def _show(
        self, request: HttpRequest, page: Page, name: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        site = self.admin_site.each_context(request)
        common = {**site, "opts": self.opts, "page": page, "title": title}
        common["may_restore"] = _may_restore(request)
        template = f"admin/lore/history/{name}.html"
        return TemplateResponse(request, template, {**common, **context})


def _revision(page: Page, number: int) -> PageRevision:
    return get_object_or_404(page.revisions.select_related("author"), number=number)


def _two(page: Page, request: HttpRequest) -> tuple[PageRevision | None, PageRevision]:
    """The older and the newer of the two asked for; else the newest and what was before it."""
    asked = [_number(request.GET[name]) for name in ("before", "after") if name in request.GET]
    asked = sorted(filter(None, asked))
    after = asked[-1] if asked else page.version
    before = asked[0] if len(asked) == 2 else after - 1
    return (_revision(page, before) if before else None), _revision(page, after)


def _may_restore(request: HttpRequest) -> bool:
    return request.user.has_perm("lore.restore_page")  # type: ignore[union-attr]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
