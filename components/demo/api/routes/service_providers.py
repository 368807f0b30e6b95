"""rs-authentication: sign-in through the identity provider (contract B.4)."""

from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from components.demo.accounts.accounts import Role
from components.demo.accounts.provider import CLIENT_ID, NAME, PLUGIN, CodeRefused
from components.demo.api.calls import Call, Endpoint
from components.demo.api.responses import Json, Refusal, Reply, Window, wrapped
from components.demo.api.routes.identity import token_answer

_SERVICE: Final = "/rs-authentication/serviceproviders"


def list_providers(call: Call) -> Reply:
    """The identity providers: one if a redirect address is set, else none."""
    providers = [_view(call)] if call.archive.redirect_uri else []
    part: Window = call.window()
    items = [wrapped(each) for each in part.cut(providers)]
    return Reply({"metadata": part.metadata(len(providers)), "content": items, "links": []})


def read_provider(call: Call) -> Reply:
    """One identity provider."""
    _check_known(call, 404)
    return Reply(wrapped(_view(call)))


def authenticate(call: Call) -> Reply:
    """A token for a code of the identity provider. Raises a 401 without a message for an invalid code.

    Raises a 400 without `pluginId`, the type of the body.
    """
    body = call.json_object()
    plugin, code = body.get("pluginId"), body.get("code")
    if plugin != PLUGIN or not isinstance(code, str):
        raise Refusal(400, "JSON parse error: unknown type of authentication parameters")
    _check_known(call, 500)
    with call.archive.moment() as now:
        try:
            user = call.archive.directory.get(call.archive.provider.redeem(code, now))
        except CodeRefused:
            raise Refusal(401) from None
        if user is None:
            raise Refusal(401)
        return token_answer(call.archive, user, now, provider=NAME)


def deauthenticate(call: Call) -> Response:
    """End the session at the identity provider. Raises a 500 if the caller did not sign in through it."""
    _check_known(call, 500)
    if call.caller.provider is None:
        raise Refusal(500, "IllegalStateException: the session comes from no service provider")
    return Response()


def _check_known(call: Call, otherwise: int) -> None:
    if call.path["name"] != NAME or not call.archive.redirect_uri:
        raise Refusal(otherwise, f"Service provider {call.path['name']} was not found")


def _view(call: Call) -> Json:
    query = urlencode(
        {
            "client_id": CLIENT_ID,
            "redirect_uri": call.archive.redirect_uri,
            "response_type": "code",
            "response_mode": call.archive.response_mode,
            "scope": "openid",
        }
    )
    return {
        "name": NAME,
        "authUrl": f"{call.base}/openid/authorize?{query}",
        "pluginId": PLUGIN,
        "descriptionFr": "Le fournisseur d'identité de la démonstration",
        "descriptionEn": "The identity provider of the demonstration",
    }


ENDPOINTS: Final = (
    Endpoint("GET", f"{_SERVICE}/public", list_providers, Role.PUBLIC),
    Endpoint("GET", f"{_SERVICE}/public/{{name}}", read_provider, Role.PUBLIC),
    Endpoint("POST", f"{_SERVICE}/{{name}}/authenticate", authenticate, Role.PUBLIC, login=True),
    Endpoint("POST", f"{_SERVICE}/{{name}}/deauthenticate", deauthenticate),
)
