"""Faults around a running app: what the person sees stays right, and nothing of theirs is lost."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.runs.setting import PROCESSES
from tests.browser.conftest import ROOT, free_port, wait_until_healthy
from tests.browser.scene_page import SCENE, drawn, lift, query_of, scene
from tests.browser.tabs import answer, settle
from tests.browser.test_address import expect_drawn, gamma, steps
from tests.browser.test_explore import expect_link, press
from tests.browser.test_maps import note


@contextmanager
def app_at(port, **environment):
    """A server of the test's own; what it says is read from its ``stderr``."""
    command = [sys.executable, "-m", "streamlit", "run", "app/main.py", f"--server.port={port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield process
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture
def tab(chromium):
    """A page of a visitor of its own, on which a server may fail."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()


def positions(page):
    """Where the runs' heads are on the screen at the last step."""
    return scene(page, "return [0, 7].map(run => s.stage.space.head(run, 60))")


def is_connected(page, is_so):
    state = "CONNECTED"
    app = page.locator('[data-testid="stApp"]')
    if is_so:
        expect(app).to_have_attribute("data-test-connection-state", state)
    else:
        expect(app).not_to_have_attribute("data-test-connection-state", state)


def test_a_server_that_is_killed_and_started_again_shows_the_same_study(tab):
    """And what is moved the moment somebody answers; before that nothing can be."""
    port = free_port()
    with app_at(port):
        tab.goto(f"http://127.0.0.1:{port}/?steps=60&methods=ls,sam-gs&sam-gs.gamma=0.3")
        settle(drawn(tab))
        with answer(tab):
            press(tab, "Threshold γ", "ArrowRight", 4)
        expect_link(tab, lambda link: link.get("sam-gs.gamma") == "0.34")
        expect_drawn(tab, "sam-gs.gamma", "0.34")
        link, heads = query_of(tab), positions(tab)
    is_connected(tab, False)
    expect(gamma(tab)).to_be_disabled()
    assert positions(tab) == heads  # the picture stays while nobody answers
    with app_at(port):
        is_connected(tab, True)
        press(tab, "Threshold γ", "ArrowRight", 2)
        expect_link(tab, lambda now: now == link | {"sam-gs.gamma": "0.36"})
        expect(gamma(tab)).to_have_value("0.36")
        expect_drawn(tab, "sam-gs.gamma", "0.36")
        settle(tab)
        expect(steps(tab)).to_have_value("60")
        with answer(tab):
            press(tab, "Threshold γ", "ArrowLeft", 2)
        expect_drawn(tab, "sam-gs.gamma", "0.34")
        assert (query_of(tab), positions(tab)) == (link, heads)
    assert tab.faults == []


def workers_of(process):
    """The processes that run sweeps for a server: those that stand back."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process.pid and int(fields[16]) == 19:
            found.append(int(stat.parent.name))
    return found


def test_a_map_is_completed_though_a_worker_is_killed(tab, tmp_path):
    """On a machine without a compiler, and with a folder for code that nobody can write to."""
    folder = tmp_path / "file"
    folder.write_text("no folder")
    port = free_port()
    with app_at(port, PATH="/nowhere", XDG_CACHE_HOME=str(folder), **{PROCESSES: "1"}) as process:
        tab.goto(f"http://127.0.0.1:{port}/maps?steps=300&map.side=14&methods=sam-gs")
        expect(tab.get_by_role("button", name="Cancel")).to_be_visible()
        killed = workers_of(process)
        assert killed
        os.kill(killed[0], signal.SIGKILL)
        expect(tab.get_by_role("button", name="Cancel")).to_have_count(0, timeout=60_000)
        expect(note(tab, "SAM-GS")).to_contain_text("%")
        expect(note(tab, "SAM-GS")).not_to_contain_text("of 196 starts")
        expect(tab.locator(".js-plotly-plot .heatmaplayer image").first).to_be_attached()
        assert killed[0] not in workers_of(process)
    assert tab.faults == []


def test_a_slider_and_a_start_that_are_moved_offline_are_not_lost(server, tab):
    tab.goto(f"{server}/?steps=60&methods=ls,sam-gs&sam-gs.gamma=0.3")
    settle(drawn(tab))
    tab.context.set_offline(True)
    press(tab, "Threshold γ", "ArrowRight", 5)
    lift(tab, 3, 40, 25)
    tab.mouse.up()
    tab.wait_for_timeout(5_000)
    expect(gamma(tab)).to_have_value("0.35")
    assert scene(tab, "return s.drag.lifted") == 2
    moved = scene(tab, "return s.drag.starts")
    tab.context.set_offline(False)
    starts = ";".join(",".join(f"{value:g}" for value in point) for point in moved)
    wanted = {"sam-gs.gamma": "0.35", "starts": starts}
    expect_link(tab, lambda link: wanted.items() <= link.items())
    expect_drawn(tab, "sam-gs.gamma", "0.35")
    expect_drawn(tab, "starts", starts)
    is_connected(tab, True)
    settle(tab)
    expect(gamma(tab)).to_have_value("0.35")
    assert scene(tab, "return s.header.starts") == moved
    assert tab.faults == []


JUMP = """seconds => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + 1000 * seconds;
    window.Date = class extends Date {
        constructor(...said) { super(...(said.length ? said : [Date.now()])); }
    };
}"""


def test_a_clock_that_jumps_by_a_year_changes_nothing(server, tab):
    tab.goto(f"{server}/?steps=60&methods=ls,sam-gs&sam-gs.gamma=0.3")
    settle(drawn(tab))
    heads = positions(tab)
    tab.evaluate(JUMP, -3e7)
    scene(tab, "s.clock.go(0); s.clock.play();")
    tab.wait_for_function(f"() => {SCENE}.clock.at === {SCENE}.clock.last")
    assert positions(tab) == heads
    press(tab, "Threshold γ", "ArrowRight", 2)
    tab.evaluate(JUMP, 6e7)
    press(tab, "Threshold γ", "ArrowRight", 2)
    expect_link(tab, lambda link: link.get("sam-gs.gamma") == "0.34")
    expect_drawn(tab, "sam-gs.gamma", "0.34")
    tab.wait_for_function(f"() => !{SCENE}.sync.isAhead")
    assert tab.faults == []
