"""The training loop: progress bar, validation, checkpoint and resume."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from seqlab.checkpoint import copied, digest_of, read_checkpoint, write_checkpoint
from seqlab.text import Batches

# The progress bar, with the seconds between two pictures. A program that runs a notebook and does
# not listen while a cell runs (nbval) loses messages after the first thousand or two.
BAR: dict[str, Any] = {"desc": "training", "unit": "step", "leave": False, "mininterval": 2.0}

# One training step: does everything from the forward pass to the update of the weights.
# Takes the model, the optimizer, the batch and the state that the step before returned (None at
# the start), and returns the loss and the state to carry on (None where there is none).
Step = Callable[[nn.Module, torch.optim.Optimizer, Any, Any], tuple[float, Any]]


@dataclass
class History:
    """What happened in a training: one entry per step, one per validation."""

    losses: list[float] = field(default_factory=list)
    valid_steps: list[int] = field(default_factory=list)
    valid_losses: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def best_step(self) -> int:
        """Step of the lowest validation loss; the last step where nothing was validated."""
        if not self.valid_losses:
            return len(self.losses)
        return self.valid_steps[self.valid_losses.index(min(self.valid_losses))]


def warmup_cosine(steps: int, warmup: int = 100, floor: float = 0.02) -> Callable[[int], float]:
    """Learning-rate factor: a straight rise over ``warmup`` steps, then half a cosine down.

    Args:
        steps: Steps of the whole training.
        warmup: Steps of the rise.
        floor: Factor at the end.

    Returns:
        A function of the step, for ``fit(schedule=...)``.
    """

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        share = min(1.0, (step - warmup) / max(1, steps - warmup))
        return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * share))

    return factor


def fit(
    model: nn.Module,
    batches: Batches[Any],
    step: Step,
    optimizer: torch.optim.Optimizer,
    *,
    steps: int,
    schedule: Callable[[int], float] | None = None,
    validate: Callable[[nn.Module], float] | None = None,
    every: int = 100,
    checkpoint: str | Path | None = None,
    at_step: dict[int, Callable[[nn.Module], None]] | None = None,
) -> History:
    """Train ``model`` and return what happened.

    With ``checkpoint``, a training that was interrupted goes on where it was when it is called
    again (in a new kernel with the same starting weights, or with the same model), and ends with
    the same weights as one that was not. The file is removed at the end. Where it cannot be
    written, the training says so and goes on without it.

    Args:
        model: The model; trained in place. With ``validate`` it ends with its best weights.
        batches: Numbered batches, for example a ``text.WindowStream``.
        step: One training step, see ``Step``.
        optimizer: The optimizer over the model's parameters.
        steps: Number of steps.
        schedule: Factor on the learning rate as a function of the step.
        validate: Computes the loss on held-out data; the model is in evaluation mode. What it and
            ``at_step`` draw from torch's random generators does not change the training.
        every: After so many steps, and after the last one, ``validate`` is called and the
            checkpoint is written: a crash costs no more than these steps.
        checkpoint: File for taking the training up again.
        at_step: Functions to call with the model (in evaluation mode) after the given steps;
            after an interruption the last one may be called again.

    Raises:
        FloatingPointError: A loss is NaN or infinite; says at which step.
        TypeError: ``step`` returned something else than a loss and a state.
    """
    rates = [schedule(i) for i in range(steps)] if schedule else []
    run = _Run(model, optimizer, Path(checkpoint) if checkpoint else None)
    if checkpoint:
        run.start(f"{steps} {every} {rates} {digest_of(batches[0])}")
    started = time.perf_counter() - run.history.seconds
    try:
        with tqdm(total=steps, initial=run.done, **BAR) as bar:
            while run.done < steps:
                if schedule:
                    run.set_rates(rates[run.done])
                model.train()
                run.note_step(step(model, optimizer, batches[run.done], run.state))
                bar.update()
                model.eval()
                at_border = run.done % every == 0 or run.done == steps
                with torch.random.fork_rng(range(torch.cuda.device_count())):
                    if at_step and run.done in at_step:
                        at_step[run.done](model)
                    if validate and at_border:
                        valid = run.note_validation(float(validate(model)))
                        bar.set_postfix(train=f"{run.history.losses[-1]:.3f}", valid=f"{valid:.3f}")
                run.history.seconds = time.perf_counter() - started
                run.mark()
                if at_border:
                    run.save()
    except KeyboardInterrupt:
        run.go_back()
        raise
    finally:
        run.set_rates(1.0)
    run.finish()
    return run.history


class _Run:
    """The state of one training, as it is written to and read from a checkpoint.

    After each step and all that belongs to it the state is marked. An interruption takes the
    training back to the mark, because it may come in the middle of an update.
    """

    def __init__(
        self, model: nn.Module, optimizer: torch.optim.Optimizer, path: Path | None
    ) -> None:
        self.model, self.optimizer, self.path = model, optimizer, path
        self.rates = [group["lr"] for group in optimizer.param_groups]
        self.done, self.history = 0, History()
        self.state: Any = None
        self.best: dict[str, Tensor] | None = None
        self.settings = self.begin = ""
        self.marked: dict[str, Any] = {}
        self.saved: bool | None = None  # whether the file could be written the last time

    def set_rates(self, factor: float) -> None:
        """Set the learning rates to so many times those that the optimizer came with."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor

    def note_step(self, result: Any) -> None:
        """Write down what a step returned: its loss, and the state to carry on."""
        if not (isinstance(result, tuple) and len(result) == 2):
            raise TypeError(f"step must return (loss, state), got {type(result).__name__}")
        loss, self.state = result
        loss = float(loss.detach() if isinstance(loss, Tensor) else loss)
        if not math.isfinite(loss):
            raise FloatingPointError(
                f"the loss is {loss} in step {self.done + 1}: lower the learning rate or clip "
                "the gradient"
            )
        self.history.losses.append(loss)
        self.done += 1

    def note_validation(self, loss: float) -> float:
        """Write down a validation loss and return it; keep the weights of the lowest."""
        if not math.isfinite(loss):
            raise FloatingPointError(f"the validation loss is {loss} after step {self.done}")
        if loss < min(self.history.valid_losses, default=math.inf):
            self.best = copied(self.model.state_dict())
        self.history.valid_steps.append(self.done)
        self.history.valid_losses.append(loss)
        return loss

    def start(self, settings: str) -> None:
        """Take up the training in the checkpoint, if there is one and it is of this training.

        The settings tell, and the weights: those of the start, or, where the model is the one
        that was interrupted, those of the mark.
        """
        self.settings = f"{settings} {self.optimizer.state_dict()['param_groups']}"
        self.begin = digest_of(self.model.state_dict())
        saved = (read_checkpoint(self.path) if self.path else None) or {}
        same_settings = saved.get("settings") == self.settings
        if same_settings and self.begin in (saved["begin"], digest_of(saved["model"])):
            self._take_up(saved)
            print(f"going on from step {self.done} ({self.path})")
        elif saved:
            print(f"{self.path} is of another training (weights or settings): starting anew")
        self.mark()

    def mark(self) -> None:
        """Note the state of the training in memory, if it is to be saved at all."""
        if self.path:
            self.marked = {
                "settings": self.settings,
                "begin": self.begin,
                "done": self.done,
                "history": {name: copy.copy(of) for name, of in vars(self.history).items()},
                "model": copied(self.model.state_dict()),
                "optimizer": copied(self.optimizer.state_dict()),
                "best": self.best,
                "state": copied(self.state),
                "rng": torch.get_rng_state(),
                "cuda_rng": torch.cuda.get_rng_state_all(),  # [] where there is no GPU
            }

    def _take_up(self, marked: dict[str, Any]) -> None:
        """Put the training where it was when it was marked."""
        where = next(self.model.parameters()).device
        self.model.load_state_dict(marked["model"])
        self.optimizer.load_state_dict(marked["optimizer"])
        self.begin, self.done = marked["begin"], marked["done"]
        self.history = History(**marked["history"])
        self.state, self.best = copied(marked["state"], where), copied(marked["best"], where)
        torch.set_rng_state(marked["rng"])
        torch.cuda.set_rng_state_all(marked["cuda_rng"])

    def save(self) -> None:
        """Write the mark to the file; where that fails, say so once and go on."""
        if not self.path:
            return
        try:
            write_checkpoint(self.path, self.marked)
            self.saved = True
        except OSError as error:
            if self.saved is not False:
                print(
                    f"The checkpoint {self.path} cannot be written ({error.strerror or error}). "
                    "The training goes on without it, but an interruption would lose what was "
                    "trained. To keep a checkpoint, free some space, or choose a file in a folder "
                    "that you can write to: checkpoint=..."
                )
            self.saved = False

    def go_back(self) -> None:
        """Take everything back to the mark, and save it."""
        if self.path:
            self.save()
            self._take_up(self.marked)
            then = "call again to go on" if self.saved else "without a checkpoint it begins anew"
            print(f"interrupted after step {self.done}: {then}")

    def finish(self) -> None:
        """Give the model its best weights and remove the checkpoint."""
        if self.best is not None:
            self.model.load_state_dict(self.best)
        self.model.eval()
        if self.path:
            with suppress(OSError):  # it may never have been written
                self.path.unlink()
