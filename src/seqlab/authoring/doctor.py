"""Says what works on this machine, and the one command that mends each thing that does not."""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import seqlab

OLDEST_PYTHON = (3, 11)

INSTALL = "python -m pip install -e '.[course]' -c constraints.txt"
NEW_PYTHON = "conda env create -f environment.yml"
FEWER_THREADS = "export OMP_NUM_THREADS={cores}"
NEW_KERNEL = "python -m ipykernel install --sys-prefix --name python3"
FETCH = "seqlab data"
COLAB = "open the labs in Colab, by the badge at the top of each"

TUNE = "M:4/4\nL:1/8\nK:D\nD2F2 A2d2|d2A2 F2D2|]"

# ipywidgets -> the jupyterlab_widgets that speaks its protocol; major versions
_LAB_SIDE = {7: 1, 8: 3}

# systems and processors for which PyTorch has a wheel
_WHEELS = {"Linux": {"x86_64", "aarch64"}, "Darwin": {"arm64"}, "Windows": {"AMD64"}}


@dataclass(frozen=True)
class Check:
    """A row of the table; `state` is ok, broken or missing, `mend` a command where it is not ok."""

    what: str
    state: str
    detail: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is nothing to mend."""
        return self.state == "ok"


def examine() -> Iterator[Check]:
    """Try everything that the course needs, one thing after the other."""
    yield _try("Python", _python, NEW_PYTHON)
    yield _try("PyTorch", _torch, INSTALL)
    yield _try("threads", _threads, FEWER_THREADS.format(cores=_cores()))
    yield _try("widgets", _widgets, INSTALL)
    yield _try("kernel", _kernel, NEW_KERNEL)
    yield _try("data", _data, FETCH)
    yield _try("score", _score, INSTALL)
    yield _try("sound", _sound, INSTALL)


def render(check: Check) -> str:
    """Return the row of the table, and under it how to mend what is not ok."""
    row = f"{check.what:<8} | {check.state:<7} | {check.detail}"
    return row if check.ok else f"{row}\n{'':<8}   to mend: {check.mend}"


def _try(what: str, probe: Callable[[], str], mend: str) -> Check:
    """Turn what a probe returns, or however it fails, into a row."""
    try:
        return Check(what, "ok", probe())
    except ModuleNotFoundError as error:
        return Check(what, "missing", _first_line(error), INSTALL)
    except _MissingError as error:
        return Check(what, "missing", _first_line(error), error.mend or mend)
    except Exception as error:  # whatever breaks is the diagnosis that was asked for
        return Check(what, "broken", _first_line(error), mend)


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__


class _BrokenError(Exception):
    """A probe found something that does not fit."""


class _MissingError(Exception):
    """A probe found that something is not there; `mend` says how to get it, if not as usual."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.mend = mend


def _python() -> str:
    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise _BrokenError(
            f"{found}, but the course needs {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer"
        )
    return f"{found} ({sys.executable})"


def _torch() -> str:
    try:
        import torch
    except ModuleNotFoundError:
        system, processor = platform.system(), platform.machine()
        if processor in _WHEELS.get(system, ()):
            raise
        message = f"there is no PyTorch for this machine ({system} on {processor})"
        raise _MissingError(message, COLAB) from None
    device = seqlab.device().type
    torch.ones(2, 2, device=device).matmul(torch.ones(2, 2, device=device)).sum().item()
    found = f"{torch.__version__}, computes on {device}"
    if torch.version.cuda and device == "cpu":
        found += f"; {_UNUSED_CUDA}"
    return found


_UNUSED_CUDA = (
    "CUDA lies there unused, some gigabytes: `make clean`, then `make lab TORCH=cpu`, does without"
)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _threads() -> str:
    import torch

    threads, cores = torch.get_num_threads(), _cores()
    if threads > cores:
        raise _BrokenError(f"{threads} threads on {cores} cores: training is slowed down")
    return f"{threads} on {cores} cores"


def _widgets() -> str:
    import ipywidgets

    kernel_side = int(ipywidgets.__version__.split(".")[0])
    try:
        version("jupyterlab")
    except PackageNotFoundError:
        return f"ipywidgets {ipywidgets.__version__}, no JupyterLab here"
    lab_version = version("jupyterlab_widgets")
    if int(lab_version.split(".")[0]) != _LAB_SIDE.get(kernel_side):
        raise _BrokenError(
            f"ipywidgets {ipywidgets.__version__} does not fit jupyterlab_widgets {lab_version}"
        )
    return f"ipywidgets {ipywidgets.__version__}, jupyterlab_widgets {lab_version}"


def _kernel() -> str:
    import ipykernel
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel as error:
        raise _MissingError("Jupyter knows no kernel named python3") from error
    # A bare name such as `python` means the interpreter that runs Jupyter.
    interpreter = Path(spec.argv[0])
    if interpreter.is_absolute() and interpreter.parent != Path(sys.executable).parent:
        raise _BrokenError(f"the kernel python3 starts another Python, {interpreter}")
    return f"ipykernel {ipykernel.__version__}"


def _data() -> str:
    from seqlab.data import not_kept, status

    found = status()
    wrong = [f"{name}: {one.detail}" for name, one in found.items() if not one.ok]
    if wrong:
        raise _MissingError("; ".join(wrong))
    return "; ".join(filter(None, [", ".join(found), not_kept()]))


def _score() -> str:
    from seqlab.music.score import score

    svg = score(TUNE).svg
    if "<svg" not in svg:
        raise _BrokenError("two bars were drawn, but not as SVG")
    return f"two bars drawn, {len(svg) // 1024} KB of SVG"


def _sound() -> str:
    from seqlab.music.sound import play

    play(TUNE)
    return "two bars played into memory"
