"""What can go wrong with an archive, named by cause, in sentences for the user.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""


class RegardsError(Exception):
    """Something that kept the archive from doing what was asked.

    Args:
        what: what happened, a sentence in our own words.
        server_message: the archive's own explanation; foreign text, to be shown as text only.
        momentary: whether it may be over in a second, so that a read is repeated (`http.retries`).
    """

    advice = "Try again in a few minutes; if it goes on, ask the archive's operators."

    def __init__(self, what: str, server_message: str = "", *, momentary: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.server_message = server_message
        self.momentary = momentary


class SignInRefused(RegardsError):
    """The archive does not let this user in. `code` is its name for the reason (contract B.1)."""

    def __init__(self, what: str, advice: str, server_message: str = "", code: str = "") -> None:
        super().__init__(what, server_message)
        self.advice = advice
        self.code = code


class SessionOver(RegardsError):
    """The token has expired, or the archive no longer takes it."""

    advice = "Sign in again: what you typed is kept."


class NoRight(RegardsError):
    """The account lacks the right. Not raised when the token has merely expired."""

    advice = "Check the number, or ask the archive's operators for access."


class Refused(RegardsError):
    """The archive understood and refused. `error_type` is its name for the reason, if it gave one."""

    advice = "Correct what the archive names, then try again."

    def __init__(self, what: str, server_message: str = "", error_type: str = "") -> None:
        super().__init__(what, server_message)
        self.error_type = error_type


class Missing(RegardsError):
    """There is no such thing in the archive, or no longer."""

    advice = "Check the number: expired orders lose their files, deleted orders disappear."


class LimitReached(RegardsError):
    """A download quota or rate is used up (status 429)."""

    advice = "Stop downloading for now; the archive says which limit was reached."


class NotReady(RegardsError):
    """The archive has nothing to send yet, or nothing more (status 202 or 204)."""

    advice = "Wait until the order's files are available, then try again."


class Maintenance(RegardsError):
    """The project is closed for maintenance (contract A.6: 515 or 503)."""

    advice = "Nothing was changed. Try again later: what you typed is kept."


class Unreachable(RegardsError):
    """The request never reached the archive, so it did nothing."""

    advice = "Check the network, then try again: what you typed is kept."


class NoAnswer(RegardsError):
    """The request may have reached the archive, but no answer came back: what it did is unknown."""


class UnexpectedReply(RegardsError):
    """The answer is not what REGARDS sends: a firewall's web page, a broken body, a senseless status."""

    advice = "A proxy or a firewall may stand in between. Ask the archive's operators if it goes on."


class CannotWrite(RegardsError):
    """The folder takes no files: the disk is full, or may not be written to. The archive has no part in it."""

    advice = "What is verified stays. Make room, or have the folder repaired, then continue."
