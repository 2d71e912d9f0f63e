"""Links and questions that nobody means to write: each is read as meant, or refused."""

import time
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.runs.stop import route as stop_route
from app.scene.files import version
from app.scene.routes import PLACE, routes
from app.study.asked import MAX_QUERY
from app.study.link import decode, encode
from app.study.reader import HOW, MAX_NOTICES
from app.study.remarks import cut, twice
from app.study.study import Study
from samgs_core.methods import METHODS
from samgs_core.optimizers import OPTIMIZERS
from tests.front.any_page import open_at, texts
from tests.front.asking import ask
from tests.fuzz import examples

MANY = "9" * 400
NO_NUMBERS = ("١٢", "１２", "²", "1_000", " 12", "12 ", "0x10", "−5", "nan", "inf", "1\x002")
NO_NUMBERS += ("\ud800", "", "--1", "1e", ".", "e5", "1,5", "1 000", "+", "½", "\u202e12")
SETTINGS = sorted(
    {"v", "landscape", "optimizer", "methods", "starts", "focus-method", "method", "map.x", "map.y"}
    | {"recon.method", "recon.split", "landscape.l1", "landscape.scale1", "recon.layer"}
    | {each.name for each in Study.declared()}
    | {f"{method.key}.{each.name}" for method in METHODS for each in method.declared()}
    | {f"optimizer.{each.name}" for kind in OPTIMIZERS for each in kind.declared()}
    | {f"screen.{each}" for each in ("predict", "projector", "hide", "lock", "beside")}
    | {f"map.{each.name}" for each in type(Study().atlas).declared()}
    | {f"recon.{each.name}" for each in type(Study().recon).declared()}
    | {f"recon.{each.name}" for each in type(Study().recon.plan).declared()}
)
TOLD = ["scores,pages", "starts", "clip,none", "clip,clip", "sam-gs.gamma,0.7", "yes"]
KEYS = [each.key for each in (*METHODS, *OPTIMIZERS)]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("name", ["steps", "seed", "sam-gs.gamma", "recon.k", "map.side"])
def test_what_is_no_plain_number_is_refused_with_how_numbers_are_written(name, text):
    study, (notice,) = decode({name: text})
    assert study == Study()
    assert notice.startswith(f"Link: {name} must be a ") and HOW in notice


@pytest.mark.parametrize("text", [MANY, "-" + MANY, "1e400", "-1e400", "4294967296", "1.5"])
def test_a_number_out_of_range_is_refused_with_the_range(text):
    study, notices = decode({"seed": text})
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    rule = "Link: seed must be a whole number in [0, 4294967295]"
    assert (study, notices) == (Study(), (f"{rule}; got “{shown}”. The default is used.",))


@pytest.mark.parametrize(
    ("text", "steps"), [("+5", 5), ("007", 7), ("1e3", 1_000), ("12.0", 12), ("2.5e1", 25)]
)
def test_a_whole_number_may_be_written_as_numbers_are(text, steps):
    assert decode({"steps": text}) == (Study(steps=steps), ())


@pytest.mark.parametrize("text", ["١,٢", "1_0,2", " 1,2", "nan,nan", "inf,0", MANY + ",1", "1,2;"])
def test_starts_are_plain_numbers_too(text):
    study, (notice,) = decode({"starts": text})
    assert study == Study()
    assert notice.startswith("Link: starts must be 1 to 24 points written x,y;x,y within ±100; got")


@pytest.mark.parametrize("text", ["١", " 1", "1_", MANY, "1,1", "2,1", "0", "nan"])
def test_a_split_is_plain_numbers_too(text):
    study, (notice,) = decode({"recon.split": text})
    assert study == Study() and notice.startswith("Link: recon.split must be none or ascending")


@pytest.mark.parametrize(
    "query", [{f"name{i}": "x" for i in range(1_000)}, {"methods": "x," * 900 + "ls"}]
)
def test_a_link_full_of_nonsense_gets_some_sentences_and_their_number(query):
    began = time.perf_counter()
    notices = decode(query).notices
    assert time.perf_counter() - began < 0.5
    assert len(notices) == MAX_NOTICES
    n_more = max(len(query), 900) - MAX_NOTICES + 1
    assert notices[-1] == f"Link: {n_more} more parts of it could not be used."


def test_a_setting_that_is_said_twice_is_named():
    said = [("steps", "5"), ("seed", "1"), ("steps", "7")]
    assert twice(said) == ("Link: “steps” is said more than once. The last value is used.",)
    assert twice(said[:2]) == ()
    (sentence,) = twice([(f"name{i}", "x") for i in range(7)] * 2)
    assert "“name4” and 2 more are said more than once." in sentence


CUT = {
    "focus": ({"starts": "1,1;2,2", "focus": "3"}, "at most 2, the number of starts", "focus", 2),
    "t": ({"steps": "50", "t": "51"}, "at most 50, the number of steps", "t", 50),
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_beyond_the_starts_or_the_steps_is_said(name):
    query, rule, field, used = CUT[name]
    study, notices = decode(query)
    assert (getattr(study, field), notices) == (used, ())
    sentence = f"Link: {name} must be {rule}; got “{query[name]}”."
    assert cut(query, study) == (f"{sentence} The most is used.",)
    assert cut(query | {name: str(used)}, study) == ()
    page = open_at("explore", {"methods": "none", "steps": "20"} | query)
    assert sentence in texts(page)
    answer = asked("study", query)
    assert (answer.status, answer.body.decode()) == (400, sentence)


@pytest.mark.parametrize("text", ["", "x", "-1", "25", MANY, "1e400", "2.5", "٣"])
def test_what_is_refused_is_not_said_to_be_cut(text):
    study, notices = decode({"focus": text})
    assert len(notices) == 1 and cut({"focus": text}, study) == ()


def test_a_question_that_says_a_setting_twice_is_refused():
    answer = asked("ground", "steps=5&steps=7")
    assert (answer.status, answer.body.decode()) == (400, "Link: “steps” is said more than once.")


def asked(name, query, method="GET"):
    text = query if isinstance(query, str) else urlencode(query, errors="surrogatepass")
    return ask([*routes(), stop_route()], f"/{PLACE}/{version()}/{name}", text, method)


REFUSED = {
    "steps": MANY,
    "seed": "١",
    "t": "-1",
    "play": "maybe",
    "method": "moon",
    "focus-method": "moon",
    "map.x": "gamma",
    "map.side": "1e9",
    "recon.k": "0",
    "starts": "1,2;",
    "landscape": "moon",
    "landscape.scale1": "nan",
    "hello": "x",
}


@pytest.mark.parametrize("name", ["study", "ground", "detail", "preview"])
@pytest.mark.parametrize("setting", REFUSED)
def test_a_question_about_no_study_is_refused_with_the_setting_s_name(name, setting):
    query = {"steps": "5", "of": "ls", "start": "0"} | {setting: REFUSED[setting]}
    answer = asked(name, query)
    assert answer.status == 400
    told = answer.body.decode()
    assert told.startswith(f"Link: {setting} ") and "default" not in told


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"of": "ls", "start": MANY}, "start must lie in [0, 6]"),
        ({"of": "ls", "start": "٣"}, "start must lie in [0, 6]"),
        ({"of": "\ud800", "start": "0"}, "of must be the key of a drawn method"),
    ],
)
def test_what_a_question_says_beside_its_study_is_named(query, field):
    answer = asked("detail", {"steps": "5"} | query)
    assert answer.status == 400 and answer.body.decode().startswith(field)


def test_a_question_that_is_too_long_is_refused():
    answer = asked("ground", "x=" + "1" * MAX_QUERY)
    assert answer.status == 414
    assert answer.body.decode() == (
        f"A question must have at most {MAX_QUERY} characters; got {MAX_QUERY + 2}."
    )


@pytest.mark.parametrize("name", ["", "..", "%2e%2e/app", "a" * 9_000, "٣", "nothing.js"])
def test_no_other_file_is_there(name):
    assert asked(name, "").status == 404
    stopped = ask([stop_route()], f"/stop/{name or 'x'}", "", "POST")
    assert stopped.status == 404


odd_texts = some.one_of(
    some.text(max_size=40),
    some.sampled_from([*NO_NUMBERS, MANY, "1e400", "none", "9" * 2_001, *KEYS, *TOLD]),
    some.floats().map(repr),
    some.integers(-10, 60_000).map(str),
    some.tuples(*[some.floats(-99, 99)] * 2).map(lambda point: f"{point[0]},{point[1]}"),
    some.tuples(some.sampled_from(SETTINGS), some.floats(), some.floats(), some.integers()).map(
        lambda span: ",".join(map(str, span))
    ),
)
odd_links = some.dictionaries(some.sampled_from(SETTINGS) | some.text(max_size=9), odd_texts)


@given(odd_links)
@examples(150)
def test_any_link_is_a_study_whose_own_link_says_the_same(query):
    study, notices = decode(query)
    assert decode(encode(study)) == (study, ())
    assert all(notice.startswith("Link: ") and notice.endswith(".") for notice in notices)
    assert study != Study() or notices or encode(decode(query).study) == {"v": "1"}


@given(some.sampled_from(["study", "ground", "detail", "preview"]), odd_links, odd_texts, odd_texts)
@examples(40)
def test_any_question_is_answered_or_refused_in_words(name, query, of, start):
    answer = asked(name, query | {"of": of, "start": start, "steps": "3", "hello": "x"})
    assert answer.status == 400 and answer.body.decode().endswith(".")
