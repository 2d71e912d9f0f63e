"""The part of the link that the page Train has, and back."""

from dataclasses import replace

from app.study.reader import Reader, differences
from app.study.train import TrainSettings, plain_method
from samgs_core.benchmark.glance import layer_names
from samgs_core.benchmark.problem import Benchmark
from samgs_core.methods import METHODS
from synthetic import BENCHMARKS

PREFIX = "train."
"""How the names of these query parameters begin."""
PLAIN = TrainSettings()
BENCHMARK, DRAWN, FOCUSED, SPLIT = (
    f"{PREFIX}{name}" for name in ("benchmark", "methods", "focus-method", "split")
)


def encode_train(settings: TrainSettings) -> dict[str, str]:
    """The query parameters of the settings; whatever equals the default is left out."""
    if settings == PLAIN:
        return {}
    benchmark, query = settings.benchmark, {}
    if type(benchmark) is not type(PLAIN.benchmark):
        query[BENCHMARK] = benchmark.key
    query |= differences(of_benchmark(benchmark), benchmark, type(benchmark)())
    if settings.drawn != PLAIN.drawn:
        query[DRAWN] = ",".join(kind.key for kind in settings.drawn) or "none"
    for method in settings.methods:
        query |= differences(f"{PREFIX}{method.key}.", method, plain_method(type(method)))
    if settings.focused is not PLAIN.focused:
        query[FOCUSED] = settings.focused.key
    if settings.split:
        query[SPLIT] = ",".join(settings.split)
    return query | differences(PREFIX, settings, PLAIN)


def read_train(reader: Reader) -> TrainSettings:
    """The settings that a link says."""
    benchmark = reader.one_of(BENCHMARK, BENCHMARKS, type(PLAIN.benchmark))()
    settings = replace(
        PLAIN,
        benchmark=reader.fields(of_benchmark(benchmark), benchmark),
        methods=tuple(reader.fields(f"{PREFIX}{method.key}.", method) for method in PLAIN.methods),
        drawn=reader.some_of(DRAWN, METHODS, PLAIN.drawn),
        focused=reader.one_of(FOCUSED, METHODS, PLAIN.focused),
    )
    return _with_split(reader, reader.fields(PREFIX, settings))


def of_benchmark(benchmark: Benchmark) -> str:
    """How the names of a benchmark's own numbers begin."""
    return f"{PREFIX}{benchmark.key}."


def _with_split(reader: Reader, settings: TrainSettings) -> TrainSettings:
    text = reader.left.pop(SPLIT, None)
    if text is None:
        return settings
    try:
        return replace(settings, split=tuple(text.split(",")))
    except ValueError:
        layers = ", ".join(layer_names(settings.benchmark))
        reader.refuse(SPLIT, f"be some of {layers}, but not all", text)
        return settings
