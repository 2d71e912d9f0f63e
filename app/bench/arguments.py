"""What the command is asked for, checked: each refusal is one sentence."""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import torch
from torch import Generator

from samgs_core.benchmark.model import Model
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Settings
from samgs_core.method import Method
from samgs_core.methods import METHODS
from samgs_core.params import Declared, Field, Param

PAPERS = "ls,uw,pcgrad,gradvac,sam-gs"
"""The methods that are asked for by default."""
MAX_SEEDS, MAX_PROCESSES = 1_000, 1_000

D = TypeVar("D", bound=Declared)


class Asked(NamedTuple):
    """A table to be made, and how."""

    benchmark: Benchmark
    methods: tuple[Method, ...]
    splits: tuple[tuple[str, ...], ...]
    settings: Settings
    n_seeds: int
    has_references: bool
    n_processes: int
    device: str
    folder: Path
    is_json: bool


def asked(arguments: Sequence[str] | None, benchmarks: Sequence[type[Benchmark]]) -> Asked:
    """The table that the arguments ask for; ends the program with a sentence if they make none."""
    parser = _parser(benchmarks)
    given = parser.parse_args(arguments)
    try:
        wanted = _asked(given, benchmarks)
        for examples in (wanted.benchmark.train, wanted.benchmark.test):
            examples()  # whatever is missing is missed now
    except (ImportError, OSError, TypeError, ValueError) as refused:
        parser.error(str(refused))
    return wanted


def _asked(given: argparse.Namespace, benchmarks: Sequence[type[Benchmark]]) -> Asked:
    kind = _one(given.benchmark, benchmarks, "benchmark")
    own = _assignments(given.set, (kind, *METHODS))
    if given.root is not None:
        own.setdefault(kind.key, {})["root"] = given.root
    settings = {
        field.name: text
        for field in Settings.declared()
        if (text := getattr(given, field.name)) is not None
    }
    device = _device(given.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    cores = min(os.cpu_count() or 1, MAX_PROCESSES) if device.type == "cpu" else 1
    benchmark = _built(kind, own.get(kind.key, {}))
    return Asked(
        benchmark,
        _methods(given.methods, own),
        ((),) if given.split is None else ((), _split(given.split, benchmark)),
        _built(Settings, settings),
        _whole(given.seeds, "seeds", MAX_SEEDS),
        not given.no_references,
        cores if given.processes is None else _whole(given.processes, "processes", MAX_PROCESSES),
        str(device),
        _folder(given.out or f"bench/{kind.key}"),
        given.json,
    )


def _parser(benchmarks: Sequence[type[Benchmark]]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m app.bench",
        description="Train methods on a benchmark of networks, and print the papers' table.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Methods: " + ", ".join(method.key for method in METHODS),
        allow_abbrev=False,
    )
    known = ", ".join(benchmark.key for benchmark in benchmarks)
    parser.add_argument("benchmark", help=known)
    parser.add_argument(
        "--methods",
        default=PAPERS,
        help="keys with commas between them, each with numbers of its own if need be: "
        "ls,sam-gs:gamma=0.1,sam-gs:gamma=0.9+beta2=0.9 (%(default)s)",
    )
    parser.add_argument("--seeds", default="3", help="how many (%(default)s)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY.NAME=VALUE",
        help="a setting of the benchmark or of a method, such as sam-gs.gamma=0.5",
    )
    parser.add_argument(
        "--split",
        metavar="LAYER,LAYER",
        help="train every method once more, with a copy of these layers for each task",
    )
    parser.add_argument("--root", help="where the data set lies, of nyuv2 and cityscapes")
    parser.add_argument("--no-references", action="store_true", help="train no task alone: no Δm")
    parser.add_argument("--processes", help="lanes at once (one for each core; 1 on a GPU)")
    parser.add_argument("--device", help="cpu or cuda (cuda if there is one)")
    parser.add_argument("--out", help="the folder of what is done (bench/<benchmark>)")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    for field in Settings.declared():
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, help=f"{field.help} ({field.default})".replace("%", "%%"))
    return parser


def _methods(text: str, own: Mapping[str, Mapping[str, str]]) -> tuple[Method, ...]:
    """The methods of a list, with the settings that each has there or everywhere."""
    methods = []
    for part in text.split(","):
        key, _, numbers = part.strip().partition(":")
        kind = _one(key, METHODS, "methods")
        here = dict(_pair(each, part) for each in numbers.split("+")) if numbers else {}
        methods.append(_built(kind, {**own.get(key, {}), **here}))
    if len(set(methods)) < len(methods):
        raise ValueError(f"methods must be different ones; got {text}.")
    return tuple(methods)


def _split(text: str, benchmark: Benchmark) -> tuple[str, ...]:
    """The layers of a list; whether they can be split says a network."""
    names = tuple(name.strip() for name in text.split(","))
    Model(benchmark.network(range(len(benchmark.tasks)), Generator()), names)
    return names


def _assignments(
    texts: Sequence[str], owners: Sequence[type[Declared]]
) -> dict[str, dict[str, str]]:
    """The settings by the key of their owner."""
    own = dict[str, dict[str, str]]()
    for text in texts:
        name, value = _pair(text, text)
        key, _, field = name.partition(".")
        _one(key, owners, "the key in --set")
        own.setdefault(key, {})[field] = value
    return own


def _pair(text: str, whole: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"a setting must be NAME=VALUE; got {whole}.")
    return name.strip(), value.strip()


def _one(key: str, catalogue: Sequence[type[D]], name: str) -> type[D]:
    found = next((entry for entry in catalogue if entry.key == key), None)
    if found is None:
        known = ", ".join(entry.key for entry in catalogue)
        raise ValueError(f"{name} must be one of {known}; got {key[:40]!r}.")
    return found


def _built(kind: type[D], texts: Mapping[str, str]) -> D:
    """One of a kind with the values that the texts say; whoever is built checks them."""
    fields = {field.name: field for field in kind.declared()}
    unknown = [name for name in texts if name not in fields]
    if unknown:
        known = ", ".join(fields) or "nothing"
        raise ValueError(f"{kind.__name__} has {known} to be set; got {unknown[0][:40]!r}.")
    values: dict[str, Any] = {name: _value(fields[name], text) for name, text in texts.items()}
    return kind(**values)


def _value(field: Field, text: str) -> object:
    """What a text says for a field; what is no number is left to the check."""
    if isinstance(field, Param):
        if field.optional and text == "none":
            return None
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _whole(text: str, name: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        raise ValueError(f"{name} must be a whole number in [1, {most}]; got {text[:40]!r}.")
    return int(text)


def _device(name: str) -> torch.device:
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (AssertionError, RuntimeError) as refused:
        reason = str(refused).splitlines()[0]
        raise ValueError(f"device must be one that is here; got {name!r}: {reason}") from None
    return device


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        rule = "be a folder that can be written"
        raise ValueError(f"out must {rule}; got {name!r}: {refused.strerror}.") from None
    return folder
