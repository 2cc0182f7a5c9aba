"""No test reaches the network or a learner's progress, none fails for a slow machine."""

import os
import runpy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

OFFLINE = Path(__file__).parent / "offline"
SLOW = (Path(__file__).parent / "slow.txt").read_text(encoding="utf-8").splitlines()

if str(OFFLINE) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    inherited = [path for path in [os.environ.get("PYTHONPATH")] if path]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *inherited])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        test = item.nodeid.partition("[")[0]
        if test in SLOW or test.partition("::")[0] in SLOW:
            item.add_marker(pytest.mark.slow)


# An example may take long on a busy machine, and that is no failure of what is tested.
settings.register_profile("seqlab", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("seqlab")


@pytest.fixture(autouse=True)
def _own_progress(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory):
    """Keep what a test tries out of the user's folder."""
    monkeypatch.setenv("SEQLAB_PROGRESS", str(tmp_path_factory.mktemp("progress")))
