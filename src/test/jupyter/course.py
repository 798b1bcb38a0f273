"""Runs every notebook through real Jupyter, with the installed kernel.

python3 course.py JAR DIRECTORY NOTEBOOK...: installs the kernel of JAR below DIRECTORY and executes each notebook as nbclient does,
in its own folder; the files stay as they are. LATENT4J_FAST=1 makes them small. One line for each notebook, and for each that fails
what nbclient says; the last line has the totals, in the form of Maven's. Needs Debian's python3-nbclient.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

CELL_SECONDS = 600


def problem(path):
    """What goes wrong when a notebook is executed; None if nothing does."""
    notebook = nbformat.read(path, as_version=4)
    try:
        nbformat.validate(notebook)
        client = NotebookClient(
            notebook, kernel_name="java", timeout=CELL_SECONDS, resources={"metadata": {"path": str(path.parent)}}
        )
        client.execute()
        nbformat.validate(notebook)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, nbformat.ValidationError) as e:
        return str(e)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return f"cell {number} has not been executed"
    return None


def main(jar, directory, *notebooks):
    subprocess.run(["java", "-jar", jar, "install", "--prefix", directory], check=True, stdout=subprocess.DEVNULL)
    os.environ["JUPYTER_PATH"] = str(Path(directory) / "share" / "jupyter")
    failures = 0
    for path in map(Path, notebooks):
        begin = time.monotonic()
        found = problem(path)
        print(f"{path.name:50} {time.monotonic() - begin:6.1f} s{'' if found is None else ', failed:'}", flush=True)
        if found is not None:
            failures += 1
            print(found, flush=True)
    kind = "ERROR" if failures or not notebooks else "INFO"
    print(f"[{kind}] Tests run: {len(notebooks)}, Failures: {failures}, Errors: 0, Skipped: 0")
    return 0 if kind == "INFO" else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
