"""The link is the state: a study as query parameters, and back; whatever is a default is left out.

Each part of a study is written and read by a pair of functions of its own; ``app.study.put``
takes the link and the widgets of a page for two views of the one study.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from app.study.atlas_link import encode_atlas, read_atlas
from app.study.beside import alone, fit, setting_of, with_beside
from app.study.landscapes import PICKABLE
from app.study.lesson import encode_lesson, read_lesson
from app.study.reader import VERSION, Reader, as_text, differences, number
from app.study.recon_link import encode_recon, read_recon
from app.study.screen_link import BESIDE, encode_screen, read_screen
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from app.study.train_link import encode_train, read_train
from app.study.vectors_link import encode_vectors, read_vectors
from app.study.yours_link import encode_yours, read_yours
from samgs_core import OPTIMIZERS, Method, Optimizer
from samgs_core.methods import METHODS

FOCUSED, CARD = "focus-method", "method"
"""The parameters of the focused method, and of the open card on the page of the methods."""


T = TypeVar("T")


class Linked(NamedTuple):
    """What a link says: a study, and a sentence for everything that could not be used."""

    study: Study
    notices: tuple[str, ...]


def encode(study: Study) -> dict[str, str]:
    """The query parameters of a study; whatever equals the default is left out."""
    return dict(_encoded(study))


@cache
def _as_built(kind: Callable[[], T]) -> T:
    """What is built of nothing but defaults: it never changes, and building it checks them all."""
    return kind()


@lru_cache(maxsize=1024)
def _encoded(study: Study) -> Mapping[str, str]:
    plain = _as_built(Study)
    query = {"v": VERSION}
    if type(study.landscape) is not type(plain.landscape):
        query["landscape"] = study.landscape.key
    query |= differences("landscape.", study.landscape, _as_built(type(study.landscape)))
    if study.starts is not None:
        query["starts"] = starts_text(study.starts)
    if study.drawn != plain.drawn:
        query["methods"] = ",".join(method.key for method in study.drawn_methods) or "none"
    for method in study.methods:
        query |= differences(f"{method.key}.", method, _as_built(type(method)))
    if type(study.optimizer) is not type(plain.optimizer):
        query["optimizer"] = study.optimizer.key
    query |= differences("optimizer.", study.optimizer, plain_optimizer(type(study.optimizer)))
    query |= differences("", study, plain)
    if study.focused is not plain.focused:
        query[FOCUSED] = study.focused.key
    if study.card is not None:
        query[CARD] = study.card.key
    query |= encode_atlas(study) | encode_recon(study.recon)
    query |= encode_vectors(study.vectors) | encode_train(study.train) | encode_yours(study.yours)
    query |= encode_lesson(study.lesson)
    return query | encode_screen(fit(study).screen)


def decode(query: Mapping[str, str]) -> Linked:
    """The study a link describes. Never raises: what cannot be used falls back to its default."""
    reader, plain = Reader(query), _as_built(Study)
    reader.version()
    landscape = reader.one_of("landscape", PICKABLE, type(plain.landscape))()
    kind = reader.one_of("optimizer", OPTIMIZERS, type(plain.optimizer))
    study = replace(
        plain,
        landscape=reader.fields("landscape.", landscape),
        optimizer=reader.fields("optimizer.", plain_optimizer(kind)),
        methods=tuple(reader.fields(f"{method.key}.", method) for method in plain.methods),
        drawn=reader.some_of("methods", METHODS, plain.drawn),
        focused=reader.one_of(FOCUSED, METHODS, plain.focused),
        card=_card(reader),
        recon=read_recon(reader),
        vectors=read_vectors(reader),
        lesson=read_lesson(reader),
        train=read_train(reader),
        yours=read_yours(reader),
        screen=read_screen(reader),
    )
    study = reader.fields("", _with_starts(reader, study))
    study = replace(study, atlas=read_atlas(reader, study))
    study = _with_beside(reader, study)
    return Linked(study, reader.sentences())


def with_setting(study: Study, name: str, value: object) -> Study:
    """The study with one setting, named as in the link; as it was if that cannot have the value."""
    linked = decode({**encode(study), name: as_text(value)})
    return study if linked.notices else linked.study


def link_of(study: Study) -> str:
    """The study as the query of a link: what the scene's routes are asked for."""
    return urlencode(encode(study))


def starts_text(starts: tuple[tuple[float, ...], ...]) -> str:
    """Starts as text: coordinates separated by commas, points by semicolons."""
    return ";".join(",".join(as_text(value) for value in point) for point in starts)


def plain_optimizer(kind: type[Optimizer]) -> Optimizer:
    """The outer optimiser of this class with the values that a link leaves out."""
    plain = _as_built(Study).optimizer
    return plain if type(plain) is kind else kind()


def _card(reader: Reader) -> type[Method] | None:
    if CARD not in reader.left:
        return None
    key = reader.left[CARD]
    card = reader.one_of(CARD, METHODS, METHODS[0])
    return card if card.key == key else None


def _with_beside(reader: Reader, study: Study) -> Study:
    text = reader.left.pop(BESIDE, None)
    if text is None:
        return study
    name, _, value = text.partition(",")
    other = decode({**encode(study), name: value})
    setting = setting_of(other.study, name)
    if setting is None or other.notices:
        reader.refuse(BESIDE, "be a setting and another value of it, as in clip,none", text)
        return study
    return with_beside(study, setting)


def study_beside(study: Study) -> Study | None:
    """The study that stands beside this one; None if none does."""
    second = fit(study).screen.beside
    return None if second is None else with_setting(alone(study), *second)


def _with_starts(reader: Reader, study: Study) -> Study:
    text = reader.left.pop("starts", None)
    if text is None:
        return study
    try:
        points = tuple(
            tuple(number(value) for value in point.split(",")) for point in text.split(";")
        )
        return replace(study, starts=points)
    except ValueError:
        rule = f"be 1 to {MAX_STARTS} points written x,y;x,y within ±{MAX_COORDINATE:g}"
        reader.refuse("starts", rule, text)
        return study
