"""The training loop: what it learns, and that an interruption changes nothing."""

import errno
import io
import math
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
import toy_training
from toy_training import EVERY, STEPS, make_model, make_optimizer, step, train, validate

from seqlab.checkpoint import DIGEST, write_checkpoint
from seqlab.models import MatchLanguageModel
from seqlab.text import WindowStream
from seqlab.training import History, warmup_cosine


def weights(model) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def assert_same_history(one: History, other: History) -> None:
    assert one.losses == other.losses
    assert one.valid_steps == other.valid_steps
    assert one.valid_losses == other.valid_losses


@pytest.fixture(scope="module")
def undisturbed():
    model = make_model()
    return model, train(model)


@pytest.fixture
def checkpoint(tmp_path) -> Path:
    return tmp_path / "runs" / "toy.pt"


def interrupted(at: int, during=step):
    """Return a step that is interrupted in call number ``at``, when the weights have changed."""
    calls = 0

    def wrapped(*arguments):
        nonlocal calls
        calls += 1
        result = during(*arguments)
        if calls == at:
            raise KeyboardInterrupt
        return result

    return wrapped


def saved(checkpoint: Path) -> dict:
    return torch.load(io.BytesIO(checkpoint.read_bytes()[DIGEST:]), weights_only=True)


# What it does


def test_it_learns(undisturbed):
    _, history = undisturbed
    assert len(history.losses) == STEPS
    assert history.valid_steps == [5, 10, 15, 20, 24]
    assert history.valid_losses[-1] < 0.95 * history.valid_losses[0]


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(undisturbed):
    model, history = undisturbed
    again = make_model()
    assert_same_history(train(again), history)
    assert torch.equal(weights(again), weights(model))
    assert train(make_model(seed=1)).losses != history.losses


def test_the_best_weights_are_restored():
    losses, seen = iter([3.0, 1.0, 2.0, 1.5, 1.2]), []

    def note(model) -> float:
        seen.append(weights(model))
        return next(losses)

    model = make_model()
    assert train(model, validate=note).best_step == 2 * EVERY
    assert torch.equal(weights(model), seen[1])
    assert not torch.equal(seen[1], seen[-1])


def test_without_validation_the_last_weights_are_kept():
    history = train(make_model(), validate=None)
    assert (history.valid_losses, history.best_step) == ([], STEPS)


def test_dropout_is_on_in_steps_and_off_in_validation_callbacks_and_at_the_end():
    modes = []

    def note(name):
        return lambda model, *rest: modes.append((name, model.training)) or 1.0

    model = make_model()
    train(
        model,
        step=lambda *a: (note("step")(*a), None),
        validate=note("validate"),
        at_step={2: note("at")},
        steps=2,
    )
    assert modes == [("step", True), ("step", True), ("at", False), ("validate", False)]
    assert not model.training


def test_batches_come_in_order_and_the_state_is_handed_on():
    seen = []

    def note(model, optimizer, batch, state):
        seen.append((batch, state))
        return 1.0, f"after {batch}"

    train(make_model(), step=note, batches=["a", "b", "c"], steps=3)
    assert seen == [("a", None), ("b", "after a"), ("c", "after b")]


def test_the_schedule_scales_the_learning_rate_and_leaves_it_as_it_came():
    model, rates = make_model(), []
    optimizer = make_optimizer(model, lr=0.1)

    def note(model, optimizer, batch, state):
        rates.append(optimizer.param_groups[0]["lr"])
        return 1.0, None

    train(model, optimizer, step=note, schedule=lambda k: 1 / (k + 1), steps=3)
    assert rates == pytest.approx([0.1, 0.05, 0.1 / 3])
    assert optimizer.param_groups[0]["lr"] == 0.1


def test_warmup_cosine_rises_straight_and_falls_like_half_a_cosine():
    factor = warmup_cosine(110, warmup=10, floor=0.2)
    assert [factor(k) for k in (0, 4, 9)] == pytest.approx([0.1, 0.5, 1.0])
    assert factor(10) == pytest.approx(1.0)
    assert factor(60) == pytest.approx(0.6)
    assert factor(85) == pytest.approx(0.2 + 0.4 * (1 + math.cos(0.75 * math.pi)))
    assert [factor(110), factor(500)] == pytest.approx([0.2, 0.2])


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_loss_that_is_no_number_stops_the_training_and_names_the_step(wrong):
    losses = iter([1.0, 2.0, wrong])
    with pytest.raises(FloatingPointError, match=r"(nan|inf) in step 3: lower the learning rate"):
        train(make_model(), step=lambda *_: (next(losses), None))


def test_a_validation_loss_that_is_no_number_stops_the_training():
    with pytest.raises(FloatingPointError, match="validation loss is nan after step 5"):
        train(make_model(), validate=lambda model: math.nan)


@pytest.mark.parametrize(("wrong", "kind"), [(None, "NoneType"), (1.0, "float")])
def test_a_step_that_returns_something_else_is_told_so(wrong, kind):
    with pytest.raises(TypeError, match=rf"must return \(loss, state\), got {kind}"):
        train(make_model(), step=lambda *_: wrong)


def test_a_loss_that_is_still_a_tensor_is_kept_as_a_number():
    loss = torch.ones((), requires_grad=True) * 2
    history = train(make_model(), step=lambda *_: (loss, None), steps=2)
    assert [type(entry) for entry in history.losses] == [float, float]


def test_what_callbacks_and_validation_draw_does_not_change_the_training(undisturbed):
    model, history = undisturbed

    def draw(_model) -> None:
        torch.rand(17)
        torch.manual_seed(99)

    def draw_and_validate(model) -> float:
        draw(model)
        return validate(model)

    disturbed = make_model()
    callbacks = dict.fromkeys((3, 10, 11), draw)
    assert_same_history(train(disturbed, validate=draw_and_validate, at_step=callbacks), history)
    assert torch.equal(weights(disturbed), weights(model))


def test_callbacks_come_after_their_steps():
    calls = []
    at_step = {k: lambda model, k=k: calls.append((k, weights(model))) for k in (1, 7, STEPS, 99)}
    train(make_model(), at_step=at_step)
    assert [k for k, _ in calls] == [1, 7, STEPS]
    assert not torch.equal(calls[0][1], calls[1][1])


# Interrupted and taken up again


@pytest.mark.parametrize("at", [1, 3, EVERY, EVERY + 1, 13, STEPS])
@pytest.mark.parametrize("rebuilt", [True, False], ids=["new kernel", "same model"])
def test_an_interrupted_training_ends_with_the_same_bits(undisturbed, checkpoint, at, rebuilt):
    expected, history = undisturbed
    model = make_model()
    with pytest.raises(KeyboardInterrupt):
        train(model, step=interrupted(at), checkpoint=checkpoint)
    if rebuilt:
        model = make_model()
    torch.manual_seed(1234)  # whatever was run in between
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert torch.equal(weights(model), weights(expected))
    assert not checkpoint.exists()


def test_the_same_optimizer_can_go_on_too(undisturbed, checkpoint):
    expected, history = undisturbed
    model = make_model()
    optimizer = make_optimizer(model)
    with pytest.raises(KeyboardInterrupt):
        train(model, optimizer, step=interrupted(13), checkpoint=checkpoint)
    assert_same_history(train(model, optimizer, checkpoint=checkpoint), history)
    assert torch.equal(weights(model), weights(expected))


def test_twice_interrupted_ends_with_the_same_bits(undisturbed, checkpoint):
    expected, history = undisturbed
    model = make_model()
    for at in (7, 6):
        with pytest.raises(KeyboardInterrupt):
            train(model, step=interrupted(at), checkpoint=checkpoint)
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert torch.equal(weights(model), weights(expected))


def test_interrupted_in_validation_or_a_callback_the_step_is_done_again(undisturbed, checkpoint):
    expected, history = undisturbed
    model, called = make_model(), []

    def interrupt(_model) -> float:
        called.append("interrupt")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(model, validate=interrupt, checkpoint=checkpoint)
    at_step = {7: interrupt}
    with pytest.raises(KeyboardInterrupt):
        train(model, at_step=at_step, checkpoint=checkpoint)
    at_step = {7: lambda model: called.append("done")}
    assert_same_history(train(model, at_step=at_step, checkpoint=checkpoint), history)
    assert called == ["interrupt", "interrupt", "done"]
    assert torch.equal(weights(model), weights(expected))


def test_it_says_where_it_was_interrupted_and_where_it_goes_on(checkpoint, capsys):
    model = make_model()
    with pytest.raises(KeyboardInterrupt):
        train(model, step=interrupted(9), checkpoint=checkpoint)
    assert "interrupted after step 8" in capsys.readouterr().out
    train(model, checkpoint=checkpoint)
    assert f"going on from step 8 ({checkpoint})" in capsys.readouterr().out


def test_a_kernel_killed_in_mid_training_costs_only_the_steps_since_the_checkpoint(
    undisturbed, checkpoint, capsys
):
    expected, history = undisturbed
    script = [sys.executable, toy_training.__file__, str(checkpoint), "12"]
    kernel = subprocess.Popen(script, stderr=subprocess.DEVNULL)
    while not checkpoint.exists() or saved(checkpoint)["done"] < 10:
        assert kernel.poll() is None
        time.sleep(0.02)
    os.kill(kernel.pid, signal.SIGKILL)
    kernel.wait()
    model = make_model()
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert "going on from step 10" in capsys.readouterr().out
    assert torch.equal(weights(model), weights(expected))


def test_pauses_are_not_counted_in_the_seconds(checkpoint, monkeypatch):
    now = 0.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)

    def second(*arguments):
        nonlocal now
        now += 1
        return step(*arguments)

    model = make_model()
    with pytest.raises(KeyboardInterrupt):
        train(model, step=interrupted(STEPS, during=second), checkpoint=checkpoint)
    assert saved(checkpoint)["history"]["seconds"] == STEPS - 1
    now += 1_000
    assert train(model, step=second, checkpoint=checkpoint).seconds == STEPS


def test_the_best_weights_from_before_an_interruption_are_restored(checkpoint):
    losses, seen = iter([1.0, 2.0, 3.0, 4.0, 5.0]), []

    def note(model) -> float:
        seen.append(weights(model))
        return next(losses)

    model = make_model()
    with pytest.raises(KeyboardInterrupt):
        train(model, step=interrupted(13), validate=note, checkpoint=checkpoint)
    history = train(model, validate=note, checkpoint=checkpoint)
    assert history.best_step == EVERY
    assert torch.equal(weights(model), seen[0])


# Checkpoints that do not fit


def half_done(checkpoint: Path, **changes) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(make_model(), step=interrupted(7), checkpoint=checkpoint, **changes)


@pytest.mark.parametrize(
    "change",
    [
        {"steps": STEPS + 1},
        {"every": 4},
        {"schedule": None},
        {"batches": toy_training.WindowStream(toy_training.sequences(), 5, window=6, seed=3)},
        {"batches": toy_training.WindowStream(toy_training.sequences(), 4, window=6, seed=4)},
    ],
    ids=["steps", "every", "schedule", "batch size", "order"],
)
def test_a_checkpoint_of_other_settings_is_not_taken_up(checkpoint, capsys, change):
    half_done(checkpoint)
    plain = make_model()
    expected = train(plain, **change)
    model = make_model()
    capsys.readouterr()
    assert_same_history(train(model, checkpoint=checkpoint, **change), expected)
    assert "is of another training (weights or settings): starting anew" in capsys.readouterr().out
    assert torch.equal(weights(model), weights(plain))


@pytest.mark.parametrize(
    "other", [{"seed": 1}, {"hidden_size": 9}], ids=["starting weights", "size"]
)
def test_a_checkpoint_of_another_model_is_not_taken_up(checkpoint, capsys, other):
    half_done(checkpoint)
    history = train(make_model(**other), checkpoint=checkpoint)
    assert "is of another training" in capsys.readouterr().out
    assert len(history.losses) == STEPS


def test_a_checkpoint_with_another_learning_rate_is_not_taken_up(checkpoint, capsys):
    half_done(checkpoint)
    model = make_model()
    train(model, make_optimizer(model, lr=0.01), checkpoint=checkpoint)
    assert "is of another training" in capsys.readouterr().out


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def overwrite(content: bytes) -> bytes:
    return content[:500] + bytes(2000) + content[2500:]


@pytest.mark.parametrize("damage", [cut, overwrite, lambda _: b"", lambda _: b"not a checkpoint"])
def test_a_damaged_checkpoint_is_put_aside_and_the_training_starts_anew(
    undisturbed, checkpoint, capsys, damage
):
    expected, history = undisturbed
    half_done(checkpoint)
    damaged = damage(checkpoint.read_bytes())
    checkpoint.write_bytes(damaged)
    model = make_model()
    capsys.readouterr()
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert (
        "cannot be read: starting anew (the file is now toy.pt.damaged)" in capsys.readouterr().out
    )
    assert checkpoint.with_name("toy.pt.damaged").read_bytes() == damaged
    assert torch.equal(weights(model), weights(expected))


def test_a_checkpoint_with_flipped_bits_is_never_taken_up_as_it_is(undisturbed, checkpoint):
    expected, history = undisturbed
    half_done(checkpoint)
    whole, draw = checkpoint.read_bytes(), random.Random(0)
    for _ in range(12):
        place = draw.randrange(len(whole))
        changed = bytes([whole[place] ^ (1 << draw.randrange(8))])
        checkpoint.write_bytes(whole[:place] + changed + whole[place + 1 :])
        model = make_model()
        assert_same_history(train(model, checkpoint=checkpoint), history)
        assert torch.equal(weights(model), weights(expected))


def test_a_checkpoint_half_written_when_the_kernel_died_does_no_harm(undisturbed, checkpoint):
    half_done(checkpoint)
    checkpoint.with_name("toy.pt.partial").write_bytes(b"half")
    assert_same_history(train(make_model(), checkpoint=checkpoint), undisturbed[1])


def test_an_interruption_without_a_checkpoint_just_ends_the_training():
    with pytest.raises(KeyboardInterrupt):
        train(make_model(), step=interrupted(4))


def test_the_readers_in_a_carried_state_survive_a_checkpoint(checkpoint):
    def matching(at: int | None = None, **changes):
        torch.manual_seed(0)
        model = MatchLanguageModel(7, 4, 8, separator=1, order=1)
        done = 0

        def fragile_step(model, optimizer, batch, state):
            nonlocal done
            done += 1
            h_c = None if batch.fresh else (*(s.detach() for s in state[:2]), state[2])
            logits, state = model(batch.inputs, h_c)
            if done == at:  # the readers have read on already
                raise KeyboardInterrupt
            loss = torch.nn.functional.cross_entropy(logits.transpose(1, 2), batch.targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.item(), state

        train(model, step=fragile_step, batches=stream, validate=None, **changes)
        return model.state_dict()

    random_tokens = torch.randint(1, 7, (12, 30), generator=torch.Generator().manual_seed(1))
    stream = WindowStream(list(random_tokens), batch_size=4, window=10, seed=3)
    goes_on = next(k for k in range(6, STEPS) if not stream[k].fresh)
    expected = matching()
    with pytest.raises(KeyboardInterrupt):
        matching(at=goes_on + 1, checkpoint=checkpoint)
    torch.testing.assert_close(matching(checkpoint=checkpoint), expected, rtol=0, atol=0)


# Checkpoints that cannot be written


def full_disk(monkeypatch) -> None:
    """Let every file that is written end half-way, for want of space."""
    write = Path.write_bytes

    def write_half(path: Path, content: bytes) -> int:
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_half)


def test_a_training_goes_on_where_its_checkpoint_has_no_folder(undisturbed, tmp_path, capsys):
    expected, history = undisturbed
    (tmp_path / "taken").write_text("a file, and so no folder")
    model = make_model()
    assert_same_history(train(model, checkpoint=tmp_path / "taken/runs/toy.pt"), history)
    assert torch.equal(weights(model), weights(expected))
    said = capsys.readouterr().out
    assert said.count("cannot be written (Not a directory). The training goes on without it") == 1
    assert "choose a file in a folder that you can write to" in said
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_training_goes_on_when_the_disk_is_full_and_leaves_no_half_a_file(
    undisturbed, checkpoint, capsys, monkeypatch
):
    expected, history = undisturbed
    full_disk(monkeypatch)
    model = make_model()
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert torch.equal(weights(model), weights(expected))
    assert capsys.readouterr().out.count("(No space left on device)") == 1
    assert list(checkpoint.parent.iterdir()) == []


def test_a_full_disk_leaves_the_checkpoint_before_and_a_new_kernel_goes_on_from_it(
    undisturbed, checkpoint, capsys
):
    expected, history = undisturbed
    with pytest.MonkeyPatch.context() as patch:

        def fill_the_disk(_model) -> None:
            full_disk(patch)

        with pytest.raises(KeyboardInterrupt):
            train(
                make_model(),
                step=interrupted(13),
                at_step={7: fill_the_disk},
                checkpoint=checkpoint,
            )
    assert "interrupted after step 12: without a checkpoint" in capsys.readouterr().out
    model = make_model()
    assert_same_history(train(model, checkpoint=checkpoint), history)
    assert f"going on from step {EVERY} " in capsys.readouterr().out
    assert torch.equal(weights(model), weights(expected))


def test_it_is_written_again_as_soon_as_there_is_space(checkpoint, capsys):
    with pytest.MonkeyPatch.context() as patch:
        full_disk(patch)
        at_step = {7: lambda model: patch.undo()}
        with pytest.raises(KeyboardInterrupt):
            train(make_model(), step=interrupted(13), at_step=at_step, checkpoint=checkpoint)
    assert "interrupted after step 12: call again to go on" in capsys.readouterr().out
    assert saved(checkpoint)["done"] == 12


def test_a_checkpoint_that_cannot_be_put_aside_or_read_stops_no_training(
    undisturbed, checkpoint, capsys, monkeypatch
):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    half_done(checkpoint)
    checkpoint.write_bytes(b"damaged")
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert_same_history(train(make_model(), checkpoint=checkpoint), undisturbed[1])
    assert "starting anew (it stays where it is)" in capsys.readouterr().out
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert_same_history(train(make_model(), checkpoint=checkpoint), undisturbed[1])
    assert "cannot be read (Permission denied): starting anew" in capsys.readouterr().out


def test_a_checkpoint_of_another_kind_is_not_taken_up(undisturbed, checkpoint, capsys):
    write_checkpoint(checkpoint, {"done": 3})
    assert_same_history(train(make_model(), checkpoint=checkpoint), undisturbed[1])
    assert "is of another training" in capsys.readouterr().out
