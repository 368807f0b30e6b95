"""The desk's own download routes, and a browser of one user that follows links to them."""

from urllib.parse import urljoin

import requests
from starlette.routing import Route

from components.desk.shared_state import shared
from components.regards.sign_in.login import Login
from components.web import downloads, login_cookie

PATIENCE = 60  # seconds
ROUTES = [
    Route(downloads.ZIP_ROUTE, downloads.send_zip),
    Route(downloads.FILE_ROUTE, downloads.send_file),
    Route(downloads.METALINK_ROUTE, downloads.send_metalink),
]


def get(desk: str, link: str, who: Login) -> requests.Response:
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)}
    return requests.get(urljoin(f"{desk}/order", link), cookies=cookies, timeout=PATIENCE)
