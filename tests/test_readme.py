"""The README is true: its example runs, and its commands are there as one line each."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text()
SETUP = "python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt"


def test_the_library_example_runs_and_gives_what_its_comments_say(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(example, names)
    record = names["record"]
    assert record.x.shape == record.losses.shape == (7, 1001, 2)
    assert len(record.outcome) == 7
    assert capsys.readouterr().out == "7 of 7 starts reach the balanced optimum\n"


def test_the_two_commands_do_all_the_set_up():
    lines = README.splitlines()
    assert f"{SETUP} && streamlit run app/main.py" in lines
    assert f"{SETUP} -r tests/requirements.txt && python -m pytest" in lines


def test_every_folder_and_file_that_is_named_exists():
    root = Path(__file__).parent.parent
    for name in re.findall(r"`((?:app|samgs_core|synthetic|tests)/[\w./]*)`", README):
        assert (root / name).exists(), name
