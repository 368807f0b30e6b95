"""Order requests as a bash script with curl: it signs in and submits."""

from collections.abc import Sequence
from shlex import quote
from typing import Final
from urllib.parse import urlencode

from components.regards.http import addresses
from components.regards.orders.orders import APPLY_TIMEOUT
from components.regards.settings import Archive
from components.regards.sign_in import sign_in_request

_HEAD: Final = r"""#!/usr/bin/env bash
# Needs bash and curl. Set REGARDS_TOKENOR_KEY; or, to sign in here, set REGARDS_USER, REGARDS_PASSWORD and
# REGARDS_CLIENT_SECRET: the secret of the client below, from the operators of the archive.
# Each order is sent once. A second run orders a second time.
set -euo pipefail
"""

# Passwords and tokens go through pipes and descriptors, because every user of a machine sees a program's arguments.
_SIGN_IN: Final = r"""
json() { printf '"%s"' "$(sed 's/[\\"]/\\&/g' <<< "$1")"; }

sign_in_as_json() {
  printf '{"grant_type":"password","username":%s,"password":%s,"scope":%s}' \
    "$(json "$REGARDS_USER")" "$(json "$REGARDS_PASSWORD")" "$(json "$project")" |
    curl -sS -K <(printf 'user = %s\n' "$(json "$client:$REGARDS_CLIENT_SECRET")") \
      -H 'Content-Type: application/json' --data-binary @- "$sign_in"
}
"""

_LEGACY_SIGN_IN: Final = r"""
json() { printf '"%s"' "$(sed 's/[\\"]/\\&/g' <<< "$1")"; }

sign_in_as_form() {
  printf '%s' "$REGARDS_PASSWORD" |
    curl -sS -K <(printf 'user = %s\n' "$(json "$client:$REGARDS_CLIENT_SECRET")") \
      --data-urlencode grant_type=password --data-urlencode "username=$REGARDS_USER" \
      --data-urlencode password@- --data-urlencode "scope=$project" "$sign_in"
}
"""

_WITH_KEY: Final = r"""elif [ -n "${REGARDS_API_KEY:-}" ]; then
  identity="$key_header: $REGARDS_API_KEY
scope: $project"
"""

_SUBMIT: Final = r"""
if [ -n "${REGARDS_TOKEN:-}" ]; then
  identity="Authorization: Bearer $REGARDS_TOKEN"
WITH_KEYelse
  : "${REGARDS_USER:?}" "${REGARDS_PASSWORD:?}" "${REGARDS_CLIENT_SECRET:?}"
  answer=$(SIGN_IN)
  token=$(sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<< "$answer")
  [ -n "$token" ] || { printf 'The sign-in was refused: %s\n' "$answer" >&2; exit 1; }
  identity="Authorization: Bearer $token"
fi

call() { curl -sS -H @<(printf '%s\n' "$identity") "$@"; }

submit() {
  held=$(call -f "$basket") || { echo 'Nothing was sent: your basket could not be read.' >&2; exit 1; }
  if grep -q '"datasetSelections" *: *\[ *{' <<< "$held"; then
    echo 'Nothing was sent: REGARDS would add what lies in your basket. Empty the basket first.' >&2; exit 1
  fi
  answer=$(printf '%s' "$1" | call -m TIMEOUT -w '\n%{http_code}' -H 'Content-Type: application/json' \
    --data-binary @- "$apply") || answer="$answer
000"
  status=${answer##*$'\n'}
  printf '%s\n' "${answer%$'\n'*}"
  case $status in
    2*) grep -q '"status" *: *"GRANTED"' <<< "$answer" && return;;
    4*) [ "$status" != 422 ] || call -X DELETE "$basket"  # a refused order leaves products there
        echo "Not ordered: status $status." >&2; exit 1;;
  esac
  echo 'No verdict came back, and the order may exist. Look at your orders before you send it again.' >&2; exit 2
}
"""


def curl_script(archive: Archive, project: str, bodies: Sequence[str]) -> str:
    """A bash script that submits the bodies in turn, each once, and stops at the first that is not granted."""
    named = {
        "sign_in": f"{archive.base_url}/{addresses.TOKEN}?{urlencode(sign_in_request.query(project))}",
        "apply": f"{archive.base_url}/{addresses.ORDERS}/apply",
        "basket": f"{archive.base_url}/{addresses.BASKET}",
        "project": project,
        "client": archive.client_id,
    }
    if takes_keys := bool(archive.api_key_header):
        named["key_header"] = archive.api_key_header
    settings = "".join(f"{name}={quote(value)}\n" for name, value in named.items())
    way = "sign_in_as_form" if archive.legacy_login else "sign_in_as_json"
    head = _HEAD.replace("OR_KEY", ", or REGARDS_API_KEY" if takes_keys else "")
    submit = _SUBMIT.replace("SIGN_IN)", f"{way})").replace("TIMEOUT", f"{APPLY_TIMEOUT:.0f}")
    submit = submit.replace("WITH_KEY", _WITH_KEY if takes_keys else "")
    orders = "".join(f"\nsubmit {quote(body)}\n" for body in bodies)
    return head + settings + (_LEGACY_SIGN_IN if archive.legacy_login else _SIGN_IN) + submit + orders
