"""Runs a notebook as a person would: in JupyterLab, in a browser, with the kernel of this build.

    notebook_in_jupyterlab.py JAR NOTEBOOK OUTPUT_DIR

Opens the notebook in headless Chromium, chooses "Run All Cells", and checks what the page shows: every code cell has run, no
output is an error, and at least one image is painted. Leaves the notebook as it is; writes the executed copy, a screenshot and
the server's log into OUTPUT_DIR. Exit code 1 and a sentence on standard error if anything is not so. `mvn -Pbrowser` calls it.

Nothing of the user's Jupyter settings is read or written: every folder that Jupyter uses is a new one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

SERVER_START_SECONDS = 60
KERNEL_START_SECONDS = 60
NOTEBOOK_SECONDS = 600
TOKEN = "browser-test"

# Every cell stays in the page, wherever it is scrolled to, and no news pop-up covers them.
SETTINGS = {
    "notebook-extension/tracker": '{"windowingMode": "none"}',
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
}

# What JupyterLab itself reports with every kernel that has no debugger.
KNOWN_PAGE_ERRORS = ("No active debugger session",)

# Networking of the browser's own is off: it would only wait for hosts that a test machine cannot reach.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

READ_CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => ({
        source: cell.model.sharedModel.getSource(),
        count: cell.model.executionCount,
        errors: cell.model.outputs.toJSON()
            .filter(output => output.output_type === 'error')
            .map(output => output.ename + ': ' + output.evalue),
        images: [...cell.node.querySelectorAll('.jp-OutputArea-output img')]
            .map(image => [image.naturalWidth, image.naturalHeight]),
    }))"""


class Failed(Exception):
    """The page does not show what it should; the message says what."""


def install_kernel(jar: Path) -> None:
    """Makes the kernel known to the Jupyter of this Python environment."""
    subprocess.run(["java", "-jar", str(jar), "install", "--prefix", sys.prefix], check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def jupyterlab(root: Path, log: Path) -> Iterator[str]:
    """A running JupyterLab on the folder `root`, as its address; ends it and its kernels afterwards."""
    with tempfile.TemporaryDirectory(prefix="jupyterlab-", ignore_cleanup_errors=True) as home, log.open("w") as out:
        for name, text in SETTINGS.items():
            file = Path(home, "settings", "@jupyterlab", name + ".jupyterlab-settings")
            file.parent.mkdir(parents=True)
            file.write_text(text)
        port = free_port()
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--allow-root",
                "--expose-app-in-browser",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={root}",
                f"--IdentityProvider.token={TOKEN}",
            ],
            env=os.environ
            | {
                "JUPYTER_CONFIG_DIR": f"{home}/config",
                "JUPYTER_DATA_DIR": f"{home}/data",
                "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
                "JUPYTERLAB_SETTINGS_DIR": f"{home}/settings",
                "JUPYTERLAB_WORKSPACES_DIR": f"{home}/workspaces",
                "IPYTHONDIR": f"{home}/ipython",
            },
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for_server(server, address, log)
            yield address
        finally:
            stop(server)


def wait_for_server(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + SERVER_START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise Failed(f"JupyterLab did not start within {SERVER_START_SECONDS} s; the end of its log:\n{log.read_text()[-3000:]}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """On SIGTERM the server ends its kernels first."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise Failed("no Chromium on the PATH; on Debian: apt install chromium")


def run_all_cells(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/lab/tree/{name}?token={TOKEN}&reset", wait_until="domcontentloaded")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell", timeout=60_000)
    # "Run All" before the kernel is there would be lost
    wait(page, f"the kernel was not idle after {KERNEL_START_SECONDS} s", KERNEL_START_SECONDS, KERNEL_IDLE)
    # its promise settles after the last reply, also when a cell fails and the ones after it never get a number
    page.evaluate("""() => {
        window.allCellsRan = false;
        window.jupyterapp.commands.execute('notebook:run-all-cells').finally(() => { window.allCellsRan = true; });
    }""")
    wait(page, f"the cells were still running after {NOTEBOOK_SECONDS} s", NOTEBOOK_SECONDS, "() => window.allCellsRan")
    wait(page, "the kernel was busy although every cell had ended", 30, KERNEL_IDLE)
    page.wait_for_timeout(500)  # the last outputs are on their way, and images are decoded
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")


KERNEL_IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


def wait(page: Page, otherwise: str, seconds: float, condition: str) -> None:
    try:
        page.wait_for_function(condition, timeout=seconds * 1000)
    except TimeoutError:
        raise Failed(otherwise) from None


def check(cells: list[dict], page_errors: list[str]) -> str:
    """What was seen, for people; raises `Failed` if it is not what it should be."""
    for number, cell in enumerate(cells, start=1):
        if cell["errors"]:
            raise Failed(f"code cell {number} failed: {cell['errors'][0]}\n{cell['source']}")
        if cell["count"] is None and cell["source"].strip():
            raise Failed(f"code cell {number} did not run:\n{cell['source']}")
    images = [size for cell in cells for size in cell["images"]]
    if not any(width > 0 and height > 0 for width, height in images):
        raise Failed(f"no output of the page is a painted image; images found: {images}")
    if page_errors:
        raise Failed("the page reported errors:\n" + "\n".join(page_errors))
    return f"{len(cells)} code cells ran without error, {len(images)} images, the largest {max(images)}"


def watch(browser: Browser, errors: list[str]) -> Page:
    """A new page; what goes wrong in it is added to `errors`."""

    def note(text: str) -> None:
        if not any(known in text for known in KNOWN_PAGE_ERRORS):
            errors.append(text)

    page = browser.new_page(viewport={"width": 1300, "height": 1500})
    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    return page


def run(jar: Path, notebook: Path, output: Path) -> str:
    install_kernel(jar)
    output.mkdir(parents=True, exist_ok=True)
    copy = Path(shutil.copy(notebook, output))
    shutil.copytree(notebook.parent / "pictures", output / "pictures", dirs_exist_ok=True)
    errors: list[str] = []
    with jupyterlab(output, output / "jupyterlab.log") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = watch(browser, errors)
        try:
            run_all_cells(page, address, copy.name)
            return check(page.evaluate(READ_CELLS), errors)
        finally:
            page.screenshot(path=output / f"{copy.stem}.png")
            browser.close()


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    jar, notebook, output = (Path(argument).resolve() for argument in sys.argv[1:])
    try:
        print(f"{notebook.name} in JupyterLab: {run(jar, notebook, output)}")
    except Failed as failure:
        sys.exit(f"{notebook.name} in JupyterLab: {failure}")


if __name__ == "__main__":
    main()
