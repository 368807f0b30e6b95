"""The check of a tab's draft with the catalogue: when it begins, and which check tells about the draft as it stands."""

from collections.abc import Callable

from components.desk.catalogue.checks import Check, LatestChecks
from components.desk.catalogue.known_attributes import KnownAttributes
from components.desk.drafts.tab_draft import TabDraft
from components.order.selection import Selection
from components.regards.catalogue.checking import CheckResult
from components.regards.errors import Refused
from components.regards.sign_in.session import Session
from components.regards.submission.submission import Batch, Doubtful, NotOrdered, Unchecked


class DraftCheck:
    """What the catalogue says of the draft of one tab.

    Args:
        session: of the user with the archive.
        tab_draft: the draft, by whose tab a refresh finds the check again.
        selection: gives what the draft selects; None while it cannot be asked for.
        attributes: those of the user's project.
    """

    def __init__(
        self,
        session: Session,
        tab_draft: TabDraft,
        selection: Callable[[], Selection | None],
        attributes: KnownAttributes,
    ) -> None:
        self._session = session
        self._tab_draft = tab_draft
        self._selection = selection
        self._attributes = attributes
        self._checks = session.shared("checks", LatestChecks)
        self._is_wanted = False

    def want(self) -> None:
        """Note that the user wants a check; the page begins it once it has read the fields."""
        self._is_wanted = True

    def begin_if_due(self) -> None:
        """Ask the catalogue about the draft, in a worker thread, if the user wants it or its list is short enough.

        One check at a time: that of an earlier draft is cancelled.
        """
        wanted, self._is_wanted = self._is_wanted, False
        selection, latest = self._selection(), self._latest()
        if latest and latest.selection == selection and not (latest.future.done() and (wanted or latest.is_void)):
            return  # it has its answer, or will have it
        if latest:
            latest.cancel()
        if selection and (wanted or self._begins_by_itself(selection)):
            check = Check(selection)
            check.begin(self._session.connection, self._attributes.wait, after=latest)
            self._checks.keep(self._tab_draft.tab, check)

    def take_answer(self, batch: Batch) -> None:
        """Take over what a submission has found out of the catalogue, in the place of the check that it cancelled."""
        selection, current = self._selection(), self.current()
        if selection is None or (current and (current.result or not current.is_cancelled)):
            return
        check = Check(selection)
        if isinstance(batch.end, Doubtful):
            check.future.set_result(batch.end.result)
        elif isinstance(batch.end, Unchecked | NotOrdered) and not isinstance(batch.end.cause, Refused):
            check.future.set_exception(batch.end.cause)
        else:
            return
        self._checks.keep(self._tab_draft.tab, check)

    def current(self) -> Check | None:
        """The check of the draft as it stands, if there is one."""
        latest = self._latest()
        return latest if latest and latest.selection == self._selection() else None

    def result(self) -> CheckResult | None:
        """What the catalogue says of the draft as it stands, if it was asked and has answered."""
        check = self.current()
        return check.result if check else None

    @property
    def is_out_of_order(self) -> bool:
        """Whether the archive could not answer the last check or submission: then it is not asked without a click."""
        latest = self._latest()
        return bool(latest and latest.met_outage and not latest.is_void)

    def _begins_by_itself(self, selection: Selection) -> bool:
        """Whether a list is short enough to be checked without a click, and the archive answered when last asked."""
        most = self._session.login.archive.checked_at_once
        return 0 < len(selection.identifiers) <= most and not self.is_out_of_order

    def _latest(self) -> Check | None:
        return self._checks.of(self._tab_draft.tab)
