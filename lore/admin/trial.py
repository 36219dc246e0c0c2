"""The posted form as if it were saved: for the preview and for what is checked before saving.

It is saved by Django's own form and rows, in a transaction that is rolled back afterwards, so
that what is tried is what saving would do. What cannot be saved yet is left as it was: half a
line typed is no reason to hide the article.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest

from lore.admin.began import lay_what_it_began_from
from lore.models import Kind, Page
from lore.models.rolling_back import rolled_back
from lore.rendering import key_of


@contextmanager
def tried(model_admin: ModelAdmin, request: HttpRequest, page: Page | None) -> Iterator[Page]:
    """The page that the posted form makes of `page` (None: of nothing); gone afterwards."""
    with rolled_back():
        yield _saved(model_admin, request, page)


def _saved(model_admin: Any, request: HttpRequest, page: Page | None) -> Page:
    if page is not None:
        lay_what_it_began_from(page, request)
    is_change = page is not None
    form = model_admin.get_form(request, page, change=is_change)(request.POST, instance=page)
    form.is_valid()
    typed = _named(form.instance, request)
    form._save_m2m()
    for formset in model_admin._create_formsets(request, typed, change=is_change)[0]:
        _save_rows(formset)
    return typed


def _named(page: Page, request: HttpRequest) -> Page:
    """Saved under what it is called, or under a name that nobody has where that cannot be."""
    page.kind = page.kind or Kind.ARTICLE
    if page.author_id is None:
        page.author_id = request.user.pk
    title, slug = page.title, page.slug
    can_be_had = key_of(title) and slug and not _is_taken(page)
    if not (can_be_had and _is_saved(page)):
        page.title = page.slug = f"preview-{token_hex(8)}"
        page.save()
    page.title, page.slug = title, slug or page.slug
    return page


def _is_saved(page: Page) -> bool:
    """Under its own name, unless somebody took that since it was looked up: who presses Publish
    may well have a preview under way."""
    with suppress(IntegrityError), transaction.atomic():
        page.save()
        return True
    return False


def _is_taken(page: Page) -> bool:
    names = (key_of(page.title), page.slug)
    return Page.objects.named(*names).exclude(pk=page.pk).exists()


def _save_rows(formset: Any) -> None:
    formset.is_valid()
    for form in formset.forms:
        if form.errors or not (form.has_changed() or form.instance.pk):
            continue
        with suppress(DatabaseError), transaction.atomic():
            _save_row(formset, form)


def _save_row(formset: Any, form: Any) -> None:
    if formset.can_delete and formset._should_delete_form(form):
        if form.instance.pk:
            form.instance.delete()
    elif form.instance.pk is None:
        formset.save_new(form)
    elif form.has_changed():
        formset.save_existing(form, form.instance)
