"""The doctor: break one thing, and see its row and the command that mends it."""

import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from seqlab.authoring import doctor
from seqlab.authoring.doctor import Check, examine, render

Patch = pytest.MonkeyPatch


@dataclass
class Status:
    ok: bool
    detail: str


def module(monkeypatch: Patch, name: str, **contents: Any) -> None:
    """Put a stand-in into the place of a module."""
    stand_in = types.ModuleType(name)
    stand_in.__dict__.update(contents)
    monkeypatch.setitem(sys.modules, name, stand_in)


@pytest.fixture(autouse=True)
def rooms(monkeypatch: Patch) -> None:
    """Let the rooms that the doctor visits be well, whatever state they are in."""
    healthy = {"tunes": Status(True, "3,625 tunes")}
    module(monkeypatch, "seqlab.data", status=lambda: healthy, not_kept=lambda: "")
    module(
        monkeypatch, "seqlab.music.score", score=lambda tune: types.SimpleNamespace(svg="<svg/>")
    )
    module(monkeypatch, "seqlab.music.sound", play=lambda tune: None)


def rows() -> dict[str, Check]:
    return {check.what: check for check in examine()}


def test_on_a_healthy_machine_all_rows_are_ok() -> None:
    found = rows()
    assert list(found) == [
        "Python", "PyTorch", "threads", "widgets", "kernel", "data", "score", "sound",
    ]  # fmt: skip
    assert [check for check in found.values() if not check.ok] == []


def old_python(monkeypatch: Patch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))


def no_torch(monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)


def no_wheels(monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")


def broken_device(monkeypatch: Patch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.ones", _raise(RuntimeError("no kernel image\nmore lines")))


def too_many_threads(monkeypatch: Patch) -> None:
    monkeypatch.setattr("torch.get_num_threads", lambda: 64)
    monkeypatch.setattr(doctor, "_cores", lambda: 2)


def no_widgets(monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)


def old_widgets(monkeypatch: Patch) -> None:
    monkeypatch.setattr("ipywidgets.__version__", "7.7.1")
    _versions(monkeypatch, jupyterlab="4.6.0", jupyterlab_widgets="3.0.17")


def no_lab_side(monkeypatch: Patch) -> None:
    _versions(monkeypatch, jupyterlab="4.6.0")


def no_kernel(monkeypatch: Patch) -> None:
    from jupyter_client.kernelspec import NoSuchKernel

    _kernel_spec(monkeypatch, _raise(NoSuchKernel("python3")))


def foreign_kernel(monkeypatch: Patch) -> None:
    other = types.SimpleNamespace(argv=["/elsewhere/bin/python", "-m", "ipykernel_launcher"])
    _kernel_spec(monkeypatch, lambda self, name: other)


def no_ipykernel(monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", None)


def no_data(monkeypatch: Patch) -> None:
    status = {"tunes": Status(False, "not fetched yet"), "reviews": Status(True, "fine")}
    module(monkeypatch, "seqlab.data", status=lambda: status, not_kept=lambda: "")


def no_verovio(monkeypatch: Patch) -> None:
    error = ModuleNotFoundError("No module named 'verovio'")
    module(monkeypatch, "seqlab.music.score", score=_raise(error))


def empty_score(monkeypatch: Patch) -> None:
    module(monkeypatch, "seqlab.music.score", score=lambda tune: types.SimpleNamespace(svg=""))


def silent(monkeypatch: Patch) -> None:
    module(monkeypatch, "seqlab.music.sound", play=_raise(OSError()))


def _raise(error: Exception) -> Callable[..., Any]:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail


def _versions(monkeypatch: Patch, **versions: str) -> None:
    def version(name: str) -> str:
        if name not in versions:
            raise metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(doctor, "version", version)


def _kernel_spec(monkeypatch: Patch, get: Callable[..., Any]) -> None:
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec", get)


ILLS = [
    (old_python, "Python", "broken", "needs 99.0 or newer", doctor.NEW_PYTHON),
    (no_torch, "PyTorch", "missing", "torch", doctor.INSTALL),
    (no_wheels, "PyTorch", "missing", "no PyTorch for this machine", doctor.COLAB),
    (broken_device, "PyTorch", "broken", "no kernel image", doctor.INSTALL),
    (too_many_threads, "threads", "broken", "64 threads on 2 cores", "OMP_NUM_THREADS=2"),
    (no_widgets, "widgets", "missing", "ipywidgets", doctor.INSTALL),
    (old_widgets, "widgets", "broken", "7.7.1 does not fit", doctor.INSTALL),
    (no_lab_side, "widgets", "missing", "jupyterlab_widgets", doctor.INSTALL),
    (no_kernel, "kernel", "missing", "no kernel named python3", doctor.NEW_KERNEL),
    (foreign_kernel, "kernel", "broken", str(Path("/elsewhere/bin/python")), doctor.NEW_KERNEL),
    (no_ipykernel, "kernel", "missing", "ipykernel", doctor.INSTALL),
    (no_data, "data", "missing", "tunes: not fetched yet", doctor.FETCH),
    (no_verovio, "score", "missing", "verovio", doctor.INSTALL),
    (empty_score, "score", "broken", "not as SVG", doctor.INSTALL),
    (silent, "sound", "broken", "OSError", doctor.INSTALL),
]


@pytest.mark.parametrize(
    ("fall_ill", "what", "state", "detail", "mend"), ILLS, ids=[ill[0].__name__ for ill in ILLS]
)
def test_what_is_broken_has_its_row_and_its_command(
    monkeypatch: Patch,
    fall_ill: Callable[[Patch], None],
    what: str,
    state: str,
    detail: str,
    mend: str,
) -> None:
    healthy = rows()
    fall_ill(monkeypatch)
    found = rows()
    assert found[what].state == state
    assert detail in found[what].detail
    assert "\n" not in found[what].detail
    assert mend in render(found[what]).splitlines()[1]
    # torch is needed by two rows
    others = found.keys() - {what} - ({"threads"} if what == "PyTorch" else set())
    assert {name: found[name] for name in others} == {name: healthy[name] for name in others}


def test_a_folder_that_keeps_nothing_is_told_and_nothing_is_broken(monkeypatch: Patch) -> None:
    module(monkeypatch, "seqlab.data", status=dict, not_kept=lambda: "tunes cannot be kept")
    assert rows()["data"] == Check("data", "ok", "tunes cannot be kept")


def test_cuda_that_no_gpu_uses_is_told_with_the_switch_that_does_without(
    monkeypatch: Patch,
) -> None:
    assert "unused" not in rows()["PyTorch"].detail
    monkeypatch.setattr("torch.version.cuda", "13.0")
    assert rows()["PyTorch"].ok
    assert "unused" in rows()["PyTorch"].detail
    assert "make lab TORCH=cpu" in rows()["PyTorch"].detail


def test_the_doctor_needs_nothing_installed() -> None:
    root = Path(__file__).parents[2]
    code = "from seqlab.authoring.doctor import examine; print(*[row.state for row in examine()])"
    python = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = ['src']; {code}"]
    states = subprocess.run(python, cwd=root, capture_output=True, text=True, check=True).stdout
    assert states.split()[:6] == ["ok", *["missing"] * 5]


def test_rows_of_the_table_are_aligned() -> None:
    columns = {
        tuple(index for index, letter in enumerate(render(check)) if letter == "|")[:2]
        for check in [*rows().values(), Check("PyTorch", "missing", "none", "mend")]
    }
    assert len(columns) == 1


def test_widgets_of_an_environment_without_jupyterlab_are_ok(monkeypatch: Patch) -> None:
    _versions(monkeypatch)
    assert rows()["widgets"].ok
