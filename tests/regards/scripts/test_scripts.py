"""The scripts are run against the demo archive: they must make the order that the page shows, and leak nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from components.demo.archive import Account
from components.demo.scenarios import Scenario
from components.demo.server import Served
from components.order.composition import compose
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.request import OrderRequest
from components.regards.scripts import curl_script, python_script
from components.regards.settings import Archive
from components.regards.sign_in import login
from tests.regards.scripted_server import Answer, ConnectionFault, reply, scripted_server, short_name

Write = Callable[[Archive, str, Sequence[str]], str]
NASTY = (
    'The "A" line',
    r"share\survey\01",
    "apostrophe's",
    "東京湾_2021_03",
    "🛰 pass 12",
    "Field survey 2019 (north)",
    "percent%20",
)
PASSWORD = "pa\"ss' \\ $HOME `id` é"
SECRET = 'the client\'s "own" \\ $secret'


@pytest.fixture(params=["as the code", "as documented"])
def served(demo: Served, request: pytest.FixtureRequest) -> Served:
    """The demo archive, with a password and a secret that need quotes, and both ways of answering."""
    demo.archive.documented = request.param == "as documented"
    return protected(demo)


@pytest.fixture
def coded(demo: Served) -> Served:
    return protected(demo)


def protected(served: Served) -> Served:
    served.archive.client = Account("the client", SECRET)
    served.archive.directory.set_password(served.accounts[0].username, PASSWORD)
    return served


def settings(served: Served) -> Archive:
    return Archive(
        'The "demo"', served.url, served.project, client_id="the client", client_secret=SECRET, poll_every=0.05
    )


def request_for(names: Sequence[str]) -> OrderRequest:
    requests = compose(Draft(pasted="\n".join(names)), "providerId").requests
    assert len(requests) == 1
    return replace(requests[0], file_name=r"(?i).*[.](csv|n\x63)|.*\$HOME.*|it's")


def run(command: list[str], served: Served, folder: Path, **instead: str) -> subprocess.CompletedProcess[str]:
    account = {
        "REGARDS_USER": served.accounts[0].username,
        "REGARDS_PASSWORD": PASSWORD,
        "REGARDS_CLIENT_SECRET": SECRET,
    }
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUTF8": "1", **(instead or account)}
    return subprocess.run(  # noqa: S603 - the script under test
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def run_curl(served: Served, bodies: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "order.sh"
    script.write_text(curl_script(settings(served), served.project, bodies), encoding="utf-8")
    return run(["bash", str(script)], served, folder)


def run_python(
    served: Served, bodies: Sequence[str], folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    script = folder / "order.py"
    script.write_text(python_script(settings(served), served.project, bodies), encoding="utf-8")
    return run([sys.executable, str(script), *arguments], served, folder)


def sent(served: Served) -> list[bytes]:
    return [each.body for each in served.archive.requests.of("POST", "/user/orders/apply")]


def test_curl_sends_the_body_to_the_letter(served: Served, tmp_path: Path) -> None:
    body = request_for(NASTY).to_json()
    done = run_curl(served, [body], tmp_path)
    assert done.returncode == 0, done.stderr
    assert sent(served) == [body.encode()]
    assert '"GRANTED"' in done.stdout


def test_python_sends_the_body_to_the_letter_and_its_files_arrive_verified(served: Served, tmp_path: Path) -> None:
    body = request_for(NASTY).to_json()
    done = run_python(served, [body], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sent(served) == [body.encode()]
    assert f"{len(NASTY)} verified" in done.stdout
    assert len([path for path in tmp_path.glob("files/*/*") if path.suffix == ".csv"]) == len(NASTY)


@pytest.mark.parametrize("run_script", [run_curl, run_python])
def test_several_orders_go_out_in_turn(run_script: object, coded: Served, tmp_path: Path) -> None:
    assert callable(run_script)
    bodies = [request_for(["PROD_1"]).to_json(), request_for(["PROD_10"]).to_json()]
    done = run_script(coded, bodies, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sent(coded) == [body.encode() for body in bodies]


@pytest.mark.parametrize("run_script", [run_curl, run_python])
def test_a_refusal_stops_the_rest_and_leaves_the_basket_empty(
    run_script: object, coded: Served, tmp_path: Path
) -> None:
    assert callable(run_script)
    refused = OrderRequest(('providerId:"PROD_1"', 'providerId:"nobody has this"')).to_json()
    done = run_script(coded, [refused, request_for(["PROD_10"]).to_json()], tmp_path)
    assert done.returncode == 1
    assert "EmptySelectionException" in done.stdout + done.stderr
    assert sent(coded) == [refused.encode()]
    assert len(coded.archive.requests.of("DELETE", "/order/basket")) == 1


@pytest.mark.parametrize("run_script", [run_curl, run_python])
def test_a_basket_in_use_is_not_ordered_along(run_script: object, coded: Served, tmp_path: Path) -> None:
    assert callable(run_script)
    archive = coded.archive
    user = archive.directory.get(coded.accounts[0].username)
    assert user
    with archive.moment() as now:
        archive.baskets.select(user, archive.catalogue.search('providerId:"PROD_1"', user.groups), {}, now)
    done = run_script(coded, [request_for(["PROD_10"]).to_json()], tmp_path)
    assert done.returncode == 1
    assert "Empty the basket first" in done.stderr
    assert not sent(coded)


@pytest.mark.parametrize("run_script", [run_curl, run_python])
def test_a_lost_verdict_is_said_and_nothing_is_sent_twice(run_script: object, coded: Served, tmp_path: Path) -> None:
    assert callable(run_script)
    coded.archive.scenario = Scenario.GATEWAY_TIMEOUT
    coded.archive.gateway_timeout = 0.01
    done = run_script(coded, [request_for(["PROD_1"]).to_json(), request_for(["PROD_10"]).to_json()], tmp_path)
    assert done.returncode != 0
    assert "the order may exist" in done.stderr
    assert len(sent(coded)) == 1


def test_python_goes_on_with_an_order_that_exists_and_fetches_no_file_twice(coded: Served, tmp_path: Path) -> None:
    body = request_for(["PROD_1"]).to_json()
    first = run_python(coded, [body], tmp_path)
    number = next(tmp_path.glob("files/*")).name
    downloads = len([each for each in coded.archive.requests if "/orders/files/" in each.path])
    again = run_python(coded, [body], tmp_path, number)
    assert first.returncode == again.returncode == 0, again.stdout + again.stderr
    assert len(sent(coded)) == 1
    assert len([each for each in coded.archive.requests if "/orders/files/" in each.path]) == downloads


def follow_scripted(folder: Path, token_for: int, *answers: Answer) -> subprocess.CompletedProcess[str]:
    """Run the Python script, to follow order 812, at an archive that answers so after the sign-in."""
    login = reply(200, {"access_token": "a.b.c", "role": "A ROLE", "expires_in": token_for})
    with scripted_server(login, *answers) as server:
        script = folder / "order.py"
        written = python_script(replace(server.archive, poll_every=0.001), "project1", ["{}"])
        script.write_text(written, encoding="utf-8")
        account = {"REGARDS_USER": "ada", "REGARDS_PASSWORD": "secret", "REGARDS_CLIENT_SECRET": "secret"}
        return subprocess.run(  # noqa: S603 - the script under test
            [sys.executable, str(script), "812"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], **account},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


DONE = reply(200, {"content": {"id": 812, "status": "DONE", "datasetTasks": []}})


def test_python_goes_on_with_its_token_where_the_archive_grants_no_other(tmp_path: Path) -> None:
    done = follow_scripted(tmp_path, 0, reply(403), DONE)
    assert "Order 812: DONE" in done.stdout


@pytest.mark.parametrize("answer", [ConnectionFault.HANG_UP, reply(503)], ids=short_name)
def test_python_asks_again_where_the_archive_did_not_answer(tmp_path: Path, answer: Answer) -> None:
    done = follow_scripted(tmp_path, 3600, answer, DONE)
    assert "Order 812: DONE" in done.stdout


def test_python_says_at_last_that_the_archive_does_not_answer(tmp_path: Path) -> None:
    done = follow_scripted(tmp_path, 3600, ConnectionFault.HANG_UP)
    assert "user/orders/812: the archive does not answer." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("run_script", [run_curl, run_python])
def test_older_archives_are_signed_in_to_with_a_form(
    run_script: object, coded: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(run_script)
    coded.archive.legacy_login = True
    older = replace(settings(coded), legacy_login=True)
    monkeypatch.setitem(globals(), "settings", lambda _: older)
    done = run_script(coded, [request_for(["PROD_1"]).to_json()], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_password_is_tried_once(coded: Served, tmp_path: Path) -> None:
    coded.archive.directory.set_password(coded.accounts[0].username, "another")
    body = request_for(["PROD_1"]).to_json()
    for done in (run_curl(coded, [body], tmp_path), run_python(coded, [body], tmp_path)):
        assert done.returncode == 1
        assert "ACCOUNT_UNKNOWN" in done.stderr
    assert len(coded.archive.requests.of("POST", "/oauth/token")) == 2


@pytest.mark.parametrize("write", [curl_script, python_script])
@pytest.mark.parametrize("variable", ["REGARDS_TOKEN", "REGARDS_API_KEY"])
def test_a_token_or_a_key_is_enough(write: Write, variable: str, coded: Served, tmp_path: Path) -> None:
    who = coded.accounts[0].username
    coded.archive.api_keys = {"the-key": who}
    archive = replace(settings(coded), api_key_header="X-API-Key")
    token = login.sign_in(archive, coded.project, who, PASSWORD).token
    coded.archive.requests.clear()
    body = request_for(["PROD_1"]).to_json()
    script = tmp_path / "script"
    script.write_text(write(archive, coded.project, [body]), encoding="utf-8")
    command = "bash" if write is curl_script else sys.executable
    done = run([command, str(script)], coded, tmp_path, **{variable: token if "TOKEN" in variable else "the-key"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert sent(coded) == [body.encode()]
    assert not coded.archive.requests.of("POST", "/oauth/token")


def run_python_with(secret: str, variable: str, coded: Served, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    coded.archive.api_keys = {"the-key": coded.accounts[0].username}
    archive = replace(settings(coded), api_key_header="X-API-Key")
    script = tmp_path / "order.py"
    script.write_text(python_script(archive, coded.project, [request_for(["PROD_1"]).to_json()]), encoding="utf-8")
    return run([sys.executable, str(script)], coded, tmp_path, **{variable: secret})


@pytest.mark.parametrize(
    ("variable", "secret"),
    [
        ("REGARDS_TOKEN", "no token"),
        ("REGARDS_TOKEN", "no-token"),
        ("REGARDS_TOKEN", "a.b.c"),
        ("REGARDS_TOKEN", "a.é.c"),
        ("REGARDS_TOKEN", "a.\nb.c"),
        ("REGARDS_TOKEN", "a.W10=.c"),  # a list in place of claims
        ("REGARDS_TOKEN", "a.eyJyb2xlIjoiUFVCTElDIn0.c"),  # it names no end
        ("REGARDS_TOKEN", "a.eyJyb2xlIjoiUFVCTElDIiwiZXhwIjoieCJ9.c"),  # its end is no number
        ("REGARDS_TOKEN", " "),
        ("REGARDS_API_KEY", "the key"),
        ("REGARDS_API_KEY", "the-\nkey"),
        ("REGARDS_API_KEY", "the-kéy"),
    ],
)
def test_what_cannot_be_a_token_or_a_key_is_said_and_nothing_is_sent(
    variable: str, secret: str, coded: Served, tmp_path: Path
) -> None:
    done = run_python_with(secret, variable, coded, tmp_path)
    assert done.returncode == 1
    [said] = done.stderr.splitlines()
    assert said.startswith(f"{variable} holds no ")
    assert not list(coded.archive.requests)


def test_spaces_and_line_ends_around_a_key_are_no_part_of_it(coded: Served, tmp_path: Path) -> None:
    done = run_python_with(" the-key\n", "REGARDS_API_KEY", coded, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("write", [curl_script, python_script])
def test_a_key_is_spoken_of_only_where_the_archive_takes_one(write: Write) -> None:
    where = Archive("x", "https://regards.example", "p")
    assert "KEY" not in write(where, "p", ["{}"])
    assert "X-Own-Key" in write(replace(where, api_key_header="X-Own-Key"), "p", ["{}"])


@pytest.mark.parametrize("write", [curl_script, python_script])
def test_a_script_holds_the_settings_of_the_archive_and_no_secret(write: object) -> None:
    assert callable(write)
    where = Archive("x", "https://regards.example", "p", prefix="/other", client_id="our client")
    archive = replace(where, client_secret="hidden-1", ca_bundle="/etc/hidden-2.pem")
    text = write(archive, "p", ['{\n  "queries": []\n}'])
    assert "https://regards.example/other" in text
    assert "our client" in text
    assert "hidden" not in text


def test_the_json_of_a_request_is_python() -> None:
    body = OrderRequest(('"\\ \n\t\x00\x7f\u2028 é 🛰 true null',), (DataType.RAWDATA,), "a\\.b").to_json()
    scope: dict[str, object] = {"__name__": "taken"}
    exec(python_script(Archive("x", "https://x.example", "p"), "p", [body]), scope)  # noqa: S102 - what is tested
    assert [json.dumps(each, ensure_ascii=False, indent=2) for each in scope["ORDERS"]] == [body]  # type: ignore[attr-defined]
