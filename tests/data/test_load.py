import errno
import random
from dataclasses import replace

import pytest

from seqlab import data
from seqlab.data import recipes
from seqlab.data.fetch import fetch, path_of
from seqlab.data.recipes import Recipe

SPLITS = ["train", "validation", "test"]


@pytest.fixture
def toy(wheel, tmp_path, monkeypatch) -> Recipe:
    """Make `load("toy")` read rows from the toy wheel, and tell how often they were read."""
    source = tmp_path / "reader.py"
    source.write_text("first version")
    calls = []

    def read(path):
        calls.append(path)
        rows = [{"abc": str(i), "title": "", "collection": "", "group": i} for i in range(60)]
        return {"rows": rows, "dropped": {"too long": 2}, "credits": {"Ann": 60}}

    real = data.RECIPES["tunes"]
    recipe = Recipe("toy", real.card, wheel, read, (source,))
    monkeypatch.setitem(data.RECIPES, "toy", recipe)
    recipe.read.calls = calls  # type: ignore[attr-defined]
    return recipe


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(data.DataError, match="no data set 'tuns': choose one of 'tunes'"):
        data.load("tuns")


def test_a_learner_sees_the_sentence_and_none_of_our_depths(toy, index):
    (index / toy.package.filename).unlink()
    with pytest.raises(data.DataError, match="run `seqlab data`") as caught:
        data.load("toy")
    assert [entry.name for entry in caught.traceback][1:] == ["load"]


def test_a_set_has_three_splits_that_hold_every_row_once(toy):
    loaded = data.load("toy")
    assert list(loaded) == SPLITS
    assert sorted(int(text) for split in loaded.values() for text in split["abc"]) == [*range(60)]


def test_loading_draws_from_no_global_random_state(toy):
    random.seed(0)
    expected = random.random()
    random.seed(0)
    data.load("toy")
    assert random.random() == expected


def test_the_card_is_in_the_info_of_each_split(toy):
    for name, split in data.load("toy").items():
        assert str(split.split) == name
        assert "| too long | 2 |" in split.info.description
        assert "Ann (60)" in split.info.description
        assert "public domain" in split.info.license
        assert "ISMIR 2010" in split.info.citation
        assert split.info.homepage


def test_a_set_is_read_once(toy):
    assert data.load("toy")["test"]["abc"] == data.load("toy")["test"]["abc"]
    assert len(toy.read.calls) == 1


def test_a_changed_reader_reads_anew_and_the_outdated_result_goes(toy):
    data.load("toy")
    toy.reader_sources[0].write_text("second version")
    data.load("toy")
    assert len(toy.read.calls) == 2
    assert len(list(data.data_dir().glob("toy-*.json.gz"))) == 1


def test_a_damaged_result_is_read_anew(toy):
    data.load("toy")
    (kept,) = data.data_dir().glob("toy-*.json.gz")
    whole = kept.read_bytes()
    for damaged in (whole[:100], b"", b"no gzip", whole[:40] + bytes(40) + whole[80:]):
        kept.write_bytes(damaged)
        assert len(data.load("toy")["train"]) > 0
        assert kept.read_bytes() == whole


def fail_with(number: int, reason: str):
    def fail(*arguments, **options):
        raise OSError(number, reason)

    return fail


@pytest.mark.parametrize(
    ("place", "error", "advice"),
    [
        ("recipes.os.replace", (errno.ENOSPC, "No space left on device"), "make room there"),
        ("recipes.gzip.compress", (errno.EDQUOT, "Disk quota exceeded"), "make room there"),
        ("fetch.FileLock", (errno.EACCES, "Permission denied"), "you may not write there"),
        ("fetch.FileLock", (errno.EROFS, "Read-only file system"), "you may not write there"),
    ],
)
def test_a_result_that_cannot_be_kept_is_used_and_read_once_in_this_python(
    toy, monkeypatch, capsys, place, error, advice
):
    fetch(toy.package)
    monkeypatch.setattr(f"seqlab.data.{place}", fail_with(*error))
    first, second = data.load("toy"), data.load("toy")
    assert first["train"]["abc"] == second["train"]["abc"]
    assert len(toy.read.calls) == 1
    said = capsys.readouterr().out
    assert said.count("The data set toy is ready, but not for the next time.") == 1
    assert error[1] in said
    assert advice in said
    assert ("make room" in said) == (advice == "make room there")
    assert not [*data.data_dir().glob("*.partial")]
    assert not [*data.data_dir().glob("toy-*.json.gz")]


def test_a_result_that_could_not_be_kept_is_kept_when_there_is_room_again(toy, monkeypatch):
    fetch(toy.package)
    with monkeypatch.context() as full:
        full.setattr(recipes.os, "replace", fail_with(errno.ENOSPC, "No space left on device"))
        data.load("toy")
    monkeypatch.setattr(recipes, "_not_kept", {})  # as in the next Python
    data.load("toy")
    assert len([*data.data_dir().glob("toy-*.json.gz")]) == 1


def test_what_cannot_be_kept_is_told_by_trying(toy, monkeypatch):
    monkeypatch.setattr(data, "RECIPES", {"toy": toy})
    fetch(toy.package)
    assert data.not_kept() == ""
    with monkeypatch.context() as shared:
        shared.setattr(data, "TemporaryFile", fail_with(errno.EACCES, "Permission denied"))
        assert data.not_kept() == (
            f"not kept, so read anew by every Python: toy ({data.data_dir()}: Permission denied)"
        )
        data.load("toy")
        assert data.not_kept() == ""  # someone else has kept it


def test_status_tells_missing_from_damaged_from_intact(toy):
    assert not data.status()["toy"].ok
    assert "is missing: run `seqlab data`" in data.status()["toy"].detail
    fetch(toy.package)
    assert data.status()["toy"].ok
    path_of(toy.package).write_bytes(b"damaged")
    assert not data.status()["toy"].ok
    assert "is damaged: run `seqlab data`" in data.status()["toy"].detail


def test_fetch_all_leaves_every_set_ready_and_says_so(toy, monkeypatch, capsys):
    monkeypatch.setattr(data, "RECIPES", {"toy": toy})
    data.fetch_all()
    said = capsys.readouterr().out
    assert "toy: 60 rows, ready in" in said
    assert said.endswith("All data sets: 0 MB\n")
    assert data.status()["toy"].ok


def test_a_set_in_order_is_split_by_it(toy, monkeypatch):
    monkeypatch.setitem(data.RECIPES, "toy", replace(toy, in_order=True))
    texts = [text for split in data.load("toy").values() for text in split["abc"]]
    assert texts == [str(i) for i in range(60)]


def test_a_group_at_a_border_of_a_set_in_order_stays_whole(toy, monkeypatch):
    rows = [{"abc": str(i), "title": "", "collection": "", "group": i // 4} for i in range(60)]

    def read(path):
        return {"rows": rows, "dropped": {}, "credits": {}}

    monkeypatch.setitem(data.RECIPES, "toy", replace(toy, in_order=True, read=read))
    groups = {name: sorted({*split["group"]}) for name, split in data.load("toy").items()}
    assert groups == {"train": [*range(13)], "validation": [13], "test": [14]}


def test_all_files_together_are_small():
    files = sum(recipe.package.size for recipe in data.RECIPES.values())
    kept = sum(recipes.path_of_reading(recipe).stat().st_size for recipe in data.RECIPES.values())
    assert files + kept < 90_000_000
