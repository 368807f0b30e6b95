"""The page of a firewall in front of the archive (contract L.6)."""

from typing import Final

from starlette.responses import HTMLResponse

from components.demo.scenarios import FIREWALLS, Scenario

_PAGE: Final = (
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
    "administrator.<br><br>Your support ID is: 4711081512342026<br><br>"
    "<a href='javascript:history.back();'>[Go Back]</a></body></html>"
)


def firewall_page(scenario: Scenario | None) -> HTMLResponse | None:
    """The page that comes in place of any answer; None where there is no firewall."""
    status = FIREWALLS.get(scenario) if scenario else None
    return HTMLResponse(_PAGE, status) if status else None
