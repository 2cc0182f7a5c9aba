"""Several processes against one: the same gradients, the cost of a death, the throughput.

Run by torchrun as ``-m bench.processes ROUNDS WINDOW``, it measures the throughput.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from bench.measure import ROOT, Effort, alternate
from bench.table import Row

TOY = ROOT / "tests" / "extras" / "toy.py"  # the trainings that are compared, those of the tests
BOUND = 1e-6
BUDGET = 60.0  # seconds for a job to end after one of its processes has died
BATCH = 16  # rows of a step, as in Lab 5


def measure(effort: Effort) -> list[Row]:
    """Compare trainings on two processes with the same on one, and break some.

    The smoke run leaves those out: they are the tests of tests/extras.
    """
    speed = throughput(effort.pick(1, 3, 7), effort.pick(16, 512, 512))
    if effort is Effort.SMOKE:
        return speed
    with TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(folder / "corpus.jsonl")
        return [*same_training(folder, corpus, effort.pick(0, 1, 3)), *speed]


def same_training(folder: Path, corpus: Path, rounds: int) -> list[Row]:
    """Train on one process and on two, one of which is killed; start these again; compare."""
    alone = new_folder(folder, "alone")
    train_alone(alone, corpus)
    gradients: dict[str, list[float]] = {"lstm": [], "transformer": []}
    weights: dict[str, list[float]] = {"lstm": [], "transformer": [], "interrupted": []}
    deaths = []
    for number in range(rounds):
        two = new_folder(folder, f"two {number}")
        broken = launch(2, two, corpus, 13)
        deaths.append(time.time() - (two / "died").stat().st_mtime)
        if "another process of this training has ended" not in broken.stderr:
            raise RuntimeError(f"the job ended without its message:\n{broken.stderr[-2000:]}")
        again = launch(2, two, corpus, 13)
        if again.returncode or "going on from step" not in again.stdout:
            raise RuntimeError(f"the job did not go on:\n{again.stderr[-2000:]}")
        for case, found in weights.items():
            differences = largest_differences(alone, two, case)
            found.append(differences["weights"])
            if case in gradients:
                gradients[case].append(differences["gradients"])
    networks = {"lstm": "LSTM of Lab 5, small", "transformer": "transformer, small"}
    return [
        *(
            _within_bound(f"largest difference of a {what} in 24 steps, {networks[case]}", values)
            for what, found in (("gradient", gradients), ("weight", weights))
            for case, values in found.items()
            if case in networks
        ),
        _within_bound(
            "largest difference of a weight, one of two processes killed, both started again",
            weights["interrupted"],
        ),
        Row(
            "processes",
            "seconds from the death of a process to the end of the job, with its message",
            deaths,
            "budget: no hang",
            wanted=f"under {BUDGET:.0f}",
            kept=max(deaths) < BUDGET,
        ),
    ]


def _within_bound(what: str, values: list[float]) -> Row:
    return Row(
        "processes",
        what,
        values,
        "one process",
        wanted=f"under {BOUND:g}",
        kept=max(values) < BOUND,
    )


def throughput(rounds: int, window: int) -> list[Row]:
    """Compare the tokens per second of two processes, one thread each, with one and the limit."""
    command = [*torchrun(2), "-m", "bench.processes", str(rounds), str(window)]
    finished = subprocess.run(
        command, cwd=ROOT, env=one_thread(), capture_output=True, text=True, timeout=600
    )
    if finished.returncode:
        raise RuntimeError(f"the processes failed:\n{finished.stderr[-2000:]}")
    seconds = json.loads(finished.stdout.splitlines()[-1])
    speeds = {name: [BATCH * window / s for s in taken] for name, taken in seconds.items()}
    peers = {"alone": "one process", "apart": "limit: two that do not talk to each other"}
    what = "training tokens/s, two processes of one thread, LSTM of Lab 5"
    return [
        Row("processes", what, speeds["together"], peer, speeds[name])
        for name, peer in peers.items()
    ]


def new_folder(folder: Path, name: str) -> Path:
    """Make a folder in another and return it."""
    path = folder / name
    path.mkdir()
    return path


def write_corpus(path: Path) -> Path:
    """Write 60 lines with what looks like tunes, always the same; return the path."""
    draw = random.Random(0)

    def bar() -> str:
        lengths = ["", "2", "3", "/2"]
        return "".join(draw.choice("ABCDEFGabcdefg") + draw.choice(lengths) for _ in range(6))

    tunes = ["|".join(bar() for _ in range(draw.randint(2, 8))) for _ in range(60)]
    lines = [json.dumps({"abc": f"M:4/4\nL:4/4\nK:D\n{tune}|]"}) for tune in tunes]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def torchrun(processes: int, *options: str) -> list[str]:
    """Return the beginning of a command that starts so many processes, of one node if not told."""
    start = [sys.executable, "-m", "torch.distributed.run", f"--nproc-per-node={processes}"]
    return [*start, *(options or ("--standalone",))]


def train_alone(folder: Path, corpus: Path) -> None:
    """Run the toy trainings on one process, without torchrun."""
    command = [sys.executable, str(TOY), str(folder), str(corpus)]
    subprocess.run(command, check=True, env=one_thread(), capture_output=True, timeout=240)


def launch(
    processes: int, folder: Path, corpus: Path, *last_step: int
) -> subprocess.CompletedProcess[str]:
    """Run the toy trainings on so many processes; a hang is an error."""
    script = [str(TOY), str(folder), str(corpus), *map(str, last_step)]
    command = [*torchrun(processes), *script]
    return subprocess.run(command, env=one_thread(), capture_output=True, text=True, timeout=240)


def launch_on_two_nodes(folder: Path, corpus: Path) -> list[int]:
    """Run the toy trainings on two nodes, both of them here; return what they ended with."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"localhost:{free.getsockname()[1]}"
    options = ["--nnodes=2", "--rdzv-backend=c10d", f"--rdzv-endpoint={address}", "--rdzv-id=toy"]
    command = [*torchrun(1, *options, "--local-addr=localhost"), str(TOY), str(folder), str(corpus)]
    nodes = [subprocess.Popen(command, env=one_thread()) for _ in range(2)]
    try:
        return [node.wait(timeout=240) for node in nodes]
    finally:
        for node in nodes:
            node.kill()


def one_thread() -> dict[str, str]:
    """Return the environment of a process that computes with one thread and finds extras/."""
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": paths}


def largest_differences(one: Path, other: Path, case: str) -> dict[str, float]:
    """Compare what a case has left in two folders: its weights, and the gradients of its steps.

    Where the other training was interrupted, only the steps after that have gradients.
    """
    a, b = (torch.load(folder / f"{case}.pt") for folder in (one, other))
    common = min(len(a["gradients"]), len(b["gradients"]))
    return {
        "gradients": float((a["gradients"][-common:] - b["gradients"][-common:]).abs().max()),
        "weights": max(
            float((weight - b["weights"][name]).abs().max())
            for name, weight in a["weights"].items()
        ),
    }


def take_turns(rounds: int, window: int) -> None:
    """Make steps in turn: process 0 alone, all apart, all together; print the seconds of each."""
    from torch.nn.parallel import DistributedDataParallel

    from course.recipes import lab5, tunes
    from extras.train.loop import joined, over_all, own_rows, training_step, world
    from seqlab.text import Batch, Vocabulary

    with joined():
        torch.manual_seed(0)
        vocabulary = Vocabulary(map(chr, range(ord("A"), ord("A") + 60)))  # with the bar line |
        model = lab5.ATTEMPTS[0].build(vocabulary)
        shared = DistributedDataParallel(model)
        optimizer = torch.optim.AdamW(model.parameters())
        ids = torch.randint(3, len(vocabulary), (BATCH, window + 1))  # (batch, time + 1)
        whole = Batch(ids[:, :-1], ids[:, 1:], fresh=True)
        share = own_rows(whole)

        def alone() -> None:
            if world()[0] == 0:
                tunes.training_step(model, optimizer, whole, None)
            over_all(torch.zeros(1))  # the others wait

        def apart() -> None:
            tunes.training_step(model, optimizer, share, None)
            over_all(torch.zeros(1))

        def together() -> None:
            training_step(shared, optimizer, share, None)

        jobs = {"alone": alone, "apart": apart, "together": together}
        alternate(jobs, 1)  # the first ones are slower
        seconds = alternate(jobs, rounds)
        if world()[0] == 0:
            print(json.dumps(seconds))


if __name__ == "__main__":
    take_turns(*map(int, sys.argv[1:]))
