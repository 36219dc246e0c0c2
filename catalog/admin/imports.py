"""Import from CSV: upload, look, confirm, watch, report. Each step is a page of its own."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from catalog.admin.upload_form import TOO_LARGE, UploadForm
from catalog.importing import runs
from catalog.importing.columns import KEYS, OTHER_NAMES, READERS
from catalog.importing.table import MAX_BYTES, Unreadable
from catalog.models import ItemImport
from catalog.tasks import write_import

FORM_AROUND_FILE = 64 * 1024  # bytes of a request beside its file
LOOK_AGAIN = "2"  # seconds
PROBLEMS_ON_A_PAGE = 100


@admin.register(ItemImport)
class ItemImportAdmin(admin.ModelAdmin):
    list_display = ["file_name", "made_at", "made_by", "state", "found"]
    list_filter = ["state"]
    list_select_related = ["made_by"]
    search_fields = ["file_name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("data")

    def get_urls(self) -> list[Any]:
        wrap, start = self.admin_site.admin_view, require_POST(self.start)
        return [
            path("add/", wrap(self.upload), name="catalog_itemimport_add"),
            path("<int:pk>/change/", wrap(self.detail), name="catalog_itemimport_change"),
            path("<int:pk>/start/", wrap(start), name="catalog_itemimport_start"),
            *super().get_urls(),
        ]

    @admin.display(description="rows")
    def found(self, upload: ItemImport) -> str:
        counts = upload.outcome["counts"]
        return ", ".join(f"{number:,} {verdict}" for verdict, number in counts if number)

    # --- who may ------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["catalog.add_item", "catalog.change_item"])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # --- pages --------------------------------------------------------------------------------
    @csrf_exempt  # the token lies in the body, and a body that is too large is not read
    def upload(self, request: HttpRequest) -> HttpResponse:
        self._only_for_keepers(request)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > MAX_BYTES + FORM_AROUND_FILE:
            return self._upload_page(request, UploadForm(), too_large=TOO_LARGE, status=413)
        return csrf_protect(self._take_in)(request)

    def detail(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._only_for_keepers(request)
        upload = get_object_or_404(self.get_queryset(request), pk=pk)
        problems = Paginator(upload.outcome["problems"], PROBLEMS_ON_A_PAGE)
        context = {
            "title": f"Import of {upload.file_name}",
            "upload": upload,
            "outcome": upload.outcome,
            "problems": problems.get_page(request.GET.get("page")),
        }
        response = self._page(request, "detail", context)
        if upload.is_under_way:
            response["Refresh"] = LOOK_AGAIN
        return response

    def start(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._only_for_keepers(request)
        upload = get_object_or_404(self.get_queryset(request), pk=pk)
        with transaction.atomic():
            if upload.wait():
                write_import.defer(import_id=upload.pk)
                self.log_change(request, upload, "Confirmed.")
            else:
                self.message_user(request, "It cannot be started now.", messages.WARNING)
        return redirect("admin:catalog_itemimport_change", upload.pk)

    # --- steps --------------------------------------------------------------------------------
    def _take_in(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self._upload_page(request, form, status=422 if form.is_bound else 200)
        file, erases = form.cleaned_data["file"], form.cleaned_data["erases"]
        ItemImport.objects.forgotten().delete()
        try:
            upload = runs.check(file.read(), file.name, erases, request.user)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._upload_page(request, form, status=422)
        self.log_addition(request, upload, "Uploaded and checked.")
        return redirect("admin:catalog_itemimport_change", upload.pk)

    def _upload_page(
        self, request: HttpRequest, form: UploadForm, *, status: int, too_large: str = ""
    ) -> HttpResponse:
        names = [*KEYS, *READERS]
        others = {ours: theirs for theirs, ours in OTHER_NAMES.items()}
        columns = [(name, others.get(name, "")) for name in names]
        context = {"title": "Import from CSV", "form": form, "columns": columns}
        return self._page(request, "upload", context | {"too_large": too_large}, status)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        template = f"admin/catalog/itemimport/{name}.html"
        return TemplateResponse(request, template, shared | context, status=status)

    def _only_for_keepers(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied
