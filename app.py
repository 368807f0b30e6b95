"""The order desk's server: the pages, the routes beside them, and the demo archive while it runs.

``streamlit run app.py`` and ``uvicorn app:app`` both start it.
"""

import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from tempfile import TemporaryDirectory

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.demo.archive import Pace, Scenario
from components.demo.examples import Example, examples
from components.demo.server import Served, serve
from components.desk import shared_state
from components.desk.archives import Archives, Rehearsal
from components.order.draft import By, Draft
from components.regards import settings
from components.regards.settings import Account, Archive, Guests, Settings
from components.web import downloads, login_cookie, nodelay, provider_return, readiness
from components.web.same_origin import SameOrigin
from components.web.security_headers import SecurityHeaders
from components.web.stream_limits import StreamLimits
from components.web.upload_limits import UploadLimits

log = logging.getLogger("order_desk")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Offer the configured archives, and the demo archive unless it is switched off."""
    nodelay.send_at_once()
    chosen = settings.read(_secrets(), os.environ)
    secret = str(st.get_option("server.cookieSecret"))  # replicas share it
    with ExitStack() as stack:
        archives = Archives(chosen.archives)
        if chosen.demo:
            served = await run_in_threadpool(stack.enter_context, serve())
            if not chosen.public_address:  # its provider's page is for browsers on this machine
                served.archive.redirect_uri = f"http://{_OWN_HOST}{BASE}{provider_return.RETURN}"
            # What the demo archive delivers ends with it, unless the settings name a folder.
            passing = stack.enter_context(TemporaryDirectory(prefix="order-desk-", ignore_cleanup_errors=True))
            demo = _demo(served, chosen, passing)
            archives = Archives((*chosen.archives, demo), _rehearsal(served))
        state = stack.enter_context(shared_state.opened(archives, secret, chosen.order_book, chosen.public_address))
        await run_in_threadpool(state.order_book.database.works)  # its schema is up to date before the first user
        try:
            yield
        finally:
            await run_in_threadpool(state.stop)


def on_script_error(error: Exception) -> bool:
    """Log a failure of a page and tell the user in a sentence; the traceback stays on this side."""
    log.error("A page failed", exc_info=error)
    st.error(
        "This page has failed, which is a fault of the desk and not yours. Reload it; what you typed is kept, "
        "and an order that was on its way is not sent twice.",
        icon=":material/bug_report:",
    )
    return True


def held_uploads() -> Mapping[str, list[int]]:
    """The sizes of the uploads that Streamlit holds, by session."""
    manager = runtime.get_instance().uploaded_file_mgr
    files = manager.file_storage if isinstance(manager, MemoryUploadedFileManager) else {}
    return {session: [len(file.data) for file in tuple(of.values())] for session, of in tuple(files.items())}


def _secrets() -> Mapping[str, object]:
    """What ``.streamlit/secrets.toml`` says; nothing when there is no such file."""
    try:
        return st.secrets.to_dict()
    except FileNotFoundError:
        return {}


def _demo(served: Served, chosen: Settings, passing_folder: str) -> Archive:
    def make_guest() -> Account:
        account = served.archive.directory.new_guest()
        return Account(account.username, account.password)

    return Archive(
        name="Demo archive",
        url=served.url,
        project=served.project,
        client_id=served.client_id,
        client_secret=served.client_secret,
        delivery_folder=chosen.delivery_folder or passing_folder,
        order_through=chosen.order_through,
        folder_passes=not chosen.delivery_folder,
        guests=Guests(make_guest),
        examples={each.name: _draft(each) for each in examples()},
        poll_every=1.0,
        hour=Pace.default().hour,
    )


def _draft(example: Example) -> Draft:
    by = By.EXPRESSIONS if example.expression else By.IDENTIFIERS
    return Draft(by, pasted=example.identifiers, expressions=example.expression)


def _rehearsal(served: Served) -> Rehearsal:
    def begin(username: str, trouble: str | None) -> None:
        served.archive.set_scenario(username, Scenario(trouble) if trouble else None)

    return Rehearsal({each.value: each.explanation for each in Scenario}, begin, served.archive.scenario_of)


# Streamlit itself puts only its own routes below the base path.
BASE = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
_OWN_HOST = f"{st.get_option('server.address') or 'localhost'}:{st.get_option('server.port')}"

app = st.App(
    "pages/main.py",
    lifespan=lifespan,
    routes=[
        Route(BASE + readiness.READY, readiness.ready),
        Route(BASE + login_cookie.ROUTE, login_cookie.exchange, methods=["POST"]),
        Route(BASE + provider_return.LEAVE, provider_return.leave, methods=["POST"]),
        Route(BASE + provider_return.RETURN, provider_return.page),
        Route(BASE + provider_return.RETURN, provider_return.come_back, methods=["POST"]),
        Route(BASE + provider_return.SCRIPT, provider_return.script),
        Route(BASE + downloads.ZIP_ROUTE, downloads.send_zip),
        Route(BASE + downloads.FILE_ROUTE, downloads.send_file),
        Route(BASE + downloads.METALINK_ROUTE, downloads.send_metalink),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(UploadLimits, held_uploads),
        Middleware(SameOrigin, f"{BASE}/orders/", lambda: shared_state.shared().public_address),
        Middleware(StreamLimits),
    ],
    on_script_error=on_script_error,
)
