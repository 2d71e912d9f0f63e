"""The proxy of compose.yaml, before servers of this machine."""

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import ROOT, free_port, wait_until_healthy

HAPROXY = shutil.which("haproxy")


@contextmanager
def proxied(ports: Sequence[int], folder: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a proxy before the servers at these ports."""
    port = free_port()
    file = folder / "haproxy.cfg"
    file.write_text(configuration(port, ports))
    process = subprocess.Popen([str(HAPROXY), "-db", "-f", str(file)])
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address, process)
        yield address, process.pid
    finally:
        process.kill()
        process.wait(10)


def configuration(port: int, servers: Sequence[int]) -> str:
    """The proxy's text in compose.yaml, with addresses of this machine."""
    text = (Path(ROOT) / "compose.yaml").read_text()
    config = textwrap.dedent(text.partition("content: |\n")[2])
    config, n = re.subn(r"bind :8080", f"bind 127.0.0.1:{port}", config)
    assert n == 1
    for number, server in enumerate(servers, 1):
        config, n = re.subn(rf"explorer-{number}:8501", f"127.0.0.1:{server}", config)
        assert n == 1
    return config
