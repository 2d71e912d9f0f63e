"""The command that trains methods on a benchmark and prints the table."""

import json
import os
import re
import signal
from pathlib import Path

import pytest

from app.bench import __main__ as bench
from app.bench.arguments import asked
from samgs_core.benchmark import protocol
from samgs_core.recorder import Recording
from synthetic import BENCHMARKS
from tests.core.benchmark.tiny import Tiny

README = Path(__file__).parents[2] / "README.md"
QUICK = ("tiny", "--methods=ls,sam-gs:gamma=0.9", "--seeds=2", "--batch=5", "--device=cpu")


def run(folder, *more, benchmarks=(*BENCHMARKS, Tiny)):
    return bench.main([*QUICK, "--steps=3", f"--out={folder}", *more], benchmarks)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What another process made; one is enough, because each takes seconds to start."""
    folder, pool = tmp_path_factory.mktemp("bench"), bench.ProcessPoolExecutor
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "ProcessPoolExecutor", lambda n, **settings: pool(1, **settings))
        assert run(folder, "--processes=2") == 0
    return folder


def test_what_another_process_made_is_what_this_one_makes(folder, tmp_path, capsys):
    assert run(folder, "--processes=1", "--json") == 0
    before = capsys.readouterr()
    assert "8 trainings, 8 of them done before" in before.err
    assert run(tmp_path, "--processes=1", "--json") == 0
    here, there = (json.loads(text) for text in (capsys.readouterr().out, before.out))
    for table in (here, there):
        assert [row.pop("seconds")["n"] for row in table["rows"]] == [2, 2, 2]
    assert here == there
    alone, plain, sam = here["rows"]
    assert (alone["method"], alone["delta"]["mean"]) == (None, None)
    assert (plain["method"], plain["p"], plain["seeds"]) == ("ls", None, 2)
    assert sam["numbers"]["gamma"] == 0.9
    assert 0 < sam["p"] <= 1
    assert set(sam["metrics"]) >= {"kinds/miou", "depth/rmse"}
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())


def test_it_prints_a_table_and_keeps_recordings(folder, capsys):
    assert run(folder, "--processes=1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Tiny"
    assert lines[1] == "3 steps of Adam at 0.002, batches of 5"
    heads = [line.split()[0] for line in lines if "↑" in line or "↓" in line]
    assert heads == ["Kinds", "Depth", "All"]
    rows = [line for line in lines if line.startswith("SAM-GS (gamma 0.9)")]
    assert len(rows) == 3
    assert " ± " in rows[0]
    recordings = sorted(folder.glob("tiny-sam-gs-*.npz"))
    assert len(recordings) == 2
    assert Recording.load(recordings[0]).method.gamma == 0.9
    assert len(list(folder.glob("tiny-*.npz"))) == 4


def test_settings_reach_benchmark_methods_and_budget(tmp_path, capsys):
    own = ("--set=tiny.n_tasks=3", "--set=uw.lr=0.1", "--methods=uw,sam-gs:variant=paper+beta1=0.5")
    budget = ("--lr=0.5", "--clip-norm=2", "--schedule=halved", "--eval-every=2", "--seeds=1")
    assert run(tmp_path, *own, *budget, "--no-references", "--processes=1", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert done["benchmark"]["n_tasks"] == 3
    assert (done["settings"]["lr"], done["settings"]["clip_norm"]) == (0.5, 2)
    uw, sam = done["rows"]
    assert uw["numbers"]["lr"] == 0.1
    assert (sam["numbers"]["variant"], sam["numbers"]["beta1"]) == ("paper", 0.5)
    assert uw["delta"]["mean"] is None


def test_rows_of_one_method_are_told_apart(tmp_path, capsys):
    own = ("--methods=sam-gs,sam-gs:gamma=0.9+beta1=0.5", "--seeds=1", "--no-references")
    budget = ("--steps=1", "--schedule=halved", "--clip-norm=2", "--lr=0.5", "--processes=1")
    assert run(tmp_path, *own, *budget) == 0
    printed = capsys.readouterr()
    assert "SAM-GS (gamma 0.9, beta1 0.5), seed 0: 1 steps" in printed.err
    told = printed.out
    assert told.count("SAM-GS (gamma 0.1, beta1 0.9) ") == 3
    assert told.count("SAM-GS (gamma 0.9, beta1 0.5) ") == 3
    assert "1 step of Adam at 0.5, halved at half time, batches of 5, clipped at 2" in told


def test_with_layers_split_every_method_has_another_row(tmp_path, capsys):
    own = ("--split=second", "--seeds=1", "--no-references", "--methods=ls")
    assert run(tmp_path, *own, "--processes=1") == 0
    assert capsys.readouterr().out.count("LS (sum), split second") == 3


def test_published_numbers_stand_by_themselves(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Tiny, "key", "cityscapes")
    own = ("cityscapes", "--methods=ls", "--seeds=1", "--steps=1", "--no-references")
    assert bench.main([*own, f"--out={tmp_path}", "--processes=1", "--device=cpu"], [Tiny]) == 0
    ours, published = capsys.readouterr().out.split("Published", 1)
    assert "SAM-GS" not in ours
    assert "0.0136" in published
    assert "arXiv:2506.06130" in published


def test_a_lane_that_diverges_is_told(tmp_path, capsys):
    assert run(tmp_path, "--set=tiny.scale=1e38", "--seeds=1", "--processes=1") == 0
    told = capsys.readouterr()
    assert "LS (sum), seed 0: diverged at step" in told.err
    assert "1, 1 diverged" in told.out


def test_an_interrupt_keeps_what_is_done(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(protocol, "SLICE", 1e-9)
    taken = []
    told_before = bench.Teller.tell

    def tell(self, progress):
        taken.append(progress.share)
        if progress.n_done == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return told_before(self, progress)

    monkeypatch.setattr(bench.Teller, "tell", tell)
    before = signal.getsignal(signal.SIGINT)
    assert run(tmp_path, "--processes=1") == bench.INTERRUPTED
    assert signal.getsignal(signal.SIGINT) is before
    told = capsys.readouterr()
    assert "Interrupted; the same command goes on from here." in told.err
    assert "LS (sum)" in told.out
    monkeypatch.setattr(bench.Teller, "tell", told_before)
    assert run(tmp_path, "--processes=1") == 0
    assert "8 trainings, 3 of them done before" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--methods=ls,nothing"], "methods must be one of ls, rlw,"),
        (["--methods="], "methods must be one of ls, rlw,"),
        (["--methods=ls,ls"], "methods must be different ones; got ls,ls."),
        (["--methods=sam-gs:gamma=2"], "SAMGS.gamma must lie in [0, 1]; got 2.0."),
        (["--methods=sam-gs:gamma=much"], "SAMGS.gamma must be a number; got 'much'."),
        (["--methods=sam-gs:gamma"], "a setting must be NAME=VALUE; got sam-gs:gamma."),
        (["--methods=ls:delta=2"], "LS has w1, w2 to be set; got 'delta'."),
        (["--methods=imtl-g:x=2"], "IMTLG has nothing to be set; got 'x'."),
        (["--set=gamma=2"], "the key in --set must be one of tiny, ls,"),
        (["--set=tiny.gamma=2"], "Tiny has n_tasks, scale to be set; got 'gamma'."),
        (["--set=tiny.n_tasks=2.5"], "Tiny.n_tasks must be a whole number; got 2.5."),
        (["--set=sam-gs.variant=new"], "SAMGS.variant must be one of 'code', 'paper'; got 'new'."),
        (
            ["--split=third"],
            "Lane.split must be different names among first, second; got ('third',)",
        ),
        (["--split="], "Lane.split must be different names among first, second; got ('',)"),
        (["--seeds=0"], "seeds must be a whole number in [1, 1000]; got '0'."),
        (["--seeds=1e9"], "seeds must be a whole number"),
        (["--processes=-1"], "processes must be a whole number in [1, 1000]; got '-1'."),
        (["--steps=0"], "Settings.steps must lie in [1, 10000000]; got 0.0."),
        (["--lr=nan"], "Settings.lr must lie in [1e-07, 1]; got nan."),
        (["--lr=fast"], "Settings.lr must be a number; got 'fast'."),
        (["--schedule=warm"], "Settings.schedule must be one of 'constant', 'halved'"),
        (["--device=toaster"], "device must be one that is here; got 'toaster': "),
        ([f"--out={__file__}/x"], "out must be a folder that can be written"),
        (["--step=3"], "unrecognized arguments: --step=3"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(more, sentence, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        bench.main([*QUICK, f"--out={tmp_path}", *more], (Tiny,))
    assert ended.value.code == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert sentence in last


def test_an_unknown_benchmark_is_refused(capsys):
    with pytest.raises(SystemExit):
        bench.main(["room"])
    assert "benchmark must be one of rooms, digits, nyuv2, cityscapes" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit):
        bench.main(["nyuv2", "--set=nyuv2.root=/nowhere"])
    assert "NYUv2.root must be a folder with train and val" in capsys.readouterr().err


def test_examples_that_cannot_be_read_are_refused_at_once(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Tiny, "test", lambda self: tmp_path.joinpath("none").read_bytes())
    with pytest.raises(SystemExit):
        run(tmp_path)
    assert "No such file" in capsys.readouterr().err.splitlines()[-1]


def test_every_command_of_the_readme_is_understood(tmp_path, monkeypatch):
    commands = re.findall(r"^python -m app\.bench (.*)$", README.read_text(), re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    for part in ("train", "val"):
        Path("FOLDER", part).mkdir(parents=True)
    for benchmark in bench.KNOWN:
        monkeypatch.setattr(benchmark, "train", lambda self: None)
        monkeypatch.setattr(benchmark, "test", lambda self: None)
    wanted = [asked(command.split(), bench.KNOWN) for command in commands]
    assert {each.benchmark.key for each in wanted} == {each.key for each in bench.KNOWN}
    first = wanted[0]
    assert [method.key for method in first.methods] == ["ls", "uw", "pcgrad", "gradvac", "sam-gs"]
    assert (first.n_seeds, first.folder) == (3, Path("bench/rooms"))


def test_the_example_of_the_readme_runs():
    (example,) = re.findall(r"```python\n([^`]*samgs_core\.benchmark[^`]*)```", README.read_text())
    names = {}
    exec(example, names)
    log = names["training"].log()
    assert log.is_over
    assert log.recording.layers == ("down1", "down2", "up2", "up1")


def test_the_help_names_all(capsys):
    with pytest.raises(SystemExit) as ended:
        bench.main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("rooms", "--eval-every", "sam-gs", "--set"))
