"""The command that trains on several processes or on a large corpus, here as one process."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from course.recipes import music
from extras.train import __main__ as command
from extras.train import loop
from seqlab.data.prepared import Tunes

TUNE = "M:4/4\nL:1/8\nK:D\nD2F2 A2d2|d2A2 F2D2|]"
TUNES = Tunes.from_texts({"train": [TUNE] * 12, "validation": [TUNE]})


@pytest.fixture
def small(monkeypatch) -> music.Attempt:
    """Let there be one small recipe and twelve short tunes."""
    recipe = music.Attempt("small one", embedding_size=16, num_layers=1, batch_size=4, steps=6)
    monkeypatch.setattr(command, "RECIPES", {"small one": recipe})
    monkeypatch.setattr(command, "read_tunes", lambda: TUNES)
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    return recipe


def write(folder: Path, *texts: str) -> str:
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(json.dumps({"abc": text}) for text in texts))
    return str(path)


def main(folder: Path, *more: str) -> dict[str, torch.Tensor]:
    command.main(["small one", "--folder", str(folder), *more])
    return load_file(folder / "small_one.safetensors")


def test_it_leaves_the_weights_and_says_how_good_they_are(small, tmp_path, capsys):
    small.build(TUNES.vocabulary).load_state_dict(main(tmp_path / "runs"))
    assert "small one: " in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["small_one.safetensors"]


def test_an_unknown_recipe_is_a_sentence_with_the_known_ones(small, capsys):
    with pytest.raises(SystemExit):
        command.main(["large one"])
    assert "invalid choice: 'large one' (choose from 'small one')" in capsys.readouterr().err


def test_it_trains_on_a_corpus_from_disk_and_counts_what_it_skips(small, tmp_path, capsys):
    main(tmp_path, "--corpus", write(tmp_path, *[TUNE, "?"] * 8))
    # 6 steps are 3 epochs of 8 tunes in batches of 4
    assert "24 of 48 tunes read were skipped" in capsys.readouterr().out


def test_a_corpus_that_is_not_there_is_a_sentence(small, tmp_path):
    with pytest.raises(SystemExit, match="there is no file"):
        main(tmp_path, "--corpus", str(tmp_path / "none.jsonl"))


def test_a_batch_that_cannot_be_shared_equally_is_a_sentence(small, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "world", lambda: (0, 3))
    with pytest.raises(SystemExit, match="a batch of 4 rows cannot be shared equally by 3"):
        main(tmp_path)


@pytest.mark.parametrize("corpus", [False, True])
def test_an_interrupted_training_ends_with_the_same_bits(
    small, tmp_path, capsys, monkeypatch, corpus
):
    more = ["--corpus", write(tmp_path, *[TUNE, TUNE[:-3] + "f|]"] * 6)] if corpus else []
    monkeypatch.setattr(command, "train", lambda *a, **k: loop.train(*a, **k, every=2))
    expected, step, made = main(tmp_path / "undisturbed", *more), loop.training_step, []

    def mortal_step(*arguments):
        if len(made) == 4:
            raise KeyboardInterrupt
        made.append(arguments)
        return step(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(loop, "training_step", mortal_step)
        with pytest.raises(KeyboardInterrupt):
            main(tmp_path / "broken", *more)
    found = main(tmp_path / "broken", *more)
    assert "going on from step 4" in capsys.readouterr().out
    assert all(torch.equal(found[name], weight) for name, weight in expected.items())


def test_a_checkpoint_of_another_corpus_or_recipe_is_not_taken_up(
    small, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(command, "train", lambda *a, **k: loop.train(*a, **k, every=2))
    monkeypatch.setattr(command, "save_file", lambda *_: 1 / 0)  # the checkpoint stays
    with pytest.raises(ZeroDivisionError):
        main(tmp_path)
    for change in (["--steps", "5"], ["--corpus", write(tmp_path, *[TUNE] * 8)]):
        with pytest.raises(ZeroDivisionError):
            main(tmp_path, *change)
        assert "is of another training" in capsys.readouterr().out


def test_a_checkpoint_that_cannot_be_written_stops_nothing(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "train", lambda *a, **k: loop.train(*a, **k, every=2))
    monkeypatch.setattr(loop, "write_checkpoint", lambda *_: (tmp_path / "none/none").touch())
    main(tmp_path)
    assert "cannot be written (No such file or directory): going on" in capsys.readouterr().out


def test_only_the_errors_of_a_lost_process_are_taken_for_one():
    with pytest.raises(RuntimeError, match="shape"), command.ending_well():
        raise RuntimeError("shape mismatch")
    with pytest.raises(SystemExit, match="start all of them again"), command.ending_well():
        raise RuntimeError("[third_party/gloo/transport/pair.cc] Connection closed by peer")


def test_every_recipe_builds_its_network():
    for recipe in command.RECIPES.values():
        few = replace(recipe, embedding_size=16)
        assert few.build(TUNES.vocabulary)(TUNES.ids["validation"][0][None])
