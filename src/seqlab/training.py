"""The training loop: progress bar, clipping, validation, early stopping, checkpoint and resume."""

from __future__ import annotations

import copy
import hashlib
import io
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from seqlab.distributed import Group
from seqlab.text import Batches

DIGEST = 32  # bytes of SHA-256 at the beginning of a checkpoint: torch.load misses flipped bits


# Seconds between two pictures of the progress bar. A program that runs a notebook and does not
# listen while a cell runs (nbval) loses messages after the first thousand or two, the end included.
REFRESH = 2.0


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
    group: Group | None = None,
) -> History:
    """Train ``model`` and return what happened.

    With ``checkpoint``, a training that was interrupted goes on where it was when it is called
    again (in a new kernel with the same starting weights, or with the same model), and ends with
    the same weights as one that was not; after a crash it goes on from the last multiple of
    ``every``. The file is removed at the end. What ``validate`` and ``at_step`` draw from torch's
    random generators does not change the training.

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
        at_step: Functions to call with the model (in evaluation mode) after the given steps;
            after an interruption the last one may be called again.
        group: The processes that train together, where there are several: their weights must be
            the same at the start, and ``step`` must keep them so. One file holds the checkpoint of
            all of them; it is written and read by process 0.

    Raises:
        FloatingPointError: A loss is NaN or infinite; says at which step.
        TypeError: ``step`` returned something else than a loss and a state.
    """
    rates = [schedule(i) for i in range(steps)] if schedule else []
    run = _Run(model, optimizer, Path(checkpoint) if checkpoint else None, group or Group())
    if checkpoint:
        run.start(f"{steps} {every} {patience} {rates} {_digest(batches[0])}")
    bar = tqdm(
        total=steps,
        initial=run.done,
        desc="training",
        unit="step",
        leave=False,
        mininterval=REFRESH,
        disable=run.group.rank > 0,
    )
    started = time.perf_counter() - run.history.seconds
    try:
        while run.done < steps and (patience is None or run.since_best < patience):
            if schedule:
                for parameters, rate in zip(optimizer.param_groups, run.rates, strict=True):
                    parameters["lr"] = rate * rates[run.done]
            model.train()
            loss, run.state = _loss_and_state(step(model, optimizer, batches[run.done], run.state))
            if not math.isfinite(loss):
                raise FloatingPointError(
                    f"the loss is {loss} in step {run.done + 1}: lower the learning rate or clip "
                    "the gradient"
                )
            run.done += 1
            run.history.losses.append(loss)
            bar.update()
            model.eval()
            at_border = run.done % every == 0 or run.done == steps
            with torch.random.fork_rng(range(torch.cuda.device_count())):
                if at_step and run.done in at_step:
                    at_step[run.done](model)
                if validate and at_border:
                    valid = float(validate(model))
                    run.note_validation(valid)
                    bar.set_postfix(train=f"{loss:.3f}", valid=f"{valid:.3f}")
            run.history.seconds = time.perf_counter() - started
            run.mark()
            if at_border:
                run.save()
    except KeyboardInterrupt:
        if run.group.size == 1:  # several are not interrupted after the same step
            run.go_back()
        raise
    finally:
        run.reset_rates()
        bar.close()
    run.finish()
    return run.history


def _loss_and_state(result: Any) -> tuple[float, Any]:
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError(f"step must return (loss, state), got {type(result).__name__}")
    loss, state = result
    return float(loss.detach() if isinstance(loss, Tensor) else loss), state


def _digest(value: Any) -> str:
    """Return a fingerprint of all tensors in a value."""
    digest = hashlib.sha256()
    for tensor in _tensors(value):
        digest.update(f"{tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif is_dataclass(value):
        yield from _tensors(vars(value))


def _copied(value: Any, device: torch.device | None = None) -> Any:
    """Copy a value with all that is in it; tensors lose the history of their gradients."""
    if isinstance(value, Tensor):
        return value.detach().to(device or value.device, copy=True)
    if isinstance(value, tuple | list):
        return type(value)([_copied(item, device) for item in value])
    if isinstance(value, dict):
        return {key: _copied(item, device) for key, item in value.items()}
    return copy.deepcopy(value)


class _Run:
    """The state of one training, as it is written to and read from a checkpoint.

    After each step and all that belongs to it the state is marked. An interruption takes the
    training back to the mark, because it may come in the middle of an update.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        path: Path | None,
        group: Group,
    ) -> None:
        self.model, self.optimizer, self.path, self.group = model, optimizer, path, group
        self.rates = [group["lr"] for group in optimizer.param_groups]
        self.done = 0
        self.state: Any = None
        self.history = History()
        self.best: dict[str, Tensor] | None = None
        self.settings = self.begin = ""
        self.marked: dict[str, Any] = {}

    @property
    def since_best(self) -> int:
        """Validations since the best one."""
        losses = self.history.valid_losses
        return len(losses) - 1 - losses.index(min(losses)) if losses else 0

    def note_validation(self, loss: float) -> None:
        """Write down a validation loss, and the weights where it is the lowest so far."""
        if not math.isfinite(loss):
            raise FloatingPointError(f"the validation loss is {loss} after step {self.done}")
        self.history.valid_steps.append(self.done)
        self.history.valid_losses.append(loss)
        if self.since_best == 0:
            self.best = _copied(self.model.state_dict())

    def start(self, settings: str) -> None:
        """Take up the training in the checkpoint, if there is one and it is of this training.

        The settings tell, and the weights: those of the start, or, where the model is the one
        that was interrupted, those of the mark.
        """
        self.settings = f"{settings} {self.optimizer.state_dict()['param_groups']}"
        self.begin = _digest(self.model.state_dict())
        saved = self.group.broadcast(self._read() if self.group.rank == 0 else None)
        if saved and len(saved["shares"]) != self.group.size:
            self._say(
                f"{self.path} is of a training on {len(saved['shares'])} processes, not on "
                f"{self.group.size}: starting anew"
            )
        elif saved:
            known = (saved["begin"], _digest(saved["model"]))
            fits = saved["shares"][self.group.rank]["settings"] == self.settings
            if self.group.agree(fits and self.begin in known):
                self._take_up(saved)
                self._say(f"going on from step {self.done} ({self.path})")
            else:
                self._say(
                    f"{self.path} is of another training (weights or settings): starting anew"
                )
        self.mark()

    def _say(self, text: str) -> None:
        if self.group.rank == 0:
            print(text)

    def _read(self) -> dict[str, Any] | None:
        """Return what the checkpoint holds, if there is one; a damaged file is put aside."""
        path = self.path
        if path is None or not path.exists():
            return None
        written = path.read_bytes()
        digest, content = written[:DIGEST], written[DIGEST:]
        if hashlib.sha256(content).digest() == digest:
            saved: dict[str, Any] = torch.load(
                io.BytesIO(content), map_location="cpu", weights_only=True
            )
            return saved
        aside = path.with_name(f"{path.name}.damaged")
        path.replace(aside)
        print(f"{path} cannot be read: starting anew (the file is now {aside.name})")
        return None

    def _take_up(self, saved: dict[str, Any]) -> None:
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.begin, self.done = saved["begin"], saved["done"]
        where, share = next(self.model.parameters()).device, saved["shares"][self.group.rank]
        self.state, self.best = _copied(share["carried"], where), _copied(saved["best"], where)
        self.history = History(**saved["history"])
        torch.set_rng_state(share["rng"])
        if share["cuda_rng"]:
            torch.cuda.set_rng_state_all(share["cuda_rng"])

    def mark(self) -> None:
        """Note the state of the training in memory, if it is to be saved at all."""
        if not self.path:
            return
        self.marked = {
            "done": self.done,
            "validations": len(self.history.valid_losses),
            "model": _copied(self.model.state_dict()),
            "optimizer": _copied(self.optimizer.state_dict()),
            "best": self.best,
            "share": {  # what each process has for itself
                "settings": self.settings,
                "carried": _copied(self.state),
                "rng": torch.get_rng_state(),
                "cuda_rng": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            },
        }

    def save(self) -> None:
        """Write the mark to the file; a crash in the middle leaves the file before."""
        if not self.path:
            return
        shares = self.group.gather(_copied(self.marked["share"], torch.device("cpu")))
        if self.group.rank > 0:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        run = {"begin": self.begin, "history": asdict(self.history), "shares": shares}
        content = io.BytesIO()
        torch.save({**self.marked, **run, "share": None}, content)
        partial = self.path.with_name(f"{self.path.name}.partial")
        partial.write_bytes(hashlib.sha256(content.getvalue()).digest() + content.getvalue())
        partial.replace(self.path)

    def go_back(self) -> None:
        """Take everything back to the mark, and save it."""
        if not self.path:
            return
        validations = self.marked["validations"]
        del self.history.losses[self.marked["done"] :]
        del self.history.valid_steps[validations:], self.history.valid_losses[validations:]
        self.save()
        self.model.load_state_dict(self.marked["model"])
        self.optimizer.load_state_dict(self.marked["optimizer"])
        print(f"interrupted after step {self.marked['done']}: call again to go on")

    def reset_rates(self) -> None:
        """Give the optimizer the learning rates that it came with, without the schedule."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate

    def finish(self) -> None:
        """Give the model its best weights and remove the checkpoint."""
        if self.best is not None:
            self.model.load_state_dict(self.best)
        self.model.eval()
        if self.path and self.group.rank == 0:
            self.path.unlink(missing_ok=True)
