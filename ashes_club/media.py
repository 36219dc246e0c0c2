"""Public uploads at the club's own address, wherever the storage keeps them."""

import hashlib
import mimetypes

from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

# A name never changes its content, so browsers keep it. A proxy asks after a day whether it is
# still there: what was taken down is gone from everywhere by then.
CACHE_CONTROL = "public, max-age=31536000, s-maxage=86400, immutable"
BLOCK = 64 * 1024  # bytes

for ending, kind in {".webp": "image/webp", ".avif": "image/avif"}.items():
    mimetypes.add_type(kind, ending)  # not every Python knows them


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of this name, or 304 where the visitor has it."""
    file = _open(name)
    etag = f'"{hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:16]}-{file.size}"'
    response: HttpResponseBase
    if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        file.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(file)
        response.block_size = BLOCK
    response["ETag"], response["Cache-Control"] = etag, CACHE_CONTROL
    return response


def _open(name: str) -> File:
    try:
        return default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError) as error:
        raise Http404 from error
    except SuspiciousOperation as error:  # a way out of the folder
        raise Http404 from error
