"""A training step: beside the peer's, beside its matrix products, and with a busy neighbour.

Each network trains in a process of its own, because how torch's threads wait for each other is
settled when torch is first imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.measure import ROOT, Effort, alternate, median
from bench.table import Row

PART = "step"
NETWORKS = ("LSTM", "transformer")
DEFAULTS = "LSTM, torch's waiting"  # the same step, but torch waits as it does by itself
FASTER = {"LSTM": 3.0, "transformer": 1.5}  # promised, in tokens a second beside the peer's
SHARE = {"LSTM": 0.5, "transformer": 0.4}  # promised, of the speed of the products alone
FAIR = 2.2  # times slower at most with a busy neighbour: two threads wait for the slower of two
FIT_SHARE = 0.05  # of a step's seconds that ``fit`` may add
LENGTH = 200  # characters of a window: half of the tunes are shorter, and windows end with tunes
FIT_STEPS = 100  # from one checkpoint to the next


@dataclass(frozen=True)
class Product:
    """A matrix product of a network, x @ w, and the two of its gradients.

    Args:
        rows, inner, columns: x is (rows, inner), w is (inner, columns).
        stacked: So many such products at once, each with its own w.
        steps: So many one after the other, as a recurrence must, with the same w; the gradient
            of w is one product for all of them.
    """

    rows: int
    inner: int
    columns: int
    stacked: int = 1
    steps: int = 1

    @property
    def operations(self) -> int:
        """Multiplications and additions, forward and backward."""
        return 6 * self.rows * self.inner * self.columns * self.stacked * self.steps

    def job(self) -> Callable[[], None]:
        """Return a function that makes the products, on numbers that stand ready."""
        import torch

        x = torch.randn(self.steps, self.stacked, self.rows, self.inner)
        w = torch.randn(self.stacked, self.inner, self.columns)
        gradient = torch.randn(self.steps, self.stacked, self.rows, self.columns)
        turned = w.transpose(1, 2).contiguous()  # (stacked, columns, inner)
        if self.stacked == 1:
            w, turned = w[0], turned[0]  # torch.mm is faster than torch.bmm
            x, gradient = x[:, 0], gradient[:, 0]  # (steps, rows, ...)

        def run() -> None:
            for t in range(self.steps):
                x[t] @ w
            for t in reversed(range(self.steps)):
                gradient[t] @ turned
            if self.stacked == 1:
                x.flatten(0, 1).T @ gradient.flatten(0, 1)  # all time steps at once
            else:
                x[0].transpose(1, 2) @ gradient[0]

        return run


def lstm_products(
    batch: int, time: int, vocab: int, embedding: int = 64, hidden: int = 384
) -> list[Product]:
    """Return the products of Lab 5's network on a window (batch, time)."""
    tokens = batch * time
    return [
        Product(tokens, embedding, 4 * hidden),
        Product(batch, hidden, 4 * hidden, steps=time),
        Product(tokens, hidden, vocab),
    ]


def transformer_products(
    batch: int, time: int, vocab: int, size: int = 128, layers: int = 4, heads: int = 4
) -> list[Product]:
    """Return the products of notebook 11's network on a window (batch, time).

    A step looks at those before it only: on average at half of the keys.
    """
    tokens, head, half = batch * time, size // heads, (time + 1) // 2
    block = [
        Product(tokens, size, 3 * size),  # to queries, keys and values
        Product(time, head, half, stacked=batch * heads),  # queries and keys
        Product(time, half, head, stacked=batch * heads),  # weights and values
        Product(tokens, size, size),
        Product(tokens, size, 4 * size),
        Product(tokens, 4 * size, size),
    ]
    return layers * block + [Product(tokens, size, vocab)]


def measure(effort: Effort) -> list[Row]:
    """Measure steps on one and two threads, then with a busy neighbour, then what fit adds."""
    rounds, length = effort.pick(1, 3, 7), effort.pick(20, LENGTH, LENGTH)
    rows = []
    with ExitStack() as stack:
        trainers = start(stack, length)
        for threads in effort.pick((1,), (1, 2), (1, 2)):
            rows += speed_rows(trainers, threads, rounds)
        rows += neighbour_rows(trainers, effort.pick(1, 2, 2), rounds)
        rows.append(fit_row(trainers["LSTM"], rounds))
    return rows


def speed_rows(trainers: dict[str, Trainer], threads: int, rounds: int) -> list[Row]:
    """Return tokens a second beside the peer's, and beside the products alone."""
    jobs = {"peer": partial(trainers["peer"].run, "step", threads)}
    for name in NETWORKS:
        jobs[name] = partial(trainers[name].run, "step", threads)
        jobs[f"{name} products"] = partial(trainers[name].run, "products", threads)
    alternate(jobs, 1)  # to warm up
    seconds = alternate(jobs, rounds)

    def speeds(job: str) -> list[float]:
        tokens = trainers[job.removesuffix(" products")].tokens
        return [tokens / s for s in seconds[job]]

    rows = []
    for name in NETWORKS:
        what = f"tokens/s in training, {name}, {on_threads(threads)}"
        for peer, theirs, least in (
            ("its loop", speeds("peer"), FASTER[name]),
            ("the matrix products of the step alone", speeds(f"{name} products"), SHARE[name]),
        ):
            row = Row(PART, what, speeds(name), peer, theirs, f"{least:g} times")
            rows.append(with_promise(row, least))
    return rows


def on_threads(count: int) -> str:
    """Say on how many threads."""
    return f"{count} thread" + "s" * (count > 1)


def with_promise(row: Row, least: float) -> Row:
    """Return the row that says whether its median ratio is at least what was promised."""
    return Row(**{**vars(row), "kept": median(row.ratios) >= least})


def neighbour_rows(trainers: dict[str, Trainer], threads: int, rounds: int) -> list[Row]:
    """Return how many times slower a step gets beside a busy process."""
    names = list(trainers)
    jobs = {name: partial(trainers[name].run, "step", threads) for name in names}
    alternate(jobs, 1)
    slower: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        alone = alternate(jobs, 1)
        with busy_neighbours():
            beside = alternate(jobs, 1)
        for name in names:
            slower[name].append(beside[name][0] / alone[name][0])
    pairs = [(name, "its loop, torch's defaults", "peer") for name in NETWORKS]
    pairs.append(("LSTM", "the same step, torch's defaults", DEFAULTS))
    return [
        Row(
            PART,
            f"times slower beside a busy process, {name}, {on_threads(threads)}",
            slower[name],
            peer,
            slower[theirs],
            f"at most {FAIR:g}",
            median(slower[name]) <= FAIR,
            more_is_better=False,
        )
        for name, peer, theirs in pairs
    ]


def fit_row(trainer: Trainer, rounds: int) -> Row:
    """Return what fit adds to a step: progress bar, marks, a checkpoint every so many steps."""
    jobs = {name: partial(trainer.run, name, 1) for name in ("step", "fit")}
    seconds = alternate(jobs, rounds)
    shares = [f / FIT_STEPS / s for f, s in zip(seconds["fit"], seconds["step"], strict=True)]
    return Row(
        PART,
        "what fit with a checkpoint adds to a step of the LSTM, share of its time",
        shares,
        "budget",
        wanted=f"at most {FIT_SHARE:g}",
        kept=median(shares) <= FIT_SHARE,
        more_is_better=False,
    )


class Trainer:
    """A process that trains a network when it is told to.

    Args:
        name: Which network.
        length: Time steps of its window, if it is ours.
    """

    def __init__(self, name: str, length: int) -> None:
        waiting = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")  # as torch is found, or as seqlab has it
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.step", name, str(length)],
            cwd=ROOT,
            env={key: value for key, value in os.environ.items() if key not in waiting},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self.tokens = 0  # in a step

    def run(self, job: str, threads: int) -> None:
        """Let it do a job on so many threads, and wait until it is done."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{job} {threads}\n")
        self.answer()

    def answer(self) -> str:
        """Return the next line that the process says.

        Raises:
            RuntimeError: The process has ended.
        """
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a training ended with code {self.process.wait()}")
        return line

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def start(stack: ExitStack, length: int) -> dict[str, Trainer]:
    """Start a process for each network; they end with the stack."""
    trainers = {name: Trainer(name, length) for name in (*NETWORKS, "peer", DEFAULTS)}
    for trainer in trainers.values():
        stack.callback(trainer.end)
    for trainer in trainers.values():
        trainer.tokens = int(trainer.answer())
    return trainers


@contextmanager
def busy_neighbours() -> Iterator[None]:
    """Keep all cores but one busy: on two cores, with one process."""
    command = [sys.executable, "-c", "while True: pass"]
    neighbours = [subprocess.Popen(command) for _ in range(max(1, (os.cpu_count() or 2) - 1))]
    time.sleep(0.2)  # until they run
    try:
        yield
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()


def train_when_told(name: str, length: int) -> None:
    """Say how many tokens a step has, then do what standard input says, line by line.

    Ours imports seqlab first, as a notebook does, and the peer's loop torch, as its own does.
    """
    if name in ("peer", DEFAULTS):
        import torch
    else:
        import seqlab  # noqa: F401
    import torch

    torch.manual_seed(0)
    network = name.partition(",")[0]
    jobs, tokens = peers_jobs() if name == "peer" else our_jobs(network, length)
    print(tokens, flush=True)
    for line in sys.stdin:
        job, threads = line.split()
        torch.set_num_threads(int(threads))
        jobs[job]()
        print("done", flush=True)


def peers_jobs() -> tuple[dict[str, Callable[[], object]], int]:
    """Return what the peer's process can do, and the tokens of its step."""
    import torch

    from bench.peer import BATCH, RATE, WINDOW, PeerModel, training_step

    vocab = 83  # characters in its text; which ones makes no difference to the time
    model = PeerModel(vocab)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    text = torch.randint(vocab, (100_000,))
    return {"step": lambda: training_step(model, optimizer, text)}, BATCH * WINDOW


def our_jobs(name: str, length: int) -> tuple[dict[str, Callable[[], object]], int]:
    """Return what a process of ours can do, and the tokens of its step."""
    import torch

    from course.recipes import lab5, music
    from course.recipes.tunes import training_step
    from seqlab.text import Batch, Vocabulary
    from seqlab.training import fit

    vocabulary = Vocabulary(map(chr, range(48, 100)))  # 52 characters, as many as the tunes have
    lstm, transformer = lab5.Attempt("LSTM"), music.Attempt("transformer")
    model = (lstm if name == "LSTM" else transformer).build(vocabulary)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=lstm.learning_rate)
    ids = torch.randint(3, len(vocabulary), (lstm.batch_size, length + 1))
    batch = Batch(ids[:, :-1], ids[:, 1:], fresh=True)
    products_of = lstm_products if name == "LSTM" else transformer_products
    products = [p.job() for p in products_of(lstm.batch_size, length, len(vocabulary))]

    def multiply() -> None:
        for product in products:
            product()

    def fit_nothing() -> None:
        with tempfile.TemporaryDirectory() as folder:
            fit(
                model,
                FIT_STEPS * [batch],
                lambda *_: (1.0, None),
                optimizer,
                steps=FIT_STEPS,
                checkpoint=Path(folder) / "checkpoint.pt",
            )
        model.train()

    def step() -> None:
        training_step(model, optimizer, batch, None)

    return {"step": step, "products": multiply, "fit": fit_nothing}, batch.inputs.numel()


if __name__ == "__main__":
    train_when_told(sys.argv[1], int(sys.argv[2]))
