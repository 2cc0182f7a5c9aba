"""The training loop: progress bar, clipping, validation, early stopping, checkpoint and resume."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

BatchT = TypeVar("BatchT", covariant=True)


class Batches(Protocol[BatchT]):
    """Batches numbered from 0: the same number always gives the same batch."""

    def __getitem__(self, step: int) -> BatchT:
        """Return batch number ``step``."""


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
        best = min(range(len(self.valid_losses)), key=self.valid_losses.__getitem__)
        return self.valid_steps[best]


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
    patience: int | None = None,
    checkpoint: str | Path | None = None,
    at_step: dict[int, Callable[[nn.Module], None]] | None = None,
) -> History:
    """Train ``model`` and return what happened.

    With ``checkpoint``, a training that was interrupted goes on where it was when it is called
    again, and ends with the same weights as one that was not. The file is removed at the end.

    Args:
        model: The model; trained in place. With ``validate`` it ends with its best weights.
        batches: Numbered batches, for example a ``text.WindowStream``.
        step: One training step, see ``Step``.
        optimizer: The optimizer over the model's parameters.
        steps: Number of steps.
        schedule: Factor on the learning rate as a function of the step.
        validate: Computes the loss on held-out data; the model is in evaluation mode.
        every: Steps between validations (and between checkpoints).
        patience: Stop after so many validations without a new best.
        checkpoint: File for taking the training up again.
        at_step: Functions to call with the model (in evaluation mode) after the given steps.

    Raises:
        FloatingPointError: The loss is NaN or infinite; says at which step.
    """
    run = _Run(model, optimizer, Path(checkpoint) if checkpoint else None, steps)
    run.resume()
    bar = tqdm(total=steps, initial=run.done, desc="training", unit="step", leave=False)
    started = time.perf_counter() - run.history.seconds
    try:
        while run.done < steps:
            if schedule:
                for group, rate in zip(optimizer.param_groups, run.rates, strict=True):
                    group["lr"] = rate * schedule(run.done)
            model.train()
            loss, run.state = step(model, optimizer, batches[run.done], run.state)
            if not math.isfinite(loss):
                raise FloatingPointError(
                    f"the loss is {loss} at step {run.done}: lower the learning rate or clip"
                )
            run.done += 1
            run.history.losses.append(loss)
            run.history.seconds = time.perf_counter() - started
            bar.update()
            model.eval()
            if at_step and run.done in at_step:
                at_step[run.done](model)
            if run.done % every == 0 or run.done == steps:
                if validate:
                    run.note_validation(validate(model))
                    valid = run.history.valid_losses[-1]
                    bar.set_postfix(train=f"{loss:.3f}", valid=f"{valid:.3f}")
                run.save()
                if patience is not None and run.since_best >= patience:
                    break
    except KeyboardInterrupt:
        run.save()
        raise
    finally:
        bar.close()
    run.finish()
    return run.history


class _Run:
    """The state of one training, as it is written to and read from a checkpoint."""

    def __init__(
        self, model: nn.Module, optimizer: torch.optim.Optimizer, path: Path | None, steps: int
    ) -> None:
        self.model, self.optimizer, self.path = model, optimizer, path
        self.rates = [group["lr"] for group in optimizer.param_groups]
        self.done = 0
        self.state: Any = None
        self.history = History()
        self.best: dict[str, Tensor] | None = None
        self.fingerprint = self._fingerprint(steps)

    def _fingerprint(self, steps: int) -> str:
        """Tell one training from another: its starting weights and its settings."""
        digest = hashlib.sha256(f"{steps} {self.optimizer.state_dict()['param_groups']}".encode())
        for name, value in self.model.state_dict().items():
            digest.update(name.encode() + value.detach().cpu().numpy().tobytes())
        return digest.hexdigest()

    @property
    def since_best(self) -> int:
        """Validations since the best one."""
        losses = self.history.valid_losses
        return len(losses) - 1 - losses.index(min(losses)) if losses else 0

    def note_validation(self, loss: float) -> None:
        """Write down a validation loss, and the weights where it is the lowest so far."""
        self.history.valid_steps.append(self.done)
        self.history.valid_losses.append(loss)
        if self.since_best == 0:
            self.best = {k: v.detach().clone() for k, v in self.model.state_dict().items()}

    def save(self) -> None:
        """Write the checkpoint; a crash in the middle leaves the one before."""
        if not self.path:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        torch.save(
            {
                "fingerprint": self.fingerprint,
                "done": self.done,
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "carried": self.state,
                "history": asdict(self.history),
                "best": self.best,
                "rng": torch.get_rng_state(),
                "cuda_rng": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            },
            partial,
        )
        partial.replace(self.path)

    def resume(self) -> None:
        """Take up the training in the checkpoint, if there is one and it is of this training."""
        if not self.path or not self.path.exists():
            return
        where = next(self.model.parameters()).device
        saved = torch.load(self.path, map_location=where, weights_only=True)
        if saved["fingerprint"] != self.fingerprint:
            print(f"{self.path} is of another training (other weights or settings): starting anew")
            return
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.done, self.state, self.best = saved["done"], saved["carried"], saved["best"]
        self.history = History(**saved["history"])
        torch.set_rng_state(saved["rng"].cpu())
        if saved["cuda_rng"]:
            torch.cuda.set_rng_state_all([rng.cpu() for rng in saved["cuda_rng"]])
        print(f"going on from step {self.done} ({self.path})")

    def finish(self) -> None:
        """Give the model its best weights and remove the checkpoint."""
        if self.best is not None:
            self.model.load_state_dict(self.best)
        self.model.eval()
        if self.path:
            self.path.unlink(missing_ok=True)
