"""What runs on Submit, and what became of it."""

from components.desk.submissions.click import Click, ClickResult
from components.desk.submissions.progress import (
    AwaitingEarlier,
    Checking,
    Preparing,
    Progress,
    Sending,
    SentElsewhere,
    Step,
)
from components.desk.submissions.registry import Submission, SubmissionElsewhere, Submissions
from components.desk.submissions.sending import earlier_result, is_sent_elsewhere, send
from components.desk.submissions.unsettled import Unsettled, UnsettledSubmissions

__all__ = [
    "AwaitingEarlier",
    "Checking",
    "Click",
    "ClickResult",
    "Preparing",
    "Progress",
    "Sending",
    "SentElsewhere",
    "Step",
    "Submission",
    "SubmissionElsewhere",
    "Submissions",
    "Unsettled",
    "UnsettledSubmissions",
    "earlier_result",
    "is_sent_elsewhere",
    "send",
]
