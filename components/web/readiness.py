"""The route that says whether this replica is ready for users; whether it lives says Streamlit's `/_stcore/health`.

It is for starting replicas one after the other, and for monitoring. A replica whose order book fails
goes on taking orders (`desk.database`), so a proxy need not take it away.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.desk.shared_state import shared

READY: Final = "/ready"


async def ready(_request: Request) -> Response:
    """200 if the order book answers and has the schema of this desk, else 503; the demo archive takes requests then."""
    works = await run_in_threadpool(shared().order_book.database.works)
    text = "ready\n" if works else "not ready: the order book does not answer\n"
    return PlainTextResponse(text, 200 if works else 503, {"Cache-Control": "no-store"})
