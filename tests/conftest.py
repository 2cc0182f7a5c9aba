"""No test reaches the network, also where pytest is run by hand."""

import os
import runpy
from pathlib import Path

OFFLINE = Path(__file__).parent / "offline"

if str(OFFLINE) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    inherited = [path for path in [os.environ.get("PYTHONPATH")] if path]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *inherited])
