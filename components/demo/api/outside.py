"""Addresses outside REGARDS: the page of the identity provider, and the server of external files."""

import html
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from components.demo.accounts.accounts import MAIN, NEWCOMER, VISITORS
from components.demo.accounts.provider import CLIENT_ID
from components.demo.archive import Archive
from components.demo.files.sending import send_outside

_OFFERED: Final = (MAIN, NEWCOMER, *VISITORS[:10])


def outside_routes(archive: Archive) -> list[Route]:
    """The routes that do not belong to REGARDS."""

    def authorize(request: Request) -> Response:
        """Show a button for each account."""
        _check(archive, request.query_params)
        return HTMLResponse(_page(request.query_params), headers={"Cache-Control": "no-store"})

    def grant(request: Request) -> Response:
        """Redirect the browser with a code for the chosen account, or with an error on Cancel."""
        redirect_uri = _check(archive, request.query_params)
        username = request.query_params.get("account")
        answer = {"error": "access_denied"}
        if username is not None and archive.directory.get(username):
            with archive.moment() as now:
                answer = {"code": archive.provider.issue(username, now)}
        if "state" in request.query_params:
            answer["state"] = request.query_params["state"]
        joint = "&" if "?" in redirect_uri else "?"
        if request.query_params.get("response_mode") == "fragment":
            joint = "#"
        return RedirectResponse(f"{redirect_uri}{joint}{urlencode(answer)}", 302)

    def external_file(request: Request) -> Response:
        """Send an external file; no sign-in is needed."""
        product = archive.catalogue.products.get(request.path_params["urn"])
        for file in product.files if product else ():
            if file.reference and file.filename == request.path_params["filename"]:
                return send_outside(request.path_params["urn"], file)
        raise HTTPException(404)

    return [
        Route("/openid/authorize", authorize),
        Route("/openid/grant", grant),
        Route("/external/{urn}/{filename}", external_file),
    ]


def _check(archive: Archive, query: Mapping[str, str]) -> str:
    """The redirect address. Raises a 400 if the client or the address is not the registered one."""
    redirect_uri = archive.redirect_uri
    if redirect_uri is None or query.get("client_id") != CLIENT_ID or query.get("redirect_uri") != redirect_uri:
        raise HTTPException(400)
    return redirect_uri


def _page(query: Mapping[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(query[name])}">'
        for name in ("client_id", "redirect_uri", "response_mode", "state")
        if name in query
    )
    buttons = "".join(
        f'<p><button name="account" value="{each.username}">{each.username}</button></p>' for each in _OFFERED
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Demo identity provider</title></head>'
        f'<body><h1>Who are you?</h1><form action="/openid/grant">{hidden}{buttons}'
        "<p><button>Cancel</button></p></form></body></html>"
    )
