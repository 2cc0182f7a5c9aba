"""Runs a notebook from top to bottom in a kernel of the Python that runs this."""

import os
import sys
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm

from seqlab.authoring.notebook import tidy_outputs
from seqlab.progress import STRICT

CELL_TIMEOUT = 900  # seconds


class CellError(Exception):
    """A cell that failed; `index` counts the notebook's cells from 0."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


class _ThisPython(KernelSpecManager):
    """Knows one kernel: the running interpreter, whatever kernel a user has put under its name."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how the running Python is started as a kernel."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        # What the kernel says of itself would tear the progress line; failures come to us anyway.
        command += ["--log-level=ERROR"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def execute(notebook: NotebookNode, folder: Path, title: str) -> None:
    """Run every cell of `notebook` in `folder`, and put the tidied outputs into it.

    A progress line with the `title` counts the cells. The run is strict: a wrong answer fails, and
    no answer counts as a learner's progress.

    Raises:
        CellError: a cell failed, took longer than `CELL_TIMEOUT`, or killed its kernel.

    """
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_ThisPython())
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    # The kernel itself picks the backend that draws into a notebook, unless this one is set.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment[STRICT] = "1"
    with client.setup_kernel(env=environment, cleanup_kc=True):
        for index, cell in enumerate(tqdm(notebook.cells, desc=title, unit="cell")):
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                raise CellError(index, f"{error.ename}: {error.evalue}") from error
            except (CellControlSignal, DeadKernelError) as error:
                raise CellError(index, str(error).splitlines()[0]) from error
            if cell.cell_type == "code":
                cell.outputs = tidy_outputs(cell.outputs)
