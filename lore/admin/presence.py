"""The beat of an open form: I am here; who else is?"""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from lore.admin.editor import editor_of
from lore.models import Page, Presence


def presence_create(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell that the form is open, or with `gone` that it was closed; the others' names as JSON."""
    page = get_object_or_404(Page.objects.only("pk"), pk=pk)
    editor = editor_of(request)
    if request.POST.get("gone"):
        page.present.filter(user=editor).delete()
    else:
        Presence.tell(page, editor)
    others = page.present.beside(editor)
    return JsonResponse({"others": [present.user.public_name for present in others]})
