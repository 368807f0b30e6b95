"""The order desk's server: the pages, the routes beside them, and the demo archive while it runs.

``streamlit run app.py`` and ``uvicorn app:app`` both start it.
"""

import gc

gc.disable()  # until all is imported: to look for garbage among new modules took a quarter of the start

import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from tempfile import TemporaryDirectory

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.demo import built_beside
from components.demo.accounts.accounts import CLIENT, PROJECT
from components.demo.built_beside import Promised
from components.demo.clock import Pace
from components.demo.examples import Example, examples
from components.demo.scenarios import Scenario
from components.desk import shared_state
from components.desk.archives import Archives, Rehearsal
from components.order.draft import By, Draft
from components.regards import settings
from components.regards.settings import Account, Archive, Guests, Settings
from components.web import downloads, login_cookie, pictures, provider_return, readiness
from components.web.same_origin import SameOrigin
from components.web.security_headers import SecurityHeaders
from components.web.stopping import at_signal
from components.web.stream_limits import StreamLimits
from components.web.upload_limits import UploadLimits

log = logging.getLogger("order_desk")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Offer the configured archives, and the demo archive unless it is switched off."""
    chosen = settings.read(_secrets(), os.environ)
    secret = str(st.get_option("server.cookieSecret"))  # replicas share it
    with ExitStack() as stack:
        archives = Archives(chosen.archives)
        if chosen.demo:
            # Its provider's page is for browsers on this machine.
            return_to = None if chosen.public_address else f"http://{_OWN_HOST}{BASE}{provider_return.RETURN}"
            promised = stack.enter_context(built_beside.promised(partial(built_beside.demo, return_to)))
            # What the demo archive delivers ends with it, unless the settings name a folder.
            passing = stack.enter_context(TemporaryDirectory(prefix="order-desk-", ignore_cleanup_errors=True))
            demo = _demo(promised, chosen, passing)
            archives = Archives((*chosen.archives, demo), _rehearsal(promised))
        state = stack.enter_context(shared_state.opened(archives, secret, chosen.order_book, chosen.public_address))
        await run_in_threadpool(state.order_book.database.works)  # its schema is up to date before the first user
        if chosen.demo:
            stack.enter_context(promised.served())  # last: building it would slow the rest of the start down
        try:
            with at_signal(state.stop):
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


def _demo(promised: Promised, chosen: Settings, passing_folder: str) -> Archive:
    def make_guest() -> Account:
        account = promised.archive().directory.new_guest()
        return Account(account.username, account.password)

    return Archive(
        name="Demo archive",
        url=promised.url,
        project=PROJECT,
        client_id=CLIENT.username,
        client_secret=CLIENT.password,
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


def _rehearsal(promised: Promised) -> Rehearsal:
    def begin(username: str, trouble: str | None) -> None:
        promised.archive().set_scenario(username, Scenario(trouble) if trouble else None)

    def acted_out(username: str) -> str | None:
        return promised.archive().scenario_of(username)

    return Rehearsal({each.value: each.explanation for each in Scenario}, begin, acted_out)


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
        Route(BASE + pictures.ROUTE, pictures.send_picture),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(UploadLimits, held_uploads),
        Middleware(SameOrigin, f"{BASE}/orders/", lambda: shared_state.shared().public_address),
        Middleware(StreamLimits),
    ],
    on_script_error=on_script_error,
)

gc.freeze()  # what is imported stays: no collection need look at it again, which held up all users for 70 ms
gc.enable()
