"""rs-dam: the attributes of the project's data models (contract L.13)."""

from collections.abc import Mapping
from typing import Final

from components.demo.accounts.accounts import Role
from components.demo.api.calls import Call, Endpoint
from components.demo.api.responses import Json, Reply, link, wrapped
from components.demo.catalogue.attributes import Kind

_PATH: Final = "/rs-dam/models/attributes"
_TYPES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "STRING",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "DATE_ISO8601",
    Kind.FLAG: "BOOLEAN",
}


def list_attributes(call: Call) -> Reply:
    """All attributes by name, in one list without pages; without links for `noLink=true`."""
    with_links = call.query.get("noLink", "").lower() != "true"
    named = sorted(
        enumerate(call.archive.catalogue.model.items(), start=1), key=lambda each: each[1][0].rpartition(".")[2]
    )
    return Reply(
        [
            wrapped(_view(number, path, kind), [link("self", f"/models/attributes/{number}")] if with_links else [])
            for number, (path, kind) in named
        ]
    )


def _view(number: int, path: str, kind: Kind) -> Json:
    fragment, _, name = path.rpartition(".")
    return {
        "id": number,
        "name": name,
        "type": _TYPES[kind],
        "fragment": {"name": fragment or "default"},
        "alterable": True,
        "optional": True,
        "label": name,
        "properties": [],
        "dynamic": True,
        "internal": False,
        "jsonPath": f"properties.{path}",
    }


ENDPOINTS: Final = (Endpoint("GET", _PATH, list_attributes, Role.PUBLIC),)
