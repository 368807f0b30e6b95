"""The errors of an archive, named by cause, with sentences for the user.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from components.regards.http import correlation
from components.regards.printable import printable


class RegardsError(Exception):
    """A failed request to an archive, or to the folder of a delivery.

    Args:
        what: what happened, as a sentence.
        server_message: the archive's own explanation. Show it as text, never as Markdown or HTML. Control characters
            of both become spaces.
        momentary: whether the cause may be gone after a second, so that a read is repeated (`http.read_retries`).

    Attributes:
        advice: what to do next, as a sentence.
        speaker: whose words ``server_message`` are, to be followed by “says”.
        unexpected: whether the archive's operators may have to look for the call.
        trace: the name under which they find it (contract A.6); "" if they need not.
    """

    speaker = "The archive"
    unexpected = False
    advice = "Try again in a few minutes. If it still fails, ask the archive's operators."

    def __init__(self, what: str, server_message: str = "", *, momentary: bool = False) -> None:
        self.what = printable(what)
        super().__init__(self.what)
        self.server_message = printable(server_message)
        self.momentary = momentary
        self.trace = correlation.latest() if self.unexpected else ""

    def alone(self) -> "RegardsError":
        """The error to keep: without the frames that raised it, which hold the user's session and all that was read."""
        self.__cause__ = self.__context__ = None
        return self.with_traceback(None)


class SignInRefused(RegardsError):
    """The archive refused the sign-in. ``code`` is its name for the reason (contract B.1)."""

    def __init__(self, what: str, advice: str, server_message: str = "", code: str = "") -> None:
        super().__init__(what, server_message)
        self.advice = advice
        self.code = code


class SessionOver(RegardsError):
    """The token has expired, or the archive no longer accepts it."""

    advice = "Sign in again. What you typed is kept."


class SignInAwaited(SessionOver):
    """The session is over, and goes on as soon as the user has signed in again."""


class NoRight(RegardsError):
    """The account lacks the right. Not raised if the token has expired."""

    advice = "Check the number, or ask the archive's operators for access."


class Refused(RegardsError):
    """The archive refused the request. ``error_type`` is its name for the reason, if it gave one."""

    advice = "Fix what the archive names, then try again."

    def __init__(self, what: str, server_message: str = "", error_type: str = "") -> None:
        super().__init__(what, server_message)
        self.error_type = error_type


class Missing(RegardsError):
    """The order or file does not exist, or no longer exists."""

    advice = "Check the number. Expired orders lose their files, and deleted orders disappear."


class LicenceNotAccepted(RegardsError):
    """The project has a licence that the user has not accepted (status 423, contract E.4). Only the user can."""

    advice = "Sign in there, read the licence and accept it, then try again here."


class LimitReached(RegardsError):
    """A download quota or rate is used up (status 429)."""

    advice = "Wait before you download more. The archive says which limit was reached."


class NotReady(RegardsError):
    """The archive has nothing to send, not yet or not any more (status 202 or 204)."""

    advice = "Wait until the order's files are available, then try again."


class Maintenance(RegardsError):
    """The project is closed for maintenance (contract A.6: 515 or 503)."""

    advice = "Nothing was changed. Try again later. What you typed is kept."


class Unreachable(RegardsError):
    """The request never reached the archive, so it did nothing."""

    advice = "Check the network, then try again. What you typed is kept."


class NoAnswer(RegardsError):
    """The request may have reached the archive, but no answer came back. What the archive did is unknown."""

    unexpected = True


class UnexpectedReply(RegardsError):
    """The answer is not one of REGARDS: a firewall's web page, a broken body, an unexpected status."""

    unexpected = True
    advice = "A proxy or a firewall may have answered instead. If it happens again, ask the archive's operators."


class Blocked(UnexpectedReply):
    """A firewall or a proxy refused the request, with a web page of its own and status 401 or 403 (contract L.6)."""

    advice = (
        "It is not the archive that refused, nor is your password the reason. Try from another network, or ask the "
        "archive's operators and give them the page's words."
    )


class ArchiveFailed(UnexpectedReply):
    """The archive itself failed (status 500). What it did is unknown."""


class TooLarge(RegardsError):
    """A file whose size was not announced was ended, because it became too large. It is not kept."""

    advice = "Ask the archive's operators how large it is; the operators of the desk can allow more."


class CannotWrite(RegardsError):
    """The folder cannot be written to, or its disk is full. The archive is not the cause."""

    advice = "The verified files stay. Free some space or fix the folder, then continue."


NOT_SHOWN = (NoRight, Missing)
"""Answers of what this archive does not show, or not to this user (contract L.12): 403 and 404."""
