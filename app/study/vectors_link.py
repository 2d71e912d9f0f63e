"""The Vectors page's part of the link: its settings as query parameters, and back."""

from dataclasses import replace

from app.study.reader import Reader, as_text, differences, number
from app.study.vectors import MAX_ENTRY, TASKS, Vector, VectorsSettings, check_vector
from samgs_core import Method
from samgs_core.methods import METHODS

PREFIX = "vectors."
"""How the names of these query parameters begin."""
GRADS = ("g1", "g2", "g3")
NONE = "none"


def encode_vectors(settings: VectorsSettings) -> dict[str, str]:
    """The query parameters of the settings; whatever equals the default is left out."""
    plain = VectorsSettings()
    query = {
        PREFIX + name: vector_text(getattr(settings, name))
        for name in GRADS
        if getattr(settings, name) != getattr(plain, name)
    }
    if settings.drawn != plain.drawn:
        query[f"{PREFIX}methods"] = ",".join(each.key for each in settings.drawn) or "none"
    if settings.big is not None:
        query[f"{PREFIX}big"] = settings.big.key
    return query | differences(PREFIX, settings, plain)


def read_vectors(reader: Reader) -> VectorsSettings:
    """The settings that a link says."""
    settings = VectorsSettings()
    for name in GRADS:
        text = reader.left.pop(PREFIX + name, None)
        if text == NONE and name == "g3":
            settings = replace(settings, g3=None)
        elif text is not None:
            try:
                settings = replace(settings, **{name: read_vector(text)})  # type: ignore[arg-type]
            except ValueError:
                rule = f"be two numbers within ±{MAX_ENTRY:g} written x,y, as in -1,0.5"
                reader.refuse(PREFIX + name, rule, text)
    settings = replace(settings, drawn=reader.some_of(f"{PREFIX}methods", METHODS, settings.drawn))
    settings = replace(settings, big=_big(reader))
    return _with_room(reader, reader.fields(PREFIX, settings))


def vector_text(vector: Vector | None) -> str:
    """A vector as in the link."""
    if vector is None:
        return NONE
    return ",".join(as_text(float(value)) for value in vector)


def read_vector(text: str) -> Vector:
    """A vector as written in a link; raises ``ValueError`` if it is none."""
    x, y = text.split(",")
    return check_vector("vector", (number(x), number(y)))


def _big(reader: Reader) -> type[Method] | None:
    key = reader.left.get(f"{PREFIX}big", NONE)
    if key == NONE:
        reader.left.pop(f"{PREFIX}big", None)
        return None
    big = reader.one_of(f"{PREFIX}big", METHODS, METHODS[0])
    return big if big.key == key else None


def _with_room(reader: Reader, settings: VectorsSettings) -> VectorsSettings:
    """The settings with losses above their lower bounds."""
    plain = VectorsSettings()
    for task in TASKS:
        loss, bound = f"loss{task}", f"bound{task}"
        if not settings.has_room(task):
            rule = f"lie above its lower bound {as_text(getattr(settings, bound))}"
            reader.refuse(PREFIX + loss, rule, as_text(getattr(settings, loss)))
            usual = {name: getattr(plain, name) for name in (loss, bound)}
            settings = replace(settings, **usual)
    return settings
