"""Order requests as a Python script with requests: it signs in, submits, follows, downloads and verifies."""

from collections.abc import Sequence
from typing import Final

from components.regards.settings import Archive

_HEAD: Final = '''#!/usr/bin/env python3
"""Order products from a REGARDS archive, follow the orders, and download and verify their files.

Needs Python 3.9 or later, and requests (pip install requests). Asks for username, password and the client's secret
(from the operators of the archive), unless REGARDS_USER, REGARDS_PASSWORD and REGARDS_CLIENT_SECRET are set; or signs
in with a token of the archive in REGARDS_TOKENOR_KEY.
Each order is sent once, and a second run orders a second time. To go on with orders that exist, name them:
    python order.py 812 813
"""

import base64
import getpass
import hashlib
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import requests

'''

_SIGN_IN: Final = r'''
http = requests.Session()
renew_at = float("inf")  # a key is never renewed


def content(answer):
    """What REGARDS has wrapped; nothing for an empty answer."""
    data = answer.json() if answer.content else {}
    return data["content"] if isinstance(data.get("content"), dict) else data


def ask(method, path, patient=False, **more):
    """One request; a patient one that the archive does not answer is repeated, in ever longer pauses."""
    pauses = [POLL * 2**n for n in range(8)] if patient else []
    while True:
        try:
            answer = http.request(method, f"{BASE}/{path}", timeout=(10, 90), allow_redirects=False, **more)
            problem = f"status {answer.status_code}"
        except requests.RequestException as error:
            answer, problem = None, str(error)
        if answer is not None and answer.status_code not in (502, 503, 504):
            return answer
        if not pauses:
            sys.exit(f"{method} {path}: the archive does not answer. {problem}")
        print(f"The archive does not answer, and is asked again in {pauses[0]:g} seconds. {problem}")
        time.sleep(pauses.pop(0))


def call(method, path, **more):
    """One request, as `ask`; a refusal ends the script with the archive's own words."""
    answer = ask(method, path, **more)
    if not 200 <= answer.status_code < 300:
        sys.exit(f"{method} {path}: status {answer.status_code}. {answer.text[:500]}")
    return answer


def from_environment(variable, what):
    """A token or a key without the spaces around it; a header takes no other text."""
    given = os.environ.get(variable, "")
    secret = given.strip()
    if given and (not secret or " " in secret or not (secret.isascii() and secret.isprintable())):
        sys.exit(f"{variable} holds no {what}: it is empty, or has spaces, line breaks or letters with accents.")
    return secret


def sign_in():
    """Sign in with what is in the environment, else with the password, once: wrong passwords lock accounts."""
    if token := from_environment("REGARDS_TOKEN", "token"):
        try:
            claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
            left = claims["exp"] - time.time()
            use({"access_token": token, "role": claims["role"], "expires_in": left})
        except (ValueError, IndexError, KeyError, TypeError):
            sys.exit("REGARDS_TOKEN holds no token of REGARDS. Give the whole token, three parts with dots between.")
        return
WITH_KEY    fields = {
        "grant_type": "password",
        "username": os.environ.get("REGARDS_USER") or input("Username: "),
        "password": os.environ.get("REGARDS_PASSWORD") or getpass.getpass("Password: "),
        "scope": PROJECT,
    }
    secret = os.environ.get("REGARDS_CLIENT_SECRET") or getpass.getpass("Secret of the client: ")
    path = "rs-authentication/oauth/token"
    use(call("POST", path, params={"scope": PROJECT}, FIELDS=fields, auth=(CLIENT, secret)).json())


def use(login):
    """Use a new token from now on, for half of its life."""
    global role, renew_at

    def with_token(request):
        request.headers["Authorization"] = f"Bearer {login['access_token']}"
        return request

    http.auth, role, renew_at = with_token, login["role"], time.monotonic() + login["expires_in"] / 2


def renew():
    """Ask for a new token in time: orders may take longer than one holds."""
    global renew_at
    if time.monotonic() > renew_at:
        renew_at = time.monotonic() + 60  # where none is granted, the one at hand is good for the rest of its life
        answer = ask("GET", f"rs-authentication/borrowRole/{quote(role, safe='')}", patient=True)
        if answer.status_code == 200 and '"access_token"' in answer.text:
            use(answer.json())
'''

_WITH_KEY: Final = """\
    if key := from_environment("REGARDS_API_KEY", "key"):
        http.headers.update({KEY_HEADER: key, "scope": PROJECT})
        return
"""

_ORDER: Final = r'''
def submit(order):
    """Send an order once, and return its number."""
    basket = "rs-order/order/basket"
    if content(call("GET", basket)).get("datasetSelections"):
        sys.exit("Nothing was sent: REGARDS would add what lies in your basket. Empty the basket first.")
    body = json.dumps(order, ensure_ascii=False, indent=2).encode()
    lost = "No verdict came back, and the order may exist. Look at your orders before you run this again."
    try:
        answer = http.post(
            f"{BASE}/rs-order/user/orders/apply",
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=(10, 90),
            allow_redirects=False,
        )
    except requests.RequestException as error:
        sys.exit(f"{lost} {error}")
    try:
        verdict = content(answer)
    except (ValueError, AttributeError):
        verdict = {}
    if answer.ok and verdict.get("status") == "GRANTED":
        print("Order", verdict["orderId"], "is accepted.")
        return verdict["orderId"]
    if answer.status_code == 422:
        call("DELETE", basket)  # a refused order leaves products there
    if 400 <= answer.status_code < 500:
        sys.exit(f"Not ordered: status {answer.status_code}. {answer.text[:500]}")
    sys.exit(f"{lost} Status {answer.status_code}. {answer.text[:500]}")


def files_of(order):
    """All files of an order, in any state."""
    files = {}
    for task in order.get("datasetTasks", []):
        page, pages = 0, 1
        while page < pages:
            path = f"rs-order/orders/{order['id']}/dataset/{task['id']}/files"
            answer = call("GET", path, patient=True, params={"page": page, "size": 500}).json()
            for item in answer["content"]:
                file = item.get("content", item)
                files[file["id"]] = file
            paging = answer.get("metadata") or answer.get("page") or {}
            page, pages = page + 1, paging.get("totalPages", 1)
    return list(files.values())


def problem_of(path, file):
    """What is wrong with a file on the disk; empty if nothing is, or nothing can be compared."""
    size = file.get("filesize", file.get("fileSize"))
    if size and path.stat().st_size != size:
        return f"{path.stat().st_size} bytes instead of {size}"
    if not is_verifiable(file):
        return ""
    digest = hashlib.new(algorithm_of(file))
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    return "" if digest.hexdigest() == file["checksum"].lower() else "another checksum"


def algorithm_of(file):
    return file.get("digestAlgorithm", "MD5").lower().replace("-", "")


def is_verifiable(file):
    return bool(file.get("checksum")) and algorithm_of(file) in hashlib.algorithms_available


def fetch(file, path):
    """Download and verify a file; returns the problem, if there is one."""
    if path.exists() and is_verifiable(file) and not problem_of(path, file):
        return ""  # from an earlier run
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    problem = ""
    for _ in range(3):
        try:
            address = f"{BASE}/rs-order/orders/files/{file['id']}"
            with http.get(address, stream=True, timeout=(10, 90), allow_redirects=False) as answer:
                if answer.status_code == 429:
                    sys.exit(f"The archive's limit is reached: {answer.text[:500]}")  # more would spoil more files
                if answer.status_code != 200:
                    return f"status {answer.status_code}"
                with part.open("wb") as stream:
                    for chunk in answer.iter_content(1 << 20):
                        stream.write(chunk)
            problem = problem_of(part, file)
        except requests.RequestException as error:
            problem = str(error)
            time.sleep(POLL)
        if not problem:
            part.replace(path)
            return ""
    return problem


def place_of(file, order, names):
    """The path of a file: its name, without folders; with its number where an order has the name twice."""
    name = safe(file["filename"])
    if names[name.lower()] > 1 or name in ("", ".", ".."):
        name = f"{file['id']}-{name}"
    return FOLDER / str(order["id"]) / name


def safe(name):
    return "".join("_" if each in '/\\:*?"<>|' or ord(each) < 32 else each for each in name)


def follow(order_ids):
    """Download while the orders run: the archive goes on only when a part was fetched."""
    moving, ended, wait = list(order_ids), {}, POLL
    while moving:
        renew()
        before = len(ended)
        for order_id in list(moving):
            order = content(call("GET", f"rs-order/user/orders/{order_id}", patient=True))
            files = files_of(order)
            names = Counter(safe(file["filename"]).lower() for file in files)
            for file in files:
                if file["id"] in ended or file["state"] == "PENDING":
                    continue
                if file.get("reference"):
                    problem = f"stored elsewhere, fetch it from {file.get('uri')}"
                elif file["state"] in ("AVAILABLE", "DOWNLOADED", "DOWNLOAD_ERROR"):
                    renew()
                    problem = fetch(file, place_of(file, order, names))
                else:
                    problem = file["state"]
                ended[file["id"]] = problem or ("verified" if is_verifiable(file) else "not verifiable")
                print(ended[file["id"]], repr(file["filename"]), sep=": ")
            print(f"Order {order_id}: {order['status']}, {order.get('percentCompleted', 0)} %, {len(files)} files")
            if order["status"] not in ("PENDING", "RUNNING"):
                moving.remove(order_id)
                for file in files:
                    ended.setdefault(file["id"], "never came")
        wait = POLL if len(ended) > before else min(wait * 1.5, POLL * 12)
        if moving:
            time.sleep(wait)
    return ended


if __name__ == "__main__":
    sign_in()
    numbers = [int(number) for number in sys.argv[1:]] or [submit(order) for order in ORDERS]
    outcome = Counter(follow(numbers).values())
    print(*(f"{count} {what}" for what, count in outcome.most_common()), sep="; ")
    sys.exit(0 if outcome and set(outcome) <= {"verified", "not verifiable"} else 1)
'''


def python_script(archive: Archive, project: str, bodies: Sequence[str]) -> str:
    """A script that submits the bodies in turn, each once, and stops at the first that is not granted.

    The JSON of an order request, made of texts and lists, is also Python, and stands in the script as it is. It is sent
    as `OrderRequest.to_json` writes it: byte for byte the same.
    """
    settings = {
        "BASE": repr(archive.base_url),
        "PROJECT": repr(project),
        "CLIENT": repr(archive.client_id),
        "FOLDER": 'Path("files")  # each order gets a folder of its number there',
        "POLL": f"{archive.poll_every:g}  # seconds between two looks; they grow to twelve times as many",
        "ORDERS": f"[\n{''.join(f'{body},{chr(10)}' for body in bodies)}]",
    }
    if takes_keys := bool(archive.api_key_header):
        settings["KEY_HEADER"] = repr(archive.api_key_header)
    head = _HEAD.replace("OR_KEY", ", or with a key in REGARDS_API_KEY" if takes_keys else "")
    named = "".join(f"{name} = {value}\n" for name, value in settings.items())
    sign_in = _SIGN_IN.replace("FIELDS=", "data=" if archive.legacy_login else "json=")
    sign_in = sign_in.replace("WITH_KEY", _WITH_KEY if takes_keys else "")
    return f"{head}{named}{sign_in}\n{_ORDER}"
