"""Lab 5, music from real tunes: the exercises and their typical mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch

# The first optimizer of a process loads this, which can take longer than a check may. A load that
# is cut off leaves torch broken.
import torch._dynamo
import torch.nn.functional as F
from torch import Tensor, nn

from seqlab.check.exercise import (
    Answer,
    Exercise,
    Mistake,
    Tensors,
    WrongForm,
    number,
    tensor,
    tuple_of,
)
from seqlab.check.shared import cross_entropy, draw_integers, scrambled_cross_entropy
from seqlab.models import LSTMLanguageModel, State
from seqlab.text import Batch

LN2 = math.log(2)


# 5.1 encode_tune(tune, char_to_id, start, end) -> ids (time + 2,) -------------------------------


def _encode_case(generator: torch.Generator, size: int) -> Tensors:
    alphabet = torch.tensor([ord(c) for c in "ABCDEFGabcdefg|:2"])
    ids = torch.randperm(len(alphabet), generator=generator) + 3
    # a repeated character, so that a set of characters is not a tune
    place = draw_integers(generator, 0, len(alphabet), 3 + 2 * size)
    tune = alphabet[torch.cat([place, place[:1]])]
    start, end = torch.randperm(3, generator=generator)[:2]
    return {"tune": tune, "alphabet": alphabet, "ids": ids, "start": start, "end": end}


def _encode_run(answer: Answer, case: Tensors) -> Tensors:
    tune = "".join(chr(c) for c in case["tune"].tolist())
    characters = [chr(c) for c in case["alphabet"].tolist()]
    table = dict(zip(characters, case["ids"].tolist(), strict=True))
    ids = answer(tune, table, int(case["start"]), int(case["end"]))
    return {"ids": tensor(ids, "ids")}


def _encode_expected(case: Tensors) -> Tensors:
    place = (case["tune"][:, None] == case["alphabet"]).int().argmax(dim=1)
    return {"ids": torch.cat([case["start"][None], case["ids"][place], case["end"][None]])}


ENCODE_TUNE = Exercise(
    id="5.1",
    name="encode_tune",
    case=_encode_case,
    run=_encode_run,
    expected=_encode_expected,
    mistakes=(
        Mistake(
            "no_ends",
            "The start and the end are missing. Without them the model learns neither how a tune "
            "begins nor when to stop.",
            lambda tune, table, start, end: torch.tensor([table[c] for c in tune]),
        ),
        Mistake(
            "no_end",
            "The end is missing: the model will never know when to stop.",
            lambda tune, table, start, end: torch.tensor([start, *(table[c] for c in tune)]),
        ),
        Mistake(
            "no_start",
            "The start is missing: the model needs a first input to predict the first character.",
            lambda tune, table, start, end: torch.tensor([*(table[c] for c in tune), end]),
        ),
        Mistake(
            "ends_swapped",
            "Start and end have changed places.",
            lambda tune, table, start, end: torch.tensor([end, *(table[c] for c in tune), start]),
        ),
        Mistake(
            "float",
            "The numbers are floats. torch.Tensor(...) always makes floats; use "
            "torch.tensor(..., dtype=torch.long): an embedding is looked up by whole numbers.",
            lambda tune, table, start, end: torch.Tensor([start, *(table[c] for c in tune), end]),
        ),
        Mistake(
            "code_points",
            "These are the numbers of the characters in Unicode, not those of the vocabulary: "
            "look each character up in char_to_id.",
            lambda tune, table, start, end: torch.tensor([start, *map(ord, tune), end]),
        ),
        Mistake(
            "set_of_characters",
            "Repeated characters are gone. A tune is a sequence: go through `tune` itself.",
            lambda tune, table, start, end: torch.tensor(
                [start, *(table[c] for c in dict.fromkeys(tune)), end]
            ),
        ),
    ),
)

# 5.2 shift(ids (batch, time + 1)) -> inputs, targets, each (batch, time) ------------------------


def _shift_case(generator: torch.Generator, size: int) -> Tensors:
    return {"ids": draw_integers(generator, 0, 50, 2 + size, 4 + 2 * size)}


def _shift_run(answer: Answer, case: Tensors) -> Tensors:
    inputs, targets = tuple_of(answer(case["ids"]), "inputs", "targets")
    return {"inputs": tensor(inputs, "inputs"), "targets": tensor(targets, "targets")}


def _shift_expected(case: Tensors) -> Tensors:
    time = case["ids"].shape[1] - 1
    return {"inputs": case["ids"].narrow(1, 0, time), "targets": case["ids"].narrow(1, 1, time)}


SHIFT = Exercise(
    id="5.2",
    name="shift",
    case=_shift_case,
    run=_shift_run,
    expected=_shift_expected,
    mistakes=(
        Mistake(
            "not_shifted",
            "Inputs and targets are the same: the model would learn to copy what it has just read. "
            "The target at step t is the input at step t + 1.",
            lambda ids: (ids[:, :-1], ids[:, :-1]),
        ),
        Mistake(
            "backwards",
            "Shifted the wrong way: this model would predict the past. Swap inputs and targets.",
            lambda ids: (ids[:, 1:], ids[:, :-1]),
        ),
        Mistake(
            "batch_axis",
            "This shifts from tune to tune. Time is the second axis: ids[:, ...].",
            lambda ids: (ids[:-1], ids[1:]),
        ),
        Mistake(
            "roll",
            "torch.roll brings the first character back as the last target. Cut instead: both are "
            "one step shorter than ids.",
            lambda ids: (ids, ids.roll(-1, dims=1)),
        ),
        Mistake(
            "inputs_too_long",
            "The inputs are one step too long: the last character has no successor to predict.",
            lambda ids: (ids, ids[:, 1:]),
        ),
    ),
)

# 5.3 make_windows(ids (batch, time + 1), window) -> list of (inputs, targets) ------------------


def _windows_case(generator: torch.Generator, size: int) -> Tensors:
    batch, window = 2 + size, 3 + size
    rest = 0 if size == 1 else 2  # also a length that is an exact multiple
    time = window * (2 + size) + rest
    return {"ids": draw_integers(generator, 0, 50, batch, time + 1), "window": torch.tensor(window)}


def _windows_run(answer: Answer, case: Tensors) -> Tensors:
    cut = answer(case["ids"], int(case["window"]))
    if not isinstance(cut, list | tuple):
        raise WrongForm(f"Expected a list of (inputs, targets), got {type(cut).__name__}.")
    result = {"number of windows": torch.tensor(len(cut))}
    for k, pair in enumerate(cut):
        inputs, targets = tuple_of(pair, "inputs", "targets")
        result[f"inputs {k}"] = tensor(inputs, f"inputs {k}")
        result[f"targets {k}"] = tensor(targets, f"targets {k}")
    return result


def _windows_expected(case: Tensors) -> Tensors:
    ids, window = case["ids"], int(case["window"])
    starts = range(0, ids.shape[1] - 1, window)
    result = {"number of windows": torch.tensor(len(starts))}
    for k, start in enumerate(starts):
        place = torch.arange(start, min(start + window, ids.shape[1] - 1))
        result[f"inputs {k}"] = ids.index_select(1, place)
        result[f"targets {k}"] = ids.index_select(1, place + 1)
    return result


def _windows_mistake(starts: Callable[[int, int], range], overlap: int, shifted: int = 1) -> Answer:
    """Cut at the given starts; ``overlap`` is 0 where the last input of a window has no target."""

    def answer(ids: Tensor, window: int) -> list[tuple[Tensor, Tensor]]:
        pieces = [ids[:, i : i + window + overlap] for i in starts(ids.shape[1], window)]
        return [(p[:, : p.shape[1] - 1], p[:, shifted : p.shape[1] - 1 + shifted]) for p in pieces]

    return answer


def _windows_across_tunes(ids: Tensor, window: int) -> list[tuple[Tensor, Tensor]]:
    inputs, targets = ids[:, :-1].split(window), ids[:, 1:].split(window)
    return list(zip(inputs, targets, strict=True))


MAKE_WINDOWS = Exercise(
    id="5.3",
    name="make_windows",
    case=_windows_case,
    run=_windows_run,
    expected=_windows_expected,
    mistakes=(
        Mistake(
            "target_lost_at_the_border",
            "The window is cut first and shifted afterwards, so the last character of each window "
            "has no target. Shift the whole batch first, then cut inputs and targets alike.",
            _windows_mistake(lambda length, window: range(0, length, window), overlap=0),
        ),
        Mistake(
            "rest_dropped",
            "The last, shorter window is missing: the model never sees how a tune ends.",
            _windows_mistake(lambda length, window: range(0, length - window, window), overlap=1),
        ),
        Mistake(
            "overlapping",
            "The windows overlap: each must begin where the one before ended, or the carried "
            "state reads the same notes twice.",
            _windows_mistake(lambda length, window: range(length - window), overlap=1),
        ),
        Mistake(
            "not_shifted",
            "Inputs and targets are the same. Use your shift first.",
            _windows_mistake(
                lambda length, window: range(0, length - 1, window), overlap=1, shifted=0
            ),
        ),
        Mistake(
            "across_tunes",
            "Cut along the batch: these are groups of tunes. Windows are cut along time, the "
            "second axis: dim=1.",
            _windows_across_tunes,
        ),
    ),
)

# 5.4 class TuneModel(vocab_size, embedding_size, hidden_size): forward(tokens, state) -----------

LSTM_WEIGHTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def _model_case(generator: torch.Generator, size: int) -> Tensors:
    vocab, embedding, hidden, batch, time = 5 + size, 3 + size, 4 + size, 2 + size, 3 + 2 * size

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator)

    return {
        "tokens": draw_integers(generator, 0, vocab, batch, time),
        "h": normal(1, batch, hidden),
        "c": normal(1, batch, hidden),
        "embedding.weight": normal(vocab, embedding),
        "lstm.weight_ih_l0": normal(4 * hidden, embedding),
        "lstm.weight_hh_l0": normal(4 * hidden, hidden),
        "lstm.bias_ih_l0": normal(4 * hidden),
        "lstm.bias_hh_l0": normal(4 * hidden),
        "linear.weight": normal(vocab, hidden),
        "linear.bias": normal(vocab),
    }


def _weights(case: Tensors) -> Tensors:
    return {name: value for name, value in case.items() if "." in name}


def _model_run(answer: Answer, case: Tensors) -> Tensors:
    vocab, embedding = case["embedding.weight"].shape
    model = answer(vocab, embedding, case["h"].shape[2])
    weights = _weights(case)
    if not isinstance(model, nn.Module) or model.state_dict().keys() != weights.keys():
        raise WrongForm("Keep the three layers of __init__ as they are: embedding, lstm, linear.")
    model.load_state_dict(weights)
    logits, state = tuple_of(model(case["tokens"], (case["h"], case["c"])), "logits", "state")
    h, c = tuple_of(state, "h", "c")
    return {"logits": tensor(logits, "logits"), "h": tensor(h, "h"), "c": tensor(c, "c")}


def _model_expected(case: Tensors) -> Tensors:
    weights = _weights(case)
    lstm = nn.LSTM(case["embedding.weight"].shape[1], case["h"].shape[2], batch_first=True)
    lstm.load_state_dict({name: weights[f"lstm.{name}"] for name in LSTM_WEIGHTS})
    embedded = F.embedding(case["tokens"], weights["embedding.weight"])
    hidden, (h, c) = lstm(embedded, (case["h"], case["c"]))
    logits = F.linear(hidden, weights["linear.weight"], weights["linear.bias"])
    return {"logits": logits, "h": h, "c": c}


def _model_mistake(forward: Callable[[Any, Tensor, State], Any]) -> type[nn.Module]:
    class Wrong(LSTMLanguageModel):
        pass

    Wrong.forward = forward  # type: ignore[assignment, method-assign]
    return Wrong


def _no_state(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, state = self.lstm(self.embedding(tokens))
    return self.linear(hidden), state


def _with_softmax(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, state = self.lstm(self.embedding(tokens), state)
    return self.linear(hidden).softmax(dim=-1), state


def _with_log_softmax(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, state = self.lstm(self.embedding(tokens), state)
    return self.linear(hidden).log_softmax(dim=-1), state


def _last_step_only(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, state = self.lstm(self.embedding(tokens), state)
    return self.linear(hidden[:, -1]), state


def _old_state(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, _ = self.lstm(self.embedding(tokens), state)
    return self.linear(hidden), state


def _logits_only(self: Any, tokens: Tensor, state: State) -> Any:
    hidden, _ = self.lstm(self.embedding(tokens), state)
    return self.linear(hidden)


TUNE_MODEL = Exercise(
    id="5.4",
    name="TuneModel",
    case=_model_case,
    run=_model_run,
    expected=_model_expected,
    mistakes=(
        Mistake(
            "state_ignored",
            "The state that was handed in is not used: self.lstm(embedded, state). Without it the "
            "model forgets everything between two calls.",
            _model_mistake(_no_state),
        ),
        Mistake(
            "softmax",
            "The output went through softmax. Return the logits: the loss takes the softmax "
            "itself, and twice flattens what the model learns.",
            _model_mistake(_with_softmax),
        ),
        Mistake(
            "log_softmax",
            "The output went through log_softmax. Return the logits: the loss does that itself.",
            _model_mistake(_with_log_softmax),
        ),
        Mistake(
            "last_step_only",
            "Only the last step is predicted. Each step has its own target: keep the time axis.",
            _model_mistake(_last_step_only),
        ),
        Mistake(
            "old_state",
            "The state returned is the one that came in. Return the one that the LSTM gives back.",
            _model_mistake(_old_state),
        ),
        Mistake(
            "logits_only",
            "The state is missing: return logits, state. The next window starts from it.",
            _model_mistake(_logits_only),
        ),
    ),
)

# 5.5 next_char_loss(logits (batch, time, V), targets (batch, time)) -> loss in nats -------------

PAD, NO_PAD = 0, -100


def _loss_case(generator: torch.Generator, size: int) -> Tensors:
    batch, time, vocab = 2 + size, 3 + size, 4 + 2 * size
    targets = draw_integers(generator, 1, vocab, batch, time)
    targets[1:, -2:] = PAD
    return {"logits": 2 * torch.randn(batch, time, vocab, generator=generator), "targets": targets}


def _loss_run(answer: Answer, case: Tensors) -> Tensors:
    loss = tensor(answer(case["logits"].requires_grad_(), case["targets"]), "loss")
    if loss.numel() == 1 and not loss.requires_grad:
        raise WrongForm("The loss is cut off from the logits: return the tensor, without .item().")
    return {"loss": loss}


def _loss_expected(case: Tensors) -> Tensors:
    return {"loss": cross_entropy(case["logits"], case["targets"])}


NEXT_CHAR_LOSS = Exercise(
    id="5.5",
    name="next_char_loss",
    case=_loss_case,
    run=_loss_run,
    expected=_loss_expected,
    mistakes=(
        Mistake(
            "padding_counted",
            "Padding counts as if it were music: leave out the targets that are 0 with "
            "ignore_index=0.",
            lambda logits, targets: cross_entropy(logits, targets, ignore_index=NO_PAD),
        ),
        Mistake(
            "softmax_twice",
            "F.cross_entropy takes logits and applies the softmax itself. Here it is done twice.",
            lambda logits, targets: cross_entropy(logits.softmax(dim=-1), targets),
        ),
        Mistake(
            "scrambled",
            "reshape or view moved the numbers to other characters. To bring V to the second axis "
            "use transpose(1, 2), or flatten batch and time of both.",
            scrambled_cross_entropy,
        ),
        Mistake(
            "sum",
            "This is the sum over all characters. Take the mean, or the loss grows with the batch.",
            lambda logits, targets: cross_entropy(logits, targets, reduction="sum"),
        ),
        Mistake(
            "last_step_only",
            "Only the last step counts here. Every step predicts a character.",
            lambda logits, targets: cross_entropy(logits[:, -1:], targets[:, -1:]),
        ),
        Mistake(
            "no_log_softmax",
            "nll_loss wants log-probabilities, and these are logits. Use F.cross_entropy.",
            lambda logits, targets: F.nll_loss(logits.transpose(1, 2), targets, ignore_index=PAD),
        ),
    ),
)

# 5.6 bits_per_char(loss in nats) -> bits --------------------------------------------------------


def _bits_case(generator: torch.Generator, size: int) -> Tensors:
    return {"loss": 0.3 + size + torch.rand((), generator=generator)}


def _bits_run(answer: Answer, case: Tensors) -> Tensors:
    return {"bits": number(answer(float(case["loss"])), "bits")}


def _bits_expected(case: Tensors) -> Tensors:
    return {"bits": (case["loss"].double() / LN2).reshape(())}


BITS_PER_CHAR = Exercise(
    id="5.6",
    name="bits_per_char",
    case=_bits_case,
    run=_bits_run,
    expected=_bits_expected,
    mistakes=(
        Mistake("nats", "This is still in nats: one bit is ln 2 nats.", lambda loss: loss),
        Mistake(
            "multiplied",
            "Multiplied instead of divided. A bit is the smaller unit, so the number grows.",
            lambda loss: loss * LN2,
        ),
        Mistake(
            "log_of_loss",
            "The loss is already a logarithm: change its base, take no second logarithm.",
            lambda loss: math.log2(loss),
        ),
        Mistake(
            "perplexity",
            "exp(loss) is the perplexity: the number of characters the model hesitates between. "
            "Bits are a change of base.",
            lambda loss: math.exp(loss),
        ),
    ),
)

# 5.7 carry(state, fresh) -> state or None -------------------------------------------------------


def _carry_case(generator: torch.Generator, size: int) -> Tensors:
    shape = (1, 1 + size, 2 + size)
    return {
        "h": torch.randn(shape, generator=generator),
        "c": torch.randn(shape, generator=generator),
    }


def _carry_run(answer: Answer, case: Tensors) -> Tensors:
    before = case["h"].requires_grad_() * 1.0, case["c"].requires_grad_() * 1.0
    after = answer(before, False)
    if after is None:
        raise WrongForm("fresh is False, and the state is None: inside a tune the memory goes on.")
    new_h, new_c = tuple_of(after, "h", "c")
    h, c = tensor(new_h, "h"), tensor(new_c, "c")
    anew = answer(before, True)
    first = answer(None, True)
    return {
        "h": h,
        "c": c,
        "h still attached": torch.tensor(h.requires_grad),
        "c still attached": torch.tensor(c.requires_grad),
        "None where a tune begins": torch.tensor(anew is None and first is None),
    }


def _carry_expected(case: Tensors) -> Tensors:
    return {
        "h": case["h"],
        "c": case["c"],
        "h still attached": torch.tensor(False),
        "c still attached": torch.tensor(False),
        "None where a tune begins": torch.tensor(True),
    }


def _carry_mistake(change: Callable[[Tensor, Tensor], State]) -> Answer:
    return lambda state, fresh: None if fresh else change(*state)


def _never_fresh(state: State | None, fresh: bool) -> State | None:
    return None if state is None else (state[0].detach(), state[1].detach())


CARRY = Exercise(
    id="5.7",
    name="carry",
    case=_carry_case,
    run=_carry_run,
    expected=_carry_expected,
    mistakes=(
        Mistake(
            "not_detached",
            "The state is still attached to the window before. Back-propagation would go back "
            "through all windows, and PyTorch stops at the second one. Use detach() on h and on c "
            "(clone() copies the numbers but stays attached).",
            _carry_mistake(lambda h, c: (h, c)),
        ),
        Mistake(
            "only_h_detached",
            "h is detached, c is not. An LSTM has two states.",
            _carry_mistake(lambda h, c: (h.detach(), c)),
        ),
        Mistake(
            "thrown_away",
            "The state became zeros: the memory is thrown away at each window.",
            _carry_mistake(lambda h, c: (torch.zeros_like(h), torch.zeros_like(c))),
        ),
        Mistake(
            "never_fresh",
            "Where a tune begins the memory must be empty: return None when fresh is True.",
            _never_fresh,
        ),
    ),
)

# 5.8 training_step(model, optimizer, batch, state) -> loss, state -------------------------------


def _step_case(generator: torch.Generator, size: int) -> Tensors:
    return {
        "seed": draw_integers(generator, 0, 2**31, 1),
        "tokens": draw_integers(generator, 1, 6, 2, 2 + size, 5 + size),  # two windows
    }


def _step_setting(case: Tensors) -> tuple[LSTMLanguageModel, torch.optim.Optimizer, list[Batch]]:
    """Make a model with loud gradients, an optimizer and two windows.

    Gradients left over from before show whether they were cleared.
    """
    torch.manual_seed(int(case["seed"]))
    model = LSTMLanguageModel(6, 3, 4)
    for parameter in model.parameters():
        parameter.data.mul_(3.0)
        parameter.grad = torch.full_like(parameter, 0.5)
    model.linear.weight.data.mul_(20.0)
    batches = [
        Batch(tokens[:, :-1], tokens[:, 1:], fresh=k == 0)
        for k, tokens in enumerate(case["tokens"])
    ]
    return model, torch.optim.SGD(model.parameters(), lr=0.5), batches


def _step_run(answer: Answer, case: Tensors) -> Tensors:
    model, optimizer, batches = _step_setting(case)
    result, state = {}, None
    for name, batch in zip(("first", "second"), batches, strict=True):
        loss, state = tuple_of(answer(model, optimizer, batch, state), "loss", "state")
        result[f"{name} loss"] = number(loss, "loss").float()
        flat = torch.cat([p.detach().flatten() for p in model.parameters()])
        result[f"weights after the {name} step"] = flat
    gradients = [p.grad.norm() for p in model.parameters() if p.grad is not None]
    result["norm of the gradients at the end"] = torch.tensor(gradients).norm()
    return result


def _step_expected(case: Tensors) -> Tensors:
    return _step_run(_step(), case)


def _step(order: str = "zero forward backward clip step", **change: Any) -> Answer:
    """Make a training step that does its parts in the given order."""
    keep = change.get("keep", lambda state: tuple(s.detach() for s in state))
    clip = change.get("clip", lambda weights: nn.utils.clip_grad_norm_(weights, 1.0))

    def training_step(
        model: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, state: State | None
    ) -> tuple[float, Any]:
        old = None if batch.fresh else state
        if change.get("forgets"):
            old = None
        logits, new = model(batch.inputs, old)
        loss = cross_entropy(logits, batch.targets)
        actions: dict[str, Callable[[], object]] = {
            "zero": optimizer.zero_grad,
            "forward": lambda: None,
            "backward": loss.backward,
            "clip": lambda: clip(model.parameters()),
            "step": optimizer.step,
        }
        for name in order.split():
            actions[name]()
        return loss.item(), keep(new)

    return training_step


TRAINING_STEP = Exercise(
    id="5.8",
    name="training_step",
    case=_step_case,
    run=_step_run,
    expected=_step_expected,
    mistakes=(
        Mistake(
            "no_zero_grad",
            "Old gradients are added to the new ones. Clear them: optimizer.zero_grad().",
            _step("forward backward clip step"),
        ),
        Mistake(
            "no_clip",
            "The gradients are not clipped: torch.nn.utils.clip_grad_norm_(..., 1.0), after "
            "backward and before the optimizer's step.",
            _step("zero forward backward step"),
        ),
        Mistake(
            "clip_after_step",
            "Clipped after the optimizer's step: by then the weights have already jumped.",
            _step("zero forward backward step clip"),
        ),
        Mistake(
            "step_before_backward",
            "The optimizer steps before backward has computed the gradients.",
            _step("zero forward step backward clip"),
        ),
        Mistake(
            "zero_after_backward",
            "The gradients are cleared between backward and the step: nothing is learned.",
            _step("forward backward zero clip step"),
        ),
        Mistake(
            "clip_value",
            "clip_grad_value_ cuts each number for itself and bends the direction. Clip the norm "
            "of all gradients together: clip_grad_norm_.",
            _step(clip=lambda weights: nn.utils.clip_grad_value_(weights, 1.0)),
        ),
        Mistake(
            "clip_each_tensor",
            "Each weight matrix is clipped for itself. Give clip_grad_norm_ all parameters at "
            "once, so that the direction of the step stays.",
            _step(clip=lambda weights: [nn.utils.clip_grad_norm_(w, 1.0) for w in weights]),
        ),
        Mistake(
            "state_not_used",
            "Each window starts with an empty memory: hand carry(state, batch.fresh) to the model.",
            _step(forgets=True),
        ),
    ),
)

# 5.9 sample_next(logits (batch, V), temperature) -> ids (batch,) --------------------------------

DRAWS = 5000


def _sample_case(generator: torch.Generator, size: int) -> Tensors:
    temperature = (0.5, 2.0, 0.7, 1.0, 3.0)[size % 5]
    orders = [torch.randperm(4, generator=generator) for _ in range(2)]
    logits = torch.tensor([0.0, 1.0, 2.0, 2.5])[torch.stack(orders)]  # (2, V)
    return {"logits": logits, "temperature": torch.tensor(temperature)}


def _sample_run(answer: Answer, case: Tensors) -> Tensors:
    rows = case["logits"].repeat(DRAWS, 1)  # the two rows of the case in turn
    ids = tensor(answer(rows, float(case["temperature"])), "ids")
    if ids.is_floating_point() or ids.numel() != len(rows):
        raise WrongForm(f"Expected whole numbers of shape (batch,), got {ids.dtype} {ids.shape}.")
    if ids.min() < 0 or ids.max() >= rows.shape[1]:
        raise WrongForm(f"An id must be from 0 to V - 1, got {int(ids.min())} to {int(ids.max())}.")
    drawn = F.one_hot(ids.flatten(), rows.shape[1]).view(DRAWS, *case["logits"].shape)
    return {"axes": torch.tensor(ids.dim()), "share of each id": drawn.double().mean(dim=0)}


def _sample_expected(case: Tensors) -> Tensors:
    shares = torch.softmax(case["logits"].double() / case["temperature"], dim=-1)
    return {"axes": torch.tensor(1), "share of each id": shares}


def _draw(probabilities: Tensor) -> Tensor:
    return torch.multinomial(probabilities, 1).squeeze(1)


SAMPLE_NEXT = Exercise(
    id="5.9",
    name="sample_next",
    case=_sample_case,
    run=_sample_run,
    expected=_sample_expected,
    tolerance=0.04,  # five standard errors of 5,000 draws
    mistakes=(
        Mistake(
            "argmax",
            "This always takes the likeliest character: no two tunes would differ. Draw with "
            "torch.multinomial.",
            lambda logits, temperature: logits.argmax(dim=-1),
        ),
        Mistake(
            "multiplied",
            "Multiplied by the temperature: then heat makes the model more careful. Divide.",
            lambda logits, temperature: _draw((logits * temperature).softmax(dim=-1)),
        ),
        Mistake(
            "temperature_after_softmax",
            "Dividing the probabilities changes nothing, since multinomial scales them anyway. "
            "Divide the logits, before the softmax.",
            lambda logits, temperature: _draw(logits.softmax(dim=-1) / temperature),
        ),
        Mistake(
            "axis_left",
            "The axis of length 1 is still there: (batch, 1). Take it off with squeeze(1).",
            lambda logits, temperature: torch.multinomial((logits / temperature).softmax(-1), 1),
        ),
        Mistake(
            "uniform",
            "All characters come up equally often: the probabilities of the model are not used.",
            lambda logits, temperature: torch.randint(logits.shape[1], logits.shape[:1]),
        ),
        Mistake(
            "batch_axis",
            "The softmax runs over the batch. The probabilities of one row must add up to 1: "
            "dim=-1.",
            lambda logits, temperature: _draw((logits / temperature).softmax(dim=0)),
        ),
    ),
)

# 5.10 write_tune(model, prompt, end, temperature, max_length) -> list of ids --------------------

STATES, IDS = 23, 7


class _Clockwork(nn.Module):
    """A model whose next id depends on everything read so far, and is (almost) certain."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = table  # (STATES,): state -> id
        self.read = 0

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Read tokens (1, time); return logits (1, time, IDS) and the state (h, c)."""
        self.read += tokens.shape[1]
        wheel = 0 if state is None else int(state[0])
        logits = torch.zeros(1, tokens.shape[1], IDS)
        for t, token in enumerate(tokens[0].tolist()):
            wheel = _turn(wheel, token)
            logits[0, t, self.table[wheel]] = 1000.0
        h = torch.full((1, 1, 1), float(wheel))
        return logits, (h, h.clone())


def _turn(wheel: int, token: int) -> int:
    return (5 * wheel + 3 * token + 1) % STATES


def _write_case(generator: torch.Generator, size: int) -> Tensors:
    end = torch.tensor(2)
    # ids 3 to 6 are characters; the end is in the table of the odd cases only
    table = draw_integers(generator, 3, IDS, STATES)
    if size % 2:
        table[draw_integers(generator, 0, STATES, 6)] = end
    prompt = torch.cat([torch.tensor([1]), draw_integers(generator, 3, IDS, 2 + size)])
    return {"table": table, "prompt": prompt, "end": end, "max_length": torch.tensor(12 + 4 * size)}


def _write_run(answer: Answer, case: Tensors) -> Tensors:
    model = _Clockwork(case["table"])
    prompt, limit = case["prompt"].tolist(), int(case["max_length"])
    ids = answer(model, prompt, int(case["end"]), 1.0, limit)
    if isinstance(ids, Tensor):
        ids = ids.flatten().tolist()
    if not isinstance(ids, list):
        raise WrongForm(f"Expected a list of ids, got {type(ids).__name__}.")
    allowed = len(prompt) + len(ids) + 1
    return {
        "ids": torch.tensor([int(i) for i in ids], dtype=torch.long),
        "each id read once": torch.tensor(model.read <= allowed),
    }


def _write_expected(case: Tensors) -> Tensors:
    wheel, ids = 0, list[int]()
    for token in case["prompt"].tolist():
        wheel = _turn(wheel, token)
    while len(ids) < int(case["max_length"]) and case["table"][wheel] != case["end"]:
        ids.append(int(case["table"][wheel]))
        wheel = _turn(wheel, ids[-1])
    return {"ids": torch.tensor(ids, dtype=torch.long), "each id read once": torch.tensor(True)}


def _writer(**change: bool) -> Answer:
    """Make a generation loop with one part done wrong."""

    def write_tune(
        model: nn.Module, prompt: Sequence[int], end: int, temperature: float, max_length: int
    ) -> list[int]:
        tokens, state = torch.tensor([list(prompt)]), None
        if change.get("last_of_prompt"):
            tokens = tokens[:, -1:]
        ids: list[int] = []
        limit = max_length + (1 if change.get("one_too_many") else 0)
        while len(ids) < limit:
            logits, new = model(tokens, state)
            state = None if change.get("forgets") else new
            drawn = int(_draw((logits[:, -1] / temperature).softmax(dim=-1)))
            if drawn == end and change.get("end_kept"):
                return [*ids, drawn]
            if drawn == end and not change.get("never_stops"):
                break
            ids.append(drawn)
            tokens = torch.tensor([[drawn]])
            if change.get("whole_history"):
                tokens = torch.tensor([[*prompt, *ids]])
        return [*prompt, *ids] if change.get("with_prompt") else ids

    return write_tune


WRITE_TUNE = Exercise(
    id="5.10",
    name="write_tune",
    case=_write_case,
    run=_write_run,
    expected=_write_expected,
    mistakes=(
        Mistake(
            "state_not_carried",
            "The state is not carried from one character to the next: the model sees only the "
            "last character. Hand the returned state to the next call.",
            _writer(forgets=True),
        ),
        Mistake(
            "everything_again",
            "Right characters, but the whole tune is read again for each of them, and the cost "
            "grows with its square. Carry the state and read only the new character.",
            _writer(forgets=True, whole_history=True),
        ),
        Mistake(
            "read_twice",
            "The whole tune is read again although the state already knows it. After the prompt, "
            "read only the new character.",
            _writer(whole_history=True),
        ),
        Mistake(
            "never_stops",
            "It goes on after the end of the tune. Stop when the end is drawn.",
            _writer(never_stops=True),
        ),
        Mistake(
            "end_kept",
            "The end itself is among the ids. It is a signal, not a character of the tune.",
            _writer(end_kept=True),
        ),
        Mistake(
            "last_of_prompt",
            "Only the last character of the prompt is read. Read all of it, so that the state "
            "knows the opening.",
            _writer(last_of_prompt=True),
        ),
        Mistake(
            "one_too_many",
            "One id too many: stop at max_length.",
            _writer(one_too_many=True),
        ),
        Mistake(
            "with_prompt",
            "The prompt is among the ids. Return only what was written after it.",
            _writer(with_prompt=True),
        ),
    ),
)

# 5.11 held_out_bits(model, batches) -> bits per character ---------------------------------------


def _held_out_case(generator: torch.Generator, size: int) -> Tensors:
    batches, rows, time = 2, 2 + size, 6 + size
    tokens = draw_integers(generator, 1, 6, batches, rows, time)
    lengths = 2 + draw_integers(generator, 0, time - 1, batches, rows)
    lengths[0, 0], lengths[1] = time, 2  # a long batch and a short one
    tokens[torch.arange(time) >= lengths[..., None]] = 0
    return {"tokens": tokens, "seed": draw_integers(generator, 0, 2**31, 1)}


def _held_out_setting(case: Tensors) -> tuple[LSTMLanguageModel, list[tuple[Tensor, Tensor]]]:
    torch.manual_seed(int(case["seed"]))
    model = LSTMLanguageModel(6, 4, 4, dropout=0.5)
    for parameter in model.parameters():
        parameter.data.mul_(4.0)
    trimmed = [batch[:, : int((batch > 0).sum(dim=1).max())] for batch in case["tokens"]]
    return model.train(), [(batch[:, :-1], batch[:, 1:]) for batch in trimmed]


def _held_out_run(answer: Answer, case: Tensors) -> Tensors:
    model, batches = _held_out_setting(case)
    return {"bits": number(answer(model, batches), "bits").float()}


@torch.no_grad()
def _held_out_expected(case: Tensors) -> Tensors:
    model, batches = _held_out_setting(case)
    model.eval()
    losses = []
    for inputs, targets in batches:
        for row, goal in zip(inputs, targets, strict=True):  # one tune at a time: no padding
            length = int((goal > 0).sum())
            logits = model(row[None, :length])[0][0]
            losses.append(F.cross_entropy(logits, goal[:length], reduction="none"))
    return {"bits": torch.cat(losses).mean() / LN2}


@torch.no_grad()
def _held_out(
    model: nn.Module, batches: Sequence[tuple[Tensor, Tensor]], per_batch: bool, pad: int
) -> float:
    """Mean loss in nats, over all characters or as a mean of batches; ``pad`` is left out."""
    total, count, means = 0.0, 0, []
    for inputs, targets in batches:
        logits = model(inputs)[0].flatten(0, 1)
        loss = F.cross_entropy(logits, targets.flatten(), ignore_index=pad, reduction="sum").item()
        characters = int((targets != pad).sum())
        total, count = total + loss, count + characters
        means.append(loss / characters)
    return sum(means) / len(means) if per_batch else total / count


HELD_OUT_BITS = Exercise(
    id="5.11",
    name="held_out_bits",
    case=_held_out_case,
    run=_held_out_run,
    expected=_held_out_expected,
    mistakes=(
        Mistake(
            "training_mode",
            "Dropout is still at work. Switch to model.eval() before you measure.",
            lambda model, batches: _held_out(model, batches, per_batch=False, pad=0) / LN2,
        ),
        Mistake(
            "padding_counted",
            "Padding counts as if it were music. Leave out the targets that are 0: ignore_index=0.",
            lambda model, batches: (
                _held_out(model.eval(), batches, per_batch=False, pad=NO_PAD) / LN2
            ),
        ),
        Mistake(
            "mean_of_means",
            "A mean of batch means: a character in a short batch weighs more than one in a long "
            "batch. Sum all losses, and divide once by all characters.",
            lambda model, batches: _held_out(model.eval(), batches, per_batch=True, pad=0) / LN2,
        ),
        Mistake(
            "mean_of_means_with_padding",
            "Padding counts as if it were music (ignore_index=0), and the batches are averaged "
            "although they differ in length.",
            lambda model, batches: (
                _held_out(model.eval(), batches, per_batch=True, pad=NO_PAD) / LN2
            ),
        ),
        Mistake(
            "nats",
            "This is in nats per character. Divide by ln 2.",
            lambda model, batches: _held_out(model.eval(), batches, per_batch=False, pad=0),
        ),
    ),
)

EXERCISES = (
    ENCODE_TUNE,
    SHIFT,
    MAKE_WINDOWS,
    TUNE_MODEL,
    NEXT_CHAR_LOSS,
    BITS_PER_CHAR,
    CARRY,
    TRAINING_STEP,
    SAMPLE_NEXT,
    WRITE_TUNE,
    HELD_OUT_BITS,
)
