"""The link of the Maps page: it says everything, and nothing in it can do harm."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.maps.layers import MAX_CELLS, axes_of
from app.study.atlas import MAX_SIDE, Atlas, Span
from app.study.atlas_link import MAX_VALUES, fit, settled
from app.study.link import decode, encode
from app.study.quantities import quantities
from app.study.study import Study
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad
from samgs_core.yardsticks import YARDSTICKS
from tests.front.any_page import query_of, texts
from tests.front.maps_page import open_maps
from tests.front.test_link import garbage, studies
from tests.fuzz import examples


@some.composite
def atlases(draw, study):
    """An atlas with axes that the study has."""
    found = list(quantities(study))
    picked = draw(some.permutations(found))[:2]

    def span(quantity):
        low, high = quantity.suggested()
        return Span(quantity.name, low, high, draw(some.integers(2, MAX_VALUES)))

    return Atlas(
        kind=draw(some.sampled_from(["basins", "regimes", "sweep"])),
        side=draw(some.integers(2, MAX_SIDE)),
        metric=draw(some.sampled_from([each.key for each in YARDSTICKS])),
        across=span(picked[0]),
        up=draw(some.sampled_from([None, span(picked[1])])),
    )


@given(studies, some.data())
@examples(100)
def test_every_map_comes_back_from_its_link(study, data):
    atlas = data.draw(atlases(study))
    study = replace(study, atlas=settled(atlas, study))
    query = encode(study)
    assert decode(query) == (study, ())
    assert fit(decode(query).study.atlas, study) == fit(atlas, study)


def test_the_default_map_has_an_empty_link_but_for_the_version():
    assert encode(replace(Study(), atlas=fit(Atlas(), Study()))) == {"v": "1"}
    assert decode({"v": "1"}).study.atlas == Atlas()


def test_a_link_reads_as_its_settings():
    atlas = Atlas(kind="sweep", across=Span("clip", 0.01, 100.0, 9), metric="loss")
    atlas = replace(atlas, up=Span("sam-gs.gamma", 0.0, 0.5, 6))
    assert encode(replace(Study(), atlas=atlas)) == {
        "v": "1",
        "map.kind": "sweep",
        "map.metric": "loss",
        "map.x": "clip,0.01,100,9",
        "map.y": "sam-gs.gamma,0,0.5,6",
    }


BAD = [
    ({"map.kind": "moon"}, "Link: map.kind must be one of basins, regimes, sweep; got “moon”."),
    ({"map.side": "1"}, "Link: map.side must be a whole number in [2, 60]; got “1”."),
    ({"map.side": "9999"}, "Link: map.side must be a whole number in [2, 60]; got “9999”."),
    ({"map.metric": "joy"}, "Link: map.metric must be one of goal, "),
    (
        {"map.x": "gamma"},
        "Link: map.x must be written name,from,to,how many, as in ",
    ),
    ({"map.x": "ls.gamma,0,1,5"}, "Link: map.x must begin with one of ls.w1, ls.w2, "),
    ({"map.x": "sam-gs.gamma,0,2,5"}, "Link: map.x must run upwards within [0, 1]; got “sam-gs."),
    ({"map.x": "sam-gs.gamma,nan,1,5"}, "Link: map.x must be written name,from,to,how many, "),
    ({"map.x": "sam-gs.gamma,0,1,5,9"}, "Link: map.x must be written name,from,to,how many, "),
    ({"map.x": "sam-gs.gamma,0,1,١٢"}, "Link: map.x must be written name,from,to,how many, "),
    ({"map.x": "sam-gs.gamma,0,1," + "9" * 200}, "Link: map.x must have 2 to 101 values; got “s"),
    ({"map.y": "clip,10,1,5"}, "Link: map.y must run upwards within [0.001, 1000]; got “clip,10"),
    ({"map.y": "clip,1,10,500"}, "Link: map.y must have 2 to 101 values; got “clip,1,10,500”."),
    ({"map.hello": "x"}, "Link: map.hello is no setting; it is left out."),
    ({"hello": "x"}, "Link: hello is no setting; it is left out."),
]


@pytest.mark.parametrize(("query", "sentence"), BAD)
def test_a_bad_value_is_named_with_its_rule_and_loses_nothing(query, sentence):
    good = {"v": "1", "steps": "30", "methods": "ls", "sam-gs.gamma": "0.7"}
    study, notices = decode({**good, "methods": "ls,sam-gs", **query})
    assert len(notices) == 1 and notices[0].startswith(sentence)
    assert (study.steps, study.gamma, study.drawn) == (30, 0.7, (LS, SAMGS))


def test_the_page_says_what_a_bad_link_holds():
    page = open_maps({"map.side": "many", "steps": "5", "methods": "ls"})
    assert "Link: map.side must be a whole number in [2, 60]; got “many”." in texts(page)
    assert query_of(page) == {"v": "1", "steps": "5", "methods": "ls"}


names = some.sampled_from(
    ["map", "map.x", "map.y", "map.side", "map.metric", "map.kind", "map.", "methods", "steps"]
)
spans = some.builds(
    "{},{},{},{}".format,
    some.sampled_from(["sam-gs.gamma", "clip", "noise", "optimizer.lr", "landscape.scale1", ""]),
    garbage,
    garbage,
    garbage,
)


@given(some.dictionaries(names, garbage | spans, max_size=5))
@examples(300)
def test_garbage_gives_a_map_and_sentences(query):
    study, notices = decode(query)
    assert decode(encode(study)) == (study, ())
    for notice in notices:
        assert notice.startswith("Link: ") and notice.endswith(".") and len(notice) < 900


def test_a_sweep_has_at_most_so_many_settings():
    atlas = Atlas(across=Span("sam-gs.gamma", 0, 1, 101), up=Span("noise", 0, 1, 25))
    with pytest.raises(ValueError, match=f"at most {MAX_CELLS:,} settings; got 2,525"):
        axes_of(Study(), atlas)


def test_every_number_of_what_is_drawn_can_vary():
    study = replace(Study(), drawn=METHODS)
    found = {each.name: each for each in quantities(study)}
    assert {"sam-gs.gamma", "cagrad.c", "optimizer.lr", "landscape.scale1", "clip", "noise"} <= set(
        found
    )
    assert "sam-gs.variant" not in found
    for quantity in found.values():
        low, high = quantity.suggested()
        for value in quantity.values(low, high, 3):
            changed = quantity.put(study, value)
            assert next(e for e in quantities(changed) if e.name == quantity.name).value == value
    assert set(found) - {each.name for each in quantities(replace(study, drawn=(PCGrad,)))}


def test_values_stand_evenly_on_the_scale_of_their_number():
    found = {each.name: each for each in quantities(Study())}
    assert found["clip"].values(0.01, 100, 5) == (0.01, 0.1, 1.0, 10.0, 100.0, None)
    assert found["sam-gs.gamma"].values(0, 1, 11)[3] == 0.3
