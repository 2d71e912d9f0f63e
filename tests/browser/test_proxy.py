"""Two processes behind the proxy of compose.yaml, of which one dies under its visitors."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, free_port, wait_until_healthy
from tests.browser.proxied import HAPROXY, proxied
from tests.browser.tabs import answer, settle
from tests.browser.test_explore import expect_link, press

pytestmark = pytest.mark.skipif(HAPROXY is None, reason="no HAProxy is installed")


@pytest.fixture(scope="module")
def processes():
    """Two servers, by their ports."""
    started = {}
    for _ in range(2):
        port = free_port()
        command = [sys.executable, "-m", "app.serve", f"--port={port}"]
        started[port] = subprocess.Popen(command, cwd=ROOT)
    for port, process in started.items():
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
    yield started
    for process in started.values():
        process.kill()
        process.wait(10)


@pytest.fixture(scope="module")
def proxy(processes, tmp_path_factory):
    """The address of the proxy before them, as compose.yaml says it."""
    with proxied(list(processes), tmp_path_factory.mktemp("proxy")) as (address, _):
        yield address


def cookie_of(page):
    (cookie,) = (each for each in page.context.cookies() if each["name"] == "explorer")
    return cookie["value"]


@pytest.fixture
def two_pages(chromium, proxy):
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(f"{proxy}/?steps=80&methods=ls,sam-gs")
        settle(page)
    yield pages
    for context in contexts:
        context.close()


def test_visitors_of_one_address_work_download_and_outlive_their_process(two_pages, processes):
    one, two = two_pages
    assert {cookie_of(one), cookie_of(two)} == {"1", "2"}  # by load, not by address
    for page, times in ((one, 2), (two, 5)):
        with answer(page):
            press(page, "Threshold γ", "ArrowRight", times)
    expect_link(one, lambda link: link.get("sam-gs.gamma") == "0.12")
    expect_link(two, lambda link: link.get("sam-gs.gamma") == "0.15")
    one.get_by_text("Every run").click()
    with one.expect_download() as download:
        one.get_by_role("link", name="Download all runs (CSV)").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 1 + 2 * 7
    mine = list(processes)[int(cookie_of(one)) - 1]
    processes[mine].kill()
    slider = one.get_by_role("slider", name="Threshold γ").first
    expect(slider).to_be_disabled()  # until the other process has taken over
    expect(slider).to_be_enabled()
    settle(one)
    expect(slider).to_have_value("0.12")
    with answer(one):
        press(one, "Threshold γ", "ArrowRight", 1)
    expect_link(one, lambda link: link.get("sam-gs.gamma") == "0.13")
    expect(one.get_by_test_id("stException")).to_have_count(0)
    expect(two.get_by_role("slider", name="Threshold γ").first).to_have_value("0.15")


def test_files_are_compressed(proxy, chromium):
    with chromium.new_context() as context:
        page = context.new_page()
        styles = []
        page.on("response", lambda each: styles.append(each) if ".css" in each.url else None)
        page.goto(proxy)
        settle(page)
        zipped = [each for each in styles if each.headers.get("content-encoding") == "gzip"]
        assert styles and zipped == styles
