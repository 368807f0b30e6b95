"""Settings in secrets.toml and in the environment, and the messages for wrong ones."""

import re
import sys

import pytest

from components.regards.settings import Account, Archive, Guests, OrderThrough, Settings, SettingsError, read

URL = "https://regards.example.org"
ARCHIVES: dict[str, object] = {"archives": {"swot": {"url": URL, "project": "swot"}}}


def one(section: dict[str, object], environment: dict[str, str] | None = None, name: str = "swot") -> Archive:
    (archive,) = read({"archives": {name: section}}, environment or {}).archives
    return archive


def test_without_any_settings_only_the_demo_archive_is_offered() -> None:
    assert read({}, {}) == Settings(archives=(), demo=True)


def test_an_archive_needs_no_more_than_its_address_and_project() -> None:
    assert read(ARCHIVES, {}).archives == (Archive("swot", URL, "swot"),)


def test_every_archive_is_offered_in_the_order_written() -> None:
    sections = {name: {"url": URL, "project": name} for name in ("zulu", "alpha", "mike")}
    assert [archive.name for archive in read({"archives": sections}, {}).archives] == ["zulu", "alpha", "mike"]


def test_the_client_of_the_token_endpoint_is_regards_default_unless_written() -> None:
    archive = Archive("swot", URL, "swot")
    assert (archive.client_id, archive.client_secret) == ("client", "secret")
    other = one({"url": URL, "project": "p", "client_id": "desk", "client_secret": "s3"})
    assert (other.client_id, other.client_secret) == ("desk", "s3")


@pytest.mark.parametrize("url", [URL, URL + "/"])
@pytest.mark.parametrize("prefix", ["/api/v1", "api/v1/"])
def test_calls_begin_with_address_and_prefix_for_any_slashes(url: str, prefix: str) -> None:
    assert Archive("swot", url, "swot", prefix).base_url == URL + "/api/v1"


def test_an_address_may_have_a_path_of_its_own() -> None:
    assert Archive("swot", URL + "/regards", "swot").base_url == URL + "/regards/api/v1"


def test_without_a_prefix_calls_begin_with_the_address() -> None:
    assert Archive("swot", URL, "swot", prefix="").base_url == URL


def test_the_environment_overrides_a_key() -> None:
    assert one({"url": URL, "project": "p"}, {"ORDER_DESK_ARCHIVES_SWOT_URL": "https://here:8080"}).url == (
        "https://here:8080"
    )


def test_the_environment_completes_a_section() -> None:
    assert one({"url": URL}, {"ORDER_DESK_ARCHIVES_SWOT_PROJECT": "p"}).project == "p"


def test_the_environment_of_another_archive_is_not_taken() -> None:
    assert one({"url": URL, "project": "p"}, {"ORDER_DESK_ARCHIVES_SWOT2_URL": "https://here"}).url == URL


def test_characters_that_no_variable_may_hold_are_written_as_underscores() -> None:
    variable = "ORDER_DESK_ARCHIVES_MY_SWOT__TEST__PROJECT"
    assert one({"url": URL, "project": "p"}, {variable: "q"}, name="my-swot (test)").project == "q"


def test_edges_of_values_are_trimmed() -> None:
    assert one({"url": f" {URL} ", "project": " p\n"}) == Archive("swot", URL, "p")


@pytest.mark.parametrize("written", ["off", "OFF", "no", "0", "false", False])
def test_the_demo_archive_can_be_switched_off(written: object) -> None:
    assert not read({"demo": written}, {}).demo


@pytest.mark.parametrize("written", ["on", "Yes", "1", "true", True])
def test_the_demo_archive_can_be_switched_on_in_words(written: object) -> None:
    assert read({"demo": written}, {}).demo


def test_the_environment_switches_the_demo_archive_against_the_file() -> None:
    assert not read({"demo": True}, {"ORDER_DESK_DEMO": "off"}).demo
    assert read({"demo": False}, {"ORDER_DESK_DEMO": "on"}).demo


def test_the_legacy_login_is_off_unless_switched_on() -> None:
    assert not one({"url": URL, "project": "p"}).legacy_login
    assert one({"url": URL, "project": "p", "legacy_login": True}).legacy_login
    assert one({"url": URL, "project": "p"}, {"ORDER_DESK_ARCHIVES_SWOT_LEGACY_LOGIN": "on"}).legacy_login


def test_long_lists_are_cut_as_the_contract_advises_unless_written() -> None:
    archive = one({"url": URL, "project": "p"})
    assert (archive.identifiers_per_query, archive.identifiers_per_order) == (200, 2_000)


BOUNDS = [
    ("identifiers_per_query", 500),
    ("identifiers_per_order", 50_000),
    ("poll_every", 3_600),
    ("largest_unannounced_file", 100_000),
]


@pytest.mark.parametrize(("key", "most"), BOUNDS)
def test_how_long_lists_are_cut_can_be_written_up_to_both_bounds(key: str, most: int) -> None:
    for number in (1, 7, most):
        assert getattr(one({"url": URL, "project": "p", key: number}), key) == number
        variable = {f"ORDER_DESK_ARCHIVES_SWOT_{key.upper()}": str(number)}
        assert getattr(one({"url": URL, "project": "p", key: 3}, variable), key) == number


def test_the_longest_list_that_is_checked_at_once_may_be_none_at_all() -> None:
    assert one({"url": URL, "project": "p"}).checked_at_once == 1_000
    assert one({"url": URL, "project": "p", "checked_at_once": 0}).checked_at_once == 0
    with pytest.raises(SettingsError) as named:
        one({"url": URL, "project": "p", "checked_at_once": 10_001})
    assert str(named.value) == "archives.swot.checked_at_once: write a whole number from 0 to 10000. Found: 10001"


@pytest.mark.parametrize(("key", "most"), BOUNDS)
@pytest.mark.parametrize(
    "wrong",
    [
        0,
        -1,
        1.5,
        2.0,
        True,
        False,
        "",
        "many",
        "1e2",
        "+5",
        "²",
        pytest.param("9" * 5_000, id="many digits"),
        pytest.param(10**5_000, id="a huge number"),
        None,
        [5],
    ],
)
def test_a_length_that_is_no_whole_number_of_at_least_one_is_named(key: str, most: int, wrong: object) -> None:
    with pytest.raises(SettingsError) as named:
        one({"url": URL, "project": "p", key: wrong})
    assert str(named.value).startswith(f"archives.swot.{key}: write a whole number from 1 to {most}. Found: ")


@pytest.mark.parametrize(("key", "most"), BOUNDS)
def test_one_more_than_the_bound_is_refused(key: str, most: int) -> None:
    with pytest.raises(SettingsError, match=rf"^archives\.swot\.{key}: .* to {most}\. Found: {most + 1}$"):
        one({"url": URL, "project": "p", key: most + 1})


def test_nothing_is_delivered_into_a_folder_unless_one_is_written() -> None:
    assert one({"url": URL, "project": "p"}).delivery_folder == ""


def test_a_delivery_folder_at_the_top_is_for_all_archives_and_the_demo_archive() -> None:
    settings = read({"delivery_folder": "/srv/orders", **ARCHIVES}, {})
    assert (settings.delivery_folder, settings.archives[0].delivery_folder) == ("/srv/orders", "/srv/orders")


@pytest.mark.parametrize("own", ["/srv/swot", ""])
def test_an_archive_may_have_a_delivery_folder_of_its_own_or_none(own: str) -> None:
    section = {"url": URL, "project": "p", "delivery_folder": own}
    (archive,) = read({"delivery_folder": "/srv/orders", "archives": {"swot": section}}, {}).archives
    assert archive.delivery_folder == own


def test_the_environment_names_delivery_folders() -> None:
    general, own = {"ORDER_DESK_DELIVERY_FOLDER": "/srv/all"}, {"ORDER_DESK_ARCHIVES_SWOT_DELIVERY_FOLDER": "/srv/one"}
    assert read({"delivery_folder": "/srv/orders", **ARCHIVES}, general).archives[0].delivery_folder == "/srv/all"
    assert read(ARCHIVES, general | own).archives[0].delivery_folder == "/srv/one"


def test_orders_are_kept_in_a_file_of_the_working_directory_unless_a_database_is_named() -> None:
    assert read({}, {}).order_book == "sqlite:///.order-desk/orders.db"
    assert read({"order_book": "sqlite:////srv/a.db"}, {}).order_book == "sqlite:////srv/a.db"
    assert read({"order_book": "sqlite:////srv/a.db"}, {"ORDER_DESK_ORDER_BOOK": "sqlite://"}).order_book == "sqlite://"


@pytest.mark.parametrize("address", ["", "orders.db", "nodatabase://host/name", "postgresql://me:hush@host:hush/name"])
def test_what_is_no_address_of_a_database_is_refused_without_repeating_its_password(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^order_book: write an address such as sqlite:///") as wrong:
        read({"order_book": address}, {})
    assert "hush" not in str(wrong.value)
    assert wrong.value.__suppress_context__


def test_a_database_whose_driver_is_not_installed_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"^order_book: .* “psycopg”: install it\.$"):
        read({"order_book": "postgresql+psycopg://host/name"}, {})


@pytest.mark.parametrize(
    ("secrets", "named"),
    [
        ({"delivery_folder": "orders"}, "delivery_folder"),
        ({"delivery_folder": "~/orders"}, "delivery_folder"),
        ({"delivery_folder": True}, "delivery_folder"),
        ({"archives": {"swot": {"url": URL, "project": "p", "delivery_folder": "x"}}}, "archives.swot.delivery_folder"),
        ({"order_book": 5}, "order_book"),
        ({"archives": {"swot": {"project": "p"}}}, "archives.swot.url"),
        ({"archives": {"swot": {"url": URL}}}, "archives.swot.project"),
        ({"archives": {"swot": {"url": URL, "project": "  "}}}, "archives.swot.project"),
        ({"archives": {"swot": {"url": URL, "project": "p", "projet": "q"}}}, "archives.swot.projet"),
        ({"archives": {"swot": {"url": URL, "project": "p", "guests": []}}}, "archives.swot.guests"),
        ({"archives": {"swot": {"url": URL, "project": 5}}}, "archives.swot.project"),
        ({"archives": {"swot": {"url": URL, "project": "p", "legacy_login": "maybe"}}}, "archives.swot.legacy_login"),
        ({"archives": {"swot": URL}}, "archives.swot"),
        ({"archives": URL}, "archives"),
        ({"demo": "perhaps"}, "demo"),
        ({"demo": 1}, "demo"),
    ],
)
def test_a_wrong_setting_is_named(secrets: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        read(secrets, {})
    assert str(wrong.value).startswith(named + ":")


@pytest.mark.parametrize(
    "url",
    [
        "regards.example.org",
        "ftp://regards.example.org",
        "https://",
        "https://me:pw@regards.example.org",
        f"{URL}?a=b",
        f"{URL}#top",
        f"{URL}?",
        f"{URL}#",
        "https://@regards.example.org",
        "http://[::1",
        f"{URL}:99999",
        f"{URL}:port",
    ],
)
def test_an_address_that_cannot_be_an_archive_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.url:"):
        one({"url": url, "project": "p"})


@pytest.mark.parametrize("url", [URL, "http://localhost:8080", "https://[::1]:8443/regards/"])
def test_an_address_that_can_be_an_archive_is_accepted(url: str) -> None:
    assert one({"url": url, "project": "p"}).url == url


@pytest.mark.parametrize("prefix", ["/api?x=", "/api#"])
def test_a_prefix_that_would_end_the_path_is_refused(prefix: str) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.prefix:"):
        one({"url": URL, "project": "p", "prefix": prefix})


def test_a_password_is_not_sent_unencrypted_to_another_machine_unless_that_is_written() -> None:
    section: dict[str, object] = {"url": "http://regards.example.org", "project": "p"}
    with pytest.raises(SettingsError, match=r"^archives\.swot\.url: passwords would travel unencrypted"):
        one(section)
    assert one({**section, "plain_http": True}).url == "http://regards.example.org"


def test_the_public_address_is_scheme_host_and_port_alone() -> None:
    assert read({"public_address": "https://orders.example.org/"}, {}).public_address == "https://orders.example.org"
    for wrong in ("orders.example.org", "https://orders.example.org/desk", "https://me@orders.example.org"):
        with pytest.raises(SettingsError, match=r"^public_address:"):
            read({"public_address": wrong}, {})


@pytest.mark.parametrize(
    "section",
    [{"url": "https://me:hush@regards.example.org", "project": "p"}, {"url": URL, "project": "p", "client_secret": 5}],
)
def test_a_wrong_value_that_may_hold_a_password_is_not_repeated(section: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as wrong:
        one(section)
    assert "Found" not in str(wrong.value)


def test_a_wrong_value_is_cut() -> None:
    with pytest.raises(SettingsError) as wrong:
        one({"url": "x" * 10_000, "project": "p"})
    assert len(str(wrong.value)) < 200


def test_secrets_never_show_in_what_is_printed() -> None:
    archive = Archive("swot", URL, "swot", client_secret="hush", guests=Guests(lambda: Account("guest", "whisper")))
    shown = repr(archive) + repr(Settings((archive,), order_book="postgresql://me:hush@host/name"))
    assert "hush" not in shown
    assert "whisper" not in shown


# Ways in, and who asks


@pytest.mark.parametrize(
    ("written", "offered"),
    [("p", ("p",)), ("p, q", ("p", "q")), (["p", " q ", "p"], ("p", "q")), (["q", "p"], ("q", "p"))],
)
def test_one_project_or_several_are_offered_and_the_first_is_proposed(
    written: object, offered: tuple[str, ...]
) -> None:
    archive = one({"url": URL, "project": written})
    assert (archive.projects, archive.project) == (offered, offered[0])


@pytest.mark.parametrize("written", ["", " , ", []])
def test_an_archive_without_any_project_is_refused(written: object) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.project: is missing"):
        one({"url": URL, "project": written})


def test_no_key_is_taken_unless_its_header_is_written() -> None:
    assert one({"url": URL, "project": "p"}).api_key_header == ""
    assert one({"url": URL, "project": "p", "api_key_header": "X-API-Key"}).api_key_header == "X-API-Key"


@pytest.mark.parametrize("written", ["X API Key", "X-API-Key: ", "é", "a\nb"])
def test_a_header_for_keys_is_the_name_of_a_header(written: str) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.api_key_header: .*X-API-Key"):
        one({"url": URL, "project": "p", "api_key_header": written})


@pytest.mark.parametrize("written", ["", "browser", "folder"])
def test_the_way_to_get_files_that_is_offered_first_can_be_written(written: str) -> None:
    assert one({"url": URL, "project": "p"}).first_way == ""
    assert one({"url": URL, "project": "p", "first_way": written}).first_way == written


def test_another_first_way_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.first_way: write browser or folder"):
        one({"url": URL, "project": "p", "first_way": "program"})


def test_whether_a_folder_passes_away_is_no_setting() -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.folder_passes: no such key"):
        one({"url": URL, "project": "p", "folder_passes": True})


def test_the_desk_names_itself_with_its_version() -> None:
    assert re.fullmatch(r"regards-order-desk/\d+\.\d+\.\d+", Archive("swot", URL, "p").user_agent)


def test_the_address_in_its_name_is_the_desks_own_where_that_is_known() -> None:
    (archive,) = read({**ARCHIVES, "public_address": "https://orders.example.org"}, {}).archives
    assert archive.user_agent.endswith(" (+https://orders.example.org)")


def test_another_name_can_be_written() -> None:
    assert one({"url": URL, "project": "p", "user_agent": "curl/8"}).user_agent == "curl/8"


@pytest.mark.parametrize("written", ["a\nb", "Bestelltisch für alle"])
def test_a_name_that_no_header_can_hold_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.user_agent: "):
        one({"url": URL, "project": "p", "user_agent": written})


# The way of orders


def test_orders_go_by_one_call_unless_the_settings_say_through_the_basket() -> None:
    section: dict[str, object] = {"url": URL, "project": "p"}
    assert one(section).order_through is OrderThrough.APPLY
    assert one({**section, "order_through": "basket"}).order_through is OrderThrough.BASKET
    assert one({**section, "order_through": " Apply "}).order_through is OrderThrough.APPLY


def test_the_environment_chooses_the_way() -> None:
    chosen = one({"url": URL, "project": "p"}, {"ORDER_DESK_ARCHIVES_SWOT_ORDER_THROUGH": "basket"})
    assert chosen.order_through is OrderThrough.BASKET


def test_the_way_at_the_top_is_that_of_archives_that_name_none_and_of_the_demo_archive() -> None:
    sections = {"one": {"url": URL, "project": "p"}, "other": {"url": URL, "project": "p", "order_through": "apply"}}
    chosen = read({"archives": sections, "order_through": "basket"}, {})
    assert chosen.order_through is OrderThrough.BASKET
    assert [each.order_through for each in chosen.archives] == [OrderThrough.BASKET, OrderThrough.APPLY]
    with pytest.raises(SettingsError, match=r"^order_through: write"):
        read({"order_through": "cart"}, {})


@pytest.mark.parametrize("wrong", ["cart", "", True])
def test_another_way_is_named_with_those_that_there_are(wrong: object) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.swot\.order_through: write .*") as raised:
        one({"url": URL, "project": "p", "order_through": wrong})
    if isinstance(wrong, str):
        assert f'write "apply" or "basket". Found: {wrong!r}' in str(raised.value)
