"""The command that trains a network of the course."""

import json
from dataclasses import replace

import pytest
from safetensors.torch import load_file

from seqlab.attempts import music
from seqlab.attempts.tunes import Tunes
from seqlab.authoring import train as command
from seqlab.authoring.cli import main
from seqlab.text import Vocabulary

TUNE = "M:4/4\nL:1/8\nK:D\nD2F2 A2d2|d2A2 F2D2|]"


@pytest.fixture
def small(monkeypatch) -> music.Attempt:
    """Let there be one small recipe and twelve short tunes."""
    recipe = replace(music.ATTEMPTS[1], embedding_size=16, num_layers=1, batch_size=4, steps=6)
    vocabulary = Vocabulary.from_texts([TUNE])
    ids = [vocabulary.encode(TUNE, ends=True)] * 12
    tunes = Tunes(vocabulary, {"train": ids, "validation": ids})
    monkeypatch.setattr(command, "RECIPES", {"small one": recipe})
    monkeypatch.setattr(command, "read_tunes", lambda: tunes)
    return recipe


def test_it_leaves_the_weights_and_says_how_good_they_are(small, tmp_path, capsys):
    assert main(["train", "small one", "--folder", str(tmp_path / "runs")]) == 0
    assert "small one: " in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["small_one.safetensors"]
    model = music.build(small, Vocabulary.from_texts([TUNE]))
    model.load_state_dict(load_file(tmp_path / "runs/small_one.safetensors"))


def test_an_unknown_recipe_is_a_sentence_with_the_known_ones(small, capsys):
    assert main(["train", "large one"]) == 1
    assert capsys.readouterr().err == (
        "there is no recipe 'large one': choose one of 'small one'\n"
    )


def test_it_trains_on_a_corpus_from_disk_and_counts_what_it_skips(small, tmp_path, capsys):
    corpus = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"abc": text}) for text in [TUNE, "?"] * 6]
    corpus.write_text("\n".join(lines))
    assert main(["train", "small one", "--folder", str(tmp_path), "--corpus", str(corpus)]) == 0
    # 6 steps are 3 epochs of 6 tunes in batches of 4
    assert "18 of 36 tunes read were skipped" in capsys.readouterr().out
    assert (tmp_path / "small_one.safetensors").exists()


def test_a_corpus_that_is_not_there_is_a_sentence(small, tmp_path, capsys):
    assert main(["train", "small one", "--corpus", str(tmp_path / "none.jsonl")]) == 1
    assert "there is no file" in capsys.readouterr().err


def test_every_recipe_builds_its_network():
    vocabulary = Vocabulary.from_texts([TUNE])
    for recipe in command.RECIPES.values():
        assert command._build(recipe, vocabulary)(vocabulary.encode(TUNE)[None])
