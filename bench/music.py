"""Music: held-out bits per character for the same CPU seconds, and the share of valid tunes.

``python -m bench.music CORPUS NETWORK SECONDS SEED COUNT`` makes one training, in a process of its
own, and prints what came of it as JSON.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import seqlab
from bench import peer
from bench.measure import ROOT, Effort, in_child, median
from bench.table import Row
from course.recipes import best
from course.recipes.tunes import Recipe, held_out_bits, training_step
from seqlab.data import load
from seqlab.data.prepared import Tunes, read_tunes
from seqlab.models import BeatTransformer, TransformerLanguageModel, shipped
from seqlab.music.measure import distinct_bars, pitch_spread, valid_share
from seqlab.sampling import generate
from seqlab.stored import shipped_weights
from seqlab.text import pad
from seqlab.training import fit, warmup_cosine

PART = "music"
NAMES = ("LSTM", "transformer", "peer")
CORPORA = {"songs": "the peer's songs", "tunes": "our tunes"}
PROMISED: dict[tuple[str, str, float], float] = {
    ("songs", "LSTM", 120): 1.45,
    ("songs", "LSTM", 600): 1.33,
}
POINTS = 8  # of the curve of a long training
TRIAL = 5  # CPU seconds below which a training is only tried, on a few texts
ROOM = 1500  # characters of a written tune at most
TEMPERATURES = (1.0, 0.8)
Texts = dict[str, list[str]]
Job = tuple[str, str, float, int, int]  # corpus, network, CPU seconds, seed, tunes to write
Curve = list[tuple[float, float]]  # CPU seconds, bits per character


def texts_of(corpus: str) -> Texts:
    """Return the texts of the peer's ``songs`` or of our ``tunes``, by split."""
    if corpus == "songs":
        return peer.read_songs()
    tunes = load("tunes")
    return {split: tunes[split]["abc"][:] for split in tunes}


# --- one training ---------------------------------------------------------------------------------


class Clock:
    """CPU seconds of a training, without the pauses in which it is measured."""

    def __init__(self) -> None:
        self.started, self.paused = time.process_time(), 0.0

    def seconds(self) -> float:
        """Return the CPU seconds so far."""
        return time.process_time() - self.started - self.paused

    def without(self, job: Callable[[], float]) -> float:
        """Run a job that is not counted."""
        started = time.process_time()
        result = job()
        self.paused += time.process_time() - started
        return result


def points_of(budget: float) -> int:
    """Return how often a training is measured."""
    return POINTS if budget > 100 else 1


def train_peer(texts: Texts, budget: float) -> tuple[nn.Module, list[str], Curve]:
    """Train the peer's network with the peer's loop; return it, its characters and its curve."""
    characters = sorted({"\n"}.union(*(text for split in texts.values() for text in split)))
    number = {character: i for i, character in enumerate(characters)}
    ids = torch.tensor([number[c] for c in peer.SEPARATOR.join(texts["train"])])
    model = peer.PeerModel(len(characters))
    optimizer = torch.optim.Adam(model.parameters(), lr=peer.RATE)
    held_out = [
        torch.tensor([number[c] for c in peer.SEPARATOR + text + peer.SEPARATOR])
        for text in texts["validation"]
    ]
    clock, curve = Clock(), Curve()
    for iteration in range(peer.ITERATIONS):
        peer.training_step(model, optimizer, ids)
        at = clock.seconds()
        over = at >= budget or iteration + 1 == peer.ITERATIONS
        if over or at >= budget * (len(curve) + 1) / points_of(budget):
            curve.append((at, clock.without(lambda: peer_bits(model, held_out))))
        if over:
            break
    return model, characters, curve


@torch.no_grad()
def peer_bits(model: nn.Module, songs: list[Tensor]) -> float:
    """Return the peer's bits per character, the end of a song counted as one, as in ours.

    Args:
        model: The peer's network.
        songs: Ids of each song with a separator (2 characters) before and after it.
    """
    total, count = 0.0, 0
    ordered = sorted(songs, key=len)
    for i in range(0, len(ordered), 32):
        ids, lengths = pad(ordered[i : i + 32], value=-1)  # (batch, time)
        logits, _ = model(ids[:, :-1].clamp(min=0))
        targets = ids[:, 1:].clone()
        targets[:, 0] = -1  # the separator before the song is given
        total += F.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=-1, reduction="sum"
        ).item()
        count += int((lengths - 3).sum())
    return total / count / math.log(2)


def network(name: str, tunes: Tunes, budget: float) -> tuple[nn.Module, Recipe]:
    """Return one of our networks, untrained, and the recipe for a budget in CPU seconds."""
    if name == "transformer":
        model = TransformerLanguageModel(len(tunes.vocabulary), 128, 4, 4, dropout=0.1)
        recipe = Recipe(name, batch_size=8, learning_rate=3e-3, in_any_key=True)
        return BeatTransformer(model, tunes.vocabulary.tokens), recipe
    small = budget < 200
    attempt = replace(
        best.ATTEMPT, name=name, hidden_size=256 if small else 384, dropout=0.2 if small else 0.3
    )
    return attempt.build(tunes.vocabulary), attempt


def train_ours(name: str, tunes: Tunes, budget: float, seed: int) -> tuple[nn.Module, Curve]:
    """Train one of our networks for about the budget; return it and its curve.

    The length of the schedule must be known at the start: the cost of a step is measured before.
    """
    model, recipe = network(name, tunes, budget)
    points, clock = points_of(budget), Clock()
    stream = replace(recipe, seed=seed).stream(tunes)
    prepared = clock.seconds()
    optimizer = partial(torch.optim.AdamW, lr=recipe.learning_rate)

    trial, _ = network(name, tunes, budget)
    tries = 12 if budget > 10 else 2
    attempt = partial(fit, trial, stream, training_step, optimizer(trial.parameters()))
    attempt(steps=2)  # the first ones are slower
    begun = clock.seconds()
    attempt(steps=tries)
    each = (clock.seconds() - begun) / tries
    clock.paused += clock.seconds() - prepared

    steps = max(2, round((budget - prepared) / each))
    curve = Curve()

    def note(model: nn.Module) -> None:
        at = clock.seconds()
        curve.append((at, clock.without(lambda: held_out_bits(model, tunes.ids["validation"]))))

    torch.manual_seed(seed)
    fit(
        model,
        stream,
        training_step,
        optimizer(model.parameters()),
        steps=steps,
        schedule=warmup_cosine(steps, warmup=min(100, steps // 4)),
        at_step={round(steps * i / points): note for i in range(1, points + 1)},
    )
    return model, curve


def write_as_peer(
    model: nn.Module, characters: list[str], count: int, temperature: float
) -> list[str]:
    """Let the peer's network write songs, from one separator to the next."""
    generator = torch.Generator().manual_seed(1)
    state, written = None, []
    tokens = torch.tensor([characters.index(c) for c in peer.SEPARATOR]).expand(count, -1)
    with torch.inference_mode():
        for _ in range(ROOM):
            logits, state = model(tokens, state)
            probabilities = torch.softmax(logits[:, -1] / temperature, dim=-1)
            tokens = torch.multinomial(probabilities, 1, generator=generator)  # (count, 1)
            written.append(tokens)
    rows = torch.cat(written, dim=1).tolist()
    texts = ["".join(characters[i] for i in row) for row in rows]
    return [text.partition(peer.SEPARATOR)[0] for text in texts]


def train(corpus: str, name: str, budget: float, seed: int, count: int) -> dict[str, Any]:
    """Make one training, and where ``count`` is not 0 let it write so many tunes."""
    seqlab.setup(seed=seed)
    torch.set_num_threads(1)
    texts = texts_of(corpus)
    if budget < TRIAL:
        texts = {split: some[:40] for split, some in texts.items()}
    if name == "peer":
        model, characters, curve = train_peer(texts, budget)

        def write(temperature: float) -> list[str]:
            return write_as_peer(model, characters, count, temperature)
    else:
        tunes = Tunes.from_texts(texts)
        model, curve = train_ours(name, tunes, budget, seed)

        def write(temperature: float) -> list[str]:
            return generate(model, tunes.vocabulary, count=count, temperature=temperature, seed=1)

    valid = {str(t): valid_share(write(t)) for t in TEMPERATURES} if count else {}
    return {"curve": curve, "valid": valid}


# --- the rows -------------------------------------------------------------------------------------


def measure(effort: Effort) -> list[Row]:
    """Train ours and the peer's two at a time, each on one thread, and measure the best network."""
    short, long = effort.pick((1, 0), (12, 0), (120, 600))
    count = effort.pick(2, 0, 200)
    jobs: list[Job] = [("songs", name, long, 0, 0) for name in NAMES if long]
    jobs += [("tunes", name, long, 0, count) for name in NAMES if long]
    for seed in range(effort.pick(1, 1, 2)):
        jobs += [("songs", name, short, seed, 0) for name in ("peer", "LSTM")]
    if effort is Effort.QUICK:
        jobs.append(("songs", "transformer", short, 0, 0))
    done = in_pairs(jobs, ROOT / "build" / "bench" / f"music-{effort.value}")
    rows = [*quality_rows("songs", short, done), *quality_rows("songs", long, done)]
    if long:
        rows += [*quality_rows("tunes", long, done), *validity_rows(long, done)]
        draw(done)
    return rows + best_rows(effort.pick(4, 100, 300))


def in_pairs(jobs: Sequence[Job], kept: Path) -> dict[Job, Any]:
    """Run trainings in processes of their own, two at a time.

    What is ready is kept in a folder until all are, so that a run that was stopped goes on.
    """

    def run(job: Job) -> Any:
        path = kept / f"{'-'.join(map(str, job))}.json"
        if not path.exists():
            result = in_child("bench.music", *job)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(result), encoding="utf-8")
        return json.loads(path.read_text(encoding="utf-8"))

    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(jobs, pool.map(run, jobs), strict=True))
    shutil.rmtree(kept)
    return results


def quality_rows(corpus: str, budget: float, done: dict[Job, Any]) -> list[Row]:
    """Compare the held-out bits per character after the same CPU seconds."""
    rows = []
    for name in ("LSTM", "transformer"):
        ours, theirs = (
            [
                min(bits for _, bits in result["curve"])
                for job, result in done.items()
                if job[:3] == (corpus, who, budget)
            ]
            for who in (name, "peer")
        )
        wanted = PROMISED.get((corpus, name, budget))
        if ours:
            rows.append(
                Row(
                    PART,
                    f"bits per character within {budget:g} CPU seconds, {name}, {CORPORA[corpus]}",
                    ours,
                    "6.S191's network, at its best within this time",
                    theirs[: len(ours)],
                    wanted=f"{wanted}" if wanted else "",
                    kept=median(ours) <= wanted if wanted else None,
                    more_is_better=False,
                )
            )
    return rows


def validity_rows(budget: float, done: dict[Job, Any]) -> list[Row]:
    """Compare the share of freely sampled tunes with all bars right, at equal cost."""
    valid = {
        name: done[job]["valid"]
        for job in done
        for name in NAMES
        if job[:3] == ("tunes", name, budget)
    }
    return [
        Row(
            PART,
            f"valid tunes, per cent, temperature {t}, LSTM, our tunes, {budget:g} CPU seconds",
            [100 * valid["LSTM"][str(t)]],
            "6.S191's network on our tunes",
            [100 * valid["peer"][str(t)]],
            wanted="twice the peer's" if t == 1 else "",
            kept=valid["LSTM"][str(t)] >= 2 * valid["peer"][str(t)] if t == 1 else None,
        )
        for t in TEMPERATURES
    ]


def best_rows(count: int) -> list[Row]:
    """Measure what the shipped network writes, beside as many real tunes that it has not seen."""
    tunes = read_tunes()
    model = shipped.build("best", tunes.vocabulary)
    model.load_state_dict(shipped_weights("best"))
    real = load("tunes")["test"]["abc"][:count]
    rows = []
    for temperature, promised in zip(TEMPERATURES, (75, 90), strict=True):
        written = generate(
            model, tunes.vocabulary, count=len(real), temperature=temperature, seed=1
        )
        at = f"best network, temperature {temperature}"
        valid = 100 * valid_share(written)
        rows.append(
            Row(
                PART,
                f"valid tunes, per cent, {at}",
                [valid],
                "real held-out tunes",
                [100 * valid_share(real)],
                wanted=str(promised),
                kept=valid >= promised,
            )
        )
        for what, of in (
            ("different bars, share of all", distinct_bars),
            ("spread of pitches, semitones", pitch_spread),
        ):
            mine, theirs = of(written), of(real)
            rows.append(
                Row(
                    PART,
                    f"{what}, {at}",
                    [mine],
                    "real held-out tunes",
                    [theirs],
                    wanted="within 15 per cent",
                    kept=abs(mine / theirs - 1) <= 0.15,
                )
            )
    return rows


def draw(done: dict[Job, Any]) -> None:
    """Draw held-out bits against CPU seconds."""
    from matplotlib.figure import Figure

    from seqlab.plots import COLOURS

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for axes, corpus in zip(figure.subplots(1, 2), CORPORA, strict=True):
        for name, colour in zip(NAMES, COLOURS, strict=False):
            curves = [r["curve"] for job, r in done.items() if job[:2] == (corpus, name)]
            for curve in curves:
                axes.plot(*zip(*curve, strict=True), color=colour, marker=".", linewidth=1)
            if curves:
                axes.text(*max(curves, key=len)[-1], f" {name}", color=colour, va="center")
        axes.set(title=CORPORA[corpus], xlabel="CPU seconds", ylabel="bits per character")
        axes.set_ylim(top=2.4)
    path = ROOT / "bench" / "figures" / "music.svg"
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    corpus, name, budget, seed, count = sys.argv[1:]
    print(json.dumps(train(corpus, name, float(budget), int(seed), int(count))))
