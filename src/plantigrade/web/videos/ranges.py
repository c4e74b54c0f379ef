"""Files in parts, as a video element asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_BLOCK = 256 * 1024


def ranged(request: HttpRequest, path: str, kind: str, *, attachment: bool = False) -> HttpResponseBase:
    """The file, or the one range that was asked for (RFC 9110); 416 for one that is not there."""
    size = Path(path).stat().st_size
    first, last, partial = 0, size - 1, False
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked and (asked[1] or asked[2]):
        partial = True
        first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        last = min(last, int(asked[2])) if asked[1] and asked[2] else last
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _blocks(path, first, last - first + 1), content_type=kind, status=206 if partial else 200
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Cache-Control"] = "private, max-age=3600"
    if partial:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if attachment:
        response.headers["Content-Disposition"] = f'attachment; filename="clip{Path(path).suffix}"'
    return response


def _blocks(path: str, first: int, length: int) -> Iterator[bytes]:
    with Path(path).open("rb") as file:
        file.seek(first)
        while length > 0:
            block = file.read(min(_BLOCK, length))
            if not block:
                return
            length -= len(block)
            yield block
