"""Reading REGARDS' answers: wrapped or flat, paged or not, and every refusal in its several shapes."""

import json

import pytest

from components.regards.errors import (
    ArchiveFailed,
    Blocked,
    LicenceNotAccepted,
    LimitReached,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    Refused,
    RegardsError,
    SessionOver,
    UnexpectedReply,
)
from components.regards.http import replies
from components.regards.http.replies import Reply

PAGE = (
    b"<!doctype html><html><style>h1 {x: y}</style><script>go(1 < 2)</script><body><h1>Bad\n gateway</h1></body></html>"
)

ACCEPT = {"rel": "accept", "href": "http://inside:9032/downloads/URN/files/1?acceptLicense=true"}

CONTAINER_PAGE = b"<!doctype html><html><head><title>HTTP Status 401 \xe2\x80\x93 Unauthorized</title></head></html>"
FIREWALL_PAGE = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
    b"Your support ID is: 4711</body></html>"
)


def response(status: int, body: object = b"", kind: str = "application/json") -> Reply:
    return Reply(status, kind, body if isinstance(body, bytes) else json.dumps(body).encode())


def test_json_is_read() -> None:
    assert replies.data(response(200, {"content": [1, "é"]})) == {"content": [1, "é"]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb'"half \ud800 a sign"', "half \ufffd a sign"),
        (rb'{"\uDFFF": ["\udfff\ud83d"]}', {"\ufffd": ["\ufffd\ufffd"]}),
        (b'"in the bytes \xed\xa0\x80"', "in the bytes \ufffd"),
        (rb'"a whole one \ud83d\udef0"', "a whole one 🛰"),
        (rb'"no escape \\ud800"', r"no escape \ud800"),
    ],
)
def test_half_a_sign_which_no_page_and_no_file_can_hold_is_replaced(written: bytes, read: object) -> None:
    assert replies.data(response(200, written)) == read


def test_half_a_sign_in_a_reason_is_replaced() -> None:
    assert replies.reason(response(422, rb'{"messages": ["half \ud800 a sign"]}')) == "half \ufffd a sign"


@pytest.mark.parametrize("answer", [response(204), response(200), response(204, b"", "text/html")])
def test_an_answer_without_content_is_none(answer: Reply) -> None:
    assert replies.data(answer) is None


def test_json_null_is_none_as_well() -> None:
    assert replies.data(response(200, None)) is None


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_a_web_page_is_never_taken_for_data(kind: str) -> None:
    with pytest.raises(UnexpectedReply) as error:
        replies.data(response(200, PAGE, kind))
    assert error.value.server_message == "Bad gateway"


def test_half_a_body_is_never_taken_for_data() -> None:
    with pytest.raises(UnexpectedReply):
        replies.data(response(200, b'{"content": [{"id": 1}'))


@pytest.mark.parametrize("body", [b"[" * 100_000, b"9" * 5_000], ids=["too deep", "too large a number"])
def test_json_beyond_all_measure_is_no_data(body: bytes) -> None:
    with pytest.raises(UnexpectedReply):
        replies.data(response(200, body))


def test_a_wrapped_resource_is_taken_out() -> None:
    assert replies.unwrap({"content": {"id": 812}, "links": []}) == {"id": 812}


def test_a_flat_resource_is_taken_as_it_is() -> None:
    assert replies.unwrap({"id": 812}) == {"id": 812}


def test_a_flat_resource_may_have_a_content_of_its_own() -> None:
    assert replies.unwrap({"id": 812, "content": "text"}) == {"id": 812, "content": "text"}


@pytest.mark.parametrize("value", [None, [], "GRANTED", 5])
def test_what_is_no_object_is_no_resource(value: object) -> None:
    with pytest.raises(UnexpectedReply):
        replies.unwrap(value)


def test_links_are_known_by_their_names_alone() -> None:
    wrapped = {"content": {}, "links": [{"rel": "self", "href": "http://inside:9093"}, {"rel": "pause"}]}
    assert replies.links(wrapped) == frozenset({"self", "pause"})


def test_a_resource_without_any_link_allows_nothing() -> None:
    assert replies.links({"content": {}, "links": []}) == frozenset()


def test_a_resource_that_does_not_speak_of_links_says_nothing() -> None:
    assert replies.links({"id": 812}) is None


def test_a_page_gives_its_items_wrapped_as_they_came() -> None:
    assert replies.items({"content": [{"content": {"id": 1}}, {"id": 2}]}) == [{"content": {"id": 1}}, {"id": 2}]


def test_a_bare_list_is_a_page() -> None:
    assert replies.items([{"id": 1}]) == [{"id": 1}]


@pytest.mark.parametrize("page", [None, {"content": [], "metadata": {"totalElements": 0}}])
def test_an_empty_page_has_no_items(page: object) -> None:
    assert replies.items(page) == []


@pytest.mark.parametrize("page", [{}, {"messages": ["no"]}, {"content": {"id": 1}}, "text", 0])
def test_what_is_no_page_is_never_an_empty_list(page: object) -> None:
    with pytest.raises(UnexpectedReply):
        replies.items(page)


@pytest.mark.parametrize("key", ["metadata", "page"])
def test_paging_is_read_from_metadata_or_page(key: str) -> None:
    assert replies.paging({"content": [], key: {"totalPages": 3, "size:": 20}})["totalPages"] == 3


def test_metadata_comes_before_page() -> None:
    assert replies.paging({"page": {"totalPages": 9}, "metadata": {"totalPages": 3}})["totalPages"] == 3


@pytest.mark.parametrize("page", [{"content": []}, [], None, {"metadata": None}])
def test_an_answer_may_say_nothing_of_pages(page: object) -> None:
    assert "totalPages" not in replies.paging(page)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"messages": ["first reason", "second reason"]}, "first reason\nsecond reason"),
        ({"messages": ["reason"], "error": "Bad Request"}, "reason"),
        (
            {"content": {"status": "FAILED", "message": "EmptySelectionException: nothing"}},
            "EmptySelectionException: nothing",
        ),
        ({"status": "FAILED", "message": "EmptySelectionException: nothing"}, "EmptySelectionException: nothing"),
        ({"timestamp": 1, "path": "/", "status": 500, "error": "Internal Server Error"}, "Internal Server Error"),
        ({"detailMessage": "Access denied", "stackTrace": [{"line": 1}]}, "Access denied"),
        ({"reason": "because"}, '{"reason": "because"}'),
        (["no", "way"], '["no", "way"]'),
        ("just a text", '"just a text"'),
        ({"stackTrace": [{"class": "fr.cnes.Boom"}]}, ""),
        (b"Download quota exceeded", "Download quota exceeded"),
        (PAGE, "Bad gateway"),
        (b"<html><title>HTTP Status 515</title><h1>HTTP Status 515</h1></html>", "HTTP Status 515"),
        (b"<html><title>Status 515</title><h1>Status 515 again</h1></html>", "Status 515 Status 515 again"),
        (b"", ""),
    ],
)
def test_the_archive_explains_itself_in_several_shapes(body: object, words: str) -> None:
    assert replies.reason(response(400, body)) == words


def test_no_more_than_the_beginning_of_a_strange_text_is_shown() -> None:
    assert replies.reason(response(502, b"x" * 301, "text/plain")) == "x" * 300
    assert replies.reason(response(502, b"x" * 299, "text/plain")) == "x" * 299


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (400, Refused),
        (401, SessionOver),
        (403, NoRight),
        (404, Missing),
        (409, Refused),
        (410, Missing),
        (413, Refused),
        (415, Refused),
        (422, Refused),
        (423, LicenceNotAccepted),
        (429, LimitReached),
        (500, ArchiveFailed),
        (502, NoAnswer),
        (503, Maintenance),
        (504, NoAnswer),
        (515, Maintenance),
        (302, UnexpectedReply),
        (418, UnexpectedReply),
    ],
)
def test_every_status_has_its_cause(status: int, cause: type[RegardsError]) -> None:
    error = replies.failure(response(status, {"messages": ["why"]}))
    assert (type(error), error.server_message) == (cause, "why")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_that_lost_its_archive_gives_no_answer(status: int) -> None:
    assert type(replies.failure(response(status, PAGE, "text/html"))) is NoAnswer


def test_maintenance_is_known_by_its_own_status_even_as_a_web_page() -> None:
    assert type(replies.failure(response(515, PAGE, "text/html"))) is Maintenance


def test_a_limit_is_explained_in_plain_text() -> None:
    error = replies.failure(response(429, b"Maximum number of downloads reached", "text/plain"))
    assert error.server_message == "Maximum number of downloads reached"


@pytest.mark.parametrize("body", [{"links": [ACCEPT]}, {"content": {}, "links": [ACCEPT]}])
def test_links_are_not_shown(body: object) -> None:
    """Contract E.4: of a licence and of its acceptance; T-54: of a host that only the archive knows."""
    assert replies.failure(response(423, body)).server_message == ""


@pytest.mark.parametrize("code", ["ORDER_MUST_BE_PAUSED", "ORDER_HAS_PROCESSING", "USER_NOT_ALLOWED_TO_MANAGE_ORDER"])
def test_an_action_that_is_not_allowed_now_is_no_end_of_the_session(code: str) -> None:
    error = replies.failure(response(401, {"messages": [code]}))
    assert (type(error), error.server_message) == (Refused, code)


@pytest.mark.parametrize(
    "body", [b"", CONTAINER_PAGE, {"messages": ["Full authentication is required"]}, {"messages": []}]
)
def test_a_401_without_a_code_is_the_end_of_the_session(body: object) -> None:
    assert type(replies.failure(response(401, body))) is SessionOver


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/xhtml+xml", ""])
def test_a_web_page_with_401_or_403_is_a_firewalls_word(status: int, kind: str) -> None:
    """Contract L.6."""
    error = replies.failure(response(status, FIREWALL_PAGE, kind))
    assert type(error) is Blocked
    assert error.speaker == "Its page"
    assert error.server_message == "Request Rejected The requested URL was rejected. Your support ID is: 4711"


def test_a_json_403_is_the_archives_word() -> None:
    error = replies.failure(response(403, {"messages": ["The role may not call this endpoint"]}))
    assert (type(error), error.speaker) == (NoRight, "The archive")


@pytest.mark.parametrize("page", [CONTAINER_PAGE, b"<html><body><h1>Whitelabel Error Page</h1></body></html>"])
def test_the_page_of_the_archives_own_server_is_the_archives_word(page: bytes) -> None:
    """Contract A.6."""
    assert type(replies.failure(response(403, page, "text/html"))) is NoRight


def test_once_the_token_has_expired_a_firewalls_page_changes_nothing() -> None:
    assert type(replies.failure(response(403, FIREWALL_PAGE, "text/html"), expired=True)) is SessionOver


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://sso.example.org:8443/realms/x", " at “sso.example.org”"),
        ("/login", ""),
        ("https://[broken", ""),
        ("https://**bold**/", ""),
        ("https://" + "a" * 101 + "/", ""),
    ],
)
def test_a_redirect_names_the_host_if_it_is_one(location: str, named: str) -> None:
    error = replies.failure(Reply(302, "text/html", PAGE, location))
    assert error.what == f"The archive's address sends you to another page{named}, probably to sign in there."


def test_a_long_page_is_cut_before_it_is_looked_at() -> None:
    long = b"<html>" + b" " * 20_000 + b"words at the end"
    assert replies.failure(response(403, long, "text/html")).server_message == ""


def test_a_long_message_is_cut() -> None:
    assert len(replies.reason(response(400, {"messages": ["x" * 100_000]}))) == 5_000


@pytest.mark.parametrize("page", [b"<script>" * 9, b"<style" * 9, b"<html><script>a < b", b"<<<>>><"])
def test_a_page_that_breaks_off_is_read_as_far_as_it_goes(page: bytes) -> None:
    assert "a < b" not in replies.failure(response(403, page, "text/html")).server_message


@pytest.mark.parametrize(
    ("body", "words", "error_type"),
    [
        (
            {"content": {"status": "FAILED", "message": "EmptySelectionException: none", "errorType": "EMPTY_ORDER"}},
            "EmptySelectionException: none",
            "EMPTY_ORDER",
        ),
        (
            {"status": "DENIED", "message": "TooManyItems: 9", "errorType": "ORDER_LIMIT_REACHED"},
            "TooManyItems: 9",
            "ORDER_LIMIT_REACHED",
        ),
        ({"messages": ["dataTypes must not be empty", "queries too"]}, "dataTypes must not be empty\nqueries too", ""),
        ({"messages": ["ERROR: value too long for type"]}, "ERROR: value too long for type", ""),
        ({"status": "FAILED", "message": "why", "errorType": None}, "why", ""),
        (b"", "", ""),
    ],
    ids=["refused order, wrapped", "refused order, flat", "validation", "database", "null", "empty"],
)
def test_each_shape_of_422_is_a_refusal_with_its_words(body: object, words: str, error_type: str) -> None:
    error = replies.failure(response(422, body))
    assert isinstance(error, Refused)
    assert (error.server_message, error.error_type) == (words, error_type)


@pytest.mark.parametrize(
    ("error_type", "advice"),
    [
        ("EMPTY_ORDER", "At least one query finds no file that you may order."),
        ("INTERNAL_ERROR", "The catalogue could not run one of the queries."),
        ("ORDER_LIMIT_REACHED", "The order is larger than the archive allows."),
        ("SOMETHING_NEW", "Fix what the archive names"),
        ("", "Fix what the archive names"),
    ],
)
def test_a_refused_order_comes_with_what_to_do(error_type: str, advice: str) -> None:
    body = json.dumps({"content": {"status": "FAILED", "errorType": error_type}}).encode()
    assert replies.failure(Reply(422, "application/json", body)).advice.startswith(advice)
