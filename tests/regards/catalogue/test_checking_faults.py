"""The check at a faulty archive: an outage is never an unknown identifier."""

import pytest

from components.regards.catalogue.checking import CheckResult, FailingExpression, check
from components.regards.catalogue.footprints import Footprints
from components.regards.catalogue.searches import Amount
from components.regards.errors import Missing, NoAnswer, NoRight, RegardsError, SessionOver, UnexpectedReply
from components.regards.quota import Quota
from components.regards.unseen import Part
from tests.regards.catalogue.selections import RAWDATA, expressed, of
from tests.regards.scripted_server import AtOnce, ScriptedServer, reply, scripted_server, short_name, web_page


def found(*identifiers: str, pages: int = 1, tags: object = ("URN:AIP:DATASET:p:1:V1",)) -> bytes:
    features = [{"content": {"providerId": each, "tags": tags}, "links": []} for each in identifiers]
    return reply(200, {"content": features, "metadata": {"totalPages": pages}})


SUMMARY = reply(
    200,
    {
        "documentsCount": 1,
        "subSummariesMap": {
            "URN:AIP:DATASET:p:1:V1": {
                "documentsCount": 1,
                "fileTypesSummaryMap": {"RAWDATA": {"filesCount": 1, "filesSize": 7}},
            }
        },
    },
)
LIMITS = reply(200, {"email": "me", "maxQuota": -1, "rateLimit": -1, "currentQuota": 3, "currentRate": 0})
LABELS = reply(200, {"content": [{"content": {"id": "URN:AIP:DATASET:p:1:V1", "label": "L2"}}], "metadata": {}})
NO_BASKET = reply(204)
QUESTIONS = {"summary": Part.COUNTS, "current": Part.QUOTA, "search": Part.DATASETS, "basket": Part.BASKET}


def around(**others: bytes) -> AtOnce:
    """What is asked for once the products are found."""
    return AtOnce(**{"summary": SUMMARY, "current": LIMITS, "search": LABELS, "basket": NO_BASKET} | others)


def asked(server: ScriptedServer) -> list[str]:
    return [str(each).rpartition("/")[2] for each in server.requests]


def test_every_question_is_asked_once() -> None:
    with scripted_server(found("A"), around()) as server:
        result = check(server.connection(), of("A"))
        assert asked(server) == ["search", "summary", "current", "search", "basket"]
    assert result == CheckResult(
        products=1,
        amounts=(Amount("URN:AIP:DATASET:p:1:V1", 1, "RAWDATA", 1, 7, 0),),
        labels={"URN:AIP:DATASET:p:1:V1": "L2"},
        quota=Quota(-1, 3, -1),
        basket=None,
        found=("A",),
        footprints=Footprints(without=1),
    )


def test_products_that_were_not_asked_for_are_not_counted_as_found() -> None:
    with scripted_server(found("B", "A", "a"), around(), NO_BASKET) as server:
        result = check(server.connection(), of("A", "C"))
    assert (result.found, result.unknown) == (("A",), ("C",))


def test_tags_that_are_no_datasets_place_a_product_nowhere() -> None:
    collection = found("A", tags=["URN:AIP:COLLECTION:p:1:V1", "ocean"])
    with scripted_server(collection, around()) as server:
        assert check(server.connection(), of("A")).unplaced == ("A",)


def test_a_product_without_tags_is_in_no_dataset() -> None:
    with scripted_server(found("A", tags=None), around()) as server:
        assert check(server.connection(), of("A")).unplaced == ("A",)


@pytest.mark.parametrize(
    "limits",
    [
        reply(200, {"email": "me"}),
        web_page(504),
        reply(403),
        reply(500, {"messages": ["storage"]}),
        web_page(200),
        reply(200, [1]),
    ],
    ids=short_name,
)
def test_without_a_quota_the_rest_is_told(limits: bytes) -> None:
    with scripted_server(found("A"), around(current=limits)) as server:
        result = check(server.connection(), of("A"))
    assert result.quota is None
    assert result.found == ("A",)
    assert not result.doubtful(RAWDATA)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(504), NoAnswer),
        (web_page(200), UnexpectedReply),
        (reply(403), NoRight),
        (reply(401), SessionOver),
        (reply(200, {"content": {"providerId": "A"}}), UnexpectedReply),
        (reply(200, {"content": ["A"]}), UnexpectedReply),
    ],
    ids=short_name,
)
def test_an_outage_is_never_an_unknown_identifier(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(answer) as server, pytest.raises(cause):
        check(server.connection(), of("A"))


@pytest.mark.parametrize("closed", [reply(403), reply(404)], ids=short_name)
@pytest.mark.parametrize(("question", "part"), QUESTIONS.items())
def test_what_is_not_shown_is_told_beside_the_rest(closed: bytes, question: str, part: Part) -> None:
    with scripted_server(found("A"), around(**{question: closed})) as server:
        result = check(server.connection(), of("A"))
    assert result.unseen == (part,)
    assert result.found == ("A",)
    assert result.fileless == ()


def test_a_summary_that_fails_leaves_the_products_found_and_the_order_doubtful() -> None:
    with scripted_server(found("A"), around(summary=reply(500, {"messages": ["why"]}))) as server:
        result = check(server.connection(), of("A"))
    assert (result.found, result.fileless, result.counted) == (("A",), (), False)
    assert result.doubtful(RAWDATA)


@pytest.mark.parametrize("closed", [reply(403), reply(404)], ids=short_name)
def test_a_catalogue_that_is_not_shown_is_no_unknown_identifier(closed: bytes) -> None:
    with scripted_server(closed) as server, pytest.raises((NoRight, Missing)):
        check(server.connection(), of("A"))


@pytest.mark.parametrize("question", ["summary", "search", "basket"])
def test_an_outage_in_between_is_no_answer(question: str) -> None:
    with scripted_server(found("A"), around(**{question: web_page(504)})) as server, pytest.raises(NoAnswer):
        check(server.connection(), of("A"))
    assert asked(server) == ["search", "summary", "current", "search", "basket"]


def test_an_outage_is_never_an_expression_that_fails() -> None:
    with scripted_server(SUMMARY, web_page(504)) as server, pytest.raises(NoAnswer):
        check(server.connection(), expressed("a:1"))


def test_an_empty_catalogue_is_not_covered_by_an_expression() -> None:
    nothing = reply(200, {"documentsCount": 0, "subSummariesMap": {}})
    with scripted_server(nothing, nothing, AtOnce(current=LIMITS, search=LABELS, basket=NO_BASKET)) as server:
        result = check(server.connection(), expressed("a:1"))
    assert result.failing == (FailingExpression("a:1", ""),)
    assert not result.whole_catalogue
