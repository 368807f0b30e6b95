"""Quicklooks that a user has fetched, for the pages and at their own size.

The pages fetch them from the archive at a click (`components.desk.kept_quicklooks`); this route gives what is
kept, and never asks the archive. Whatever a picture holds, the browser takes it for a picture only.
"""

from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.desk.kept_quicklooks import KeptQuicklooks
from components.desk.shared_state import shared
from components.regards.delivery.file_names import safe_name
from components.regards.pictures import Picture
from components.web import login_cookie

ROUTE: Final = "/orders/quicklooks/{key}"
"""Below ``/orders/``, which lets no page of another site load what lies there (`same_origin`)."""

_ENDS: Final = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
}
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",  # Streamlit would compress it, in vain
    # A picture opened as a page of its own runs and loads nothing, whatever a browser makes of it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


async def send_picture(request: Request) -> Response:
    """The route of `picture_address`."""
    login = await run_in_threadpool(login_cookie.login_of, request)
    if login is None:
        return _refusal("This picture belongs to a session that is over. Sign in again.", 403)
    picture = KeptQuicklooks.of(shared().sessions.of(login)).picture(request.path_params["key"])
    if picture is None:
        return _refusal("This picture is not kept any longer. Show it again on the page that has shown it.", 404)
    name = quote(_name(picture), safe="")
    headers = {**_HEADERS, "Content-Disposition": f"inline; filename*=UTF-8''{name}"}
    return Response(picture.content, headers=headers, media_type=picture.kind)


def _name(picture: Picture) -> str:
    """The name under which a browser saves it: a program that goes by the name's end opens it as a picture."""
    name, ends = safe_name(picture.name), _ENDS[picture.kind]
    return name if name.lower().endswith(ends) else f"{name}{ends[0]}"


def _refusal(sentence: str, status: int) -> Response:
    return PlainTextResponse(f"{sentence}\n", status, headers={"Cache-Control": "no-store"})
