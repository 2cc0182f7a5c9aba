"""`seqlab tunes`: what it says of a person's own tune books."""

import json
from pathlib import Path

import pytest

from seqlab.authoring.cli import main
from seqlab.music import book
from seqlab.music.validity import is_valid

GOOD = "X:1\nT:Good\nM:C|\nL:1/2\nK:Gmaj clef=treble\nGB|d2|]\n"
CHORD = "X:2\nT:Chord\nM:4/4\nL:1/4\nK:D\nDFAd|\n[DF]A|]\n"
SHORT = "X: 3\nT:Short\nM:4/4\nL:1/4\nK:D\nDFAd|DFA|d4|]\n"


@pytest.fixture
def tune_book(tmp_path: Path) -> Path:
    path = tmp_path / "book.abc"
    path.write_text("My tunes\n\n" + "\n".join([GOOD, CHORD, SHORT]), encoding="utf-8")
    return path


def test_each_tune_that_is_left_out_is_named_with_the_place_and_the_reason(tune_book, capsys):
    assert main(["tunes", str(tune_book)]) == 0
    assert capsys.readouterr().out == (
        f"{tune_book}: 3 tunes, 2 read, 1 valid\n"
        '  refused: X:2 "Chord": line 16, column 1: chords are not part of the normal form: '
        "write one note at a time\n"
        '  not valid: X:3 "Short": at "D F A|d4|]": this bar lasts 3/4, the metre wants 4/4: '
        "add notes or a rest\n"
    )


def test_the_valid_tunes_are_written_as_json_lines(tune_book, tmp_path, capsys):
    rows = tmp_path / "mine.jsonl"
    assert main(["tunes", str(tune_book), str(tune_book), "--to", str(rows)]) == 0
    written = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert written == 2 * [{"abc": "M:2/2\nL:1/4\nK:G\nG2 B2|d4|]", "title": "Good"}]
    assert is_valid(written[0]["abc"])
    said = capsys.readouterr().out
    assert "together: 6 tunes, 4 read, 2 valid\n" in said
    assert said.endswith(f"{rows}: 2 valid tunes written\n")


def test_old_files_in_latin_1_are_read(tmp_path):
    path = tmp_path / "old.abc"
    path.write_bytes(GOOD.replace("Good", "Pêche").encode("latin-1"))
    assert [verdict.title for verdict in book.judge(path)] == ["Pêche"]


def test_a_file_without_tunes_is_said_to_have_none(tmp_path, capsys):
    path = tmp_path / "notes.txt"
    path.write_text("ABc|")
    assert main(["tunes", str(path)]) == 0
    assert "no tunes: each begins with a line such as X:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read: No such file"), (b"\x89PNG\0\0", "is not plain text: save it as")],
)
def test_what_is_no_text_file_is_an_error_in_one_line(tmp_path, capsys, content, says):
    path = tmp_path / "book.abc"
    if content is not None:
        path.write_bytes(content)
    assert main(["tunes", str(path)]) == 1
    assert says in capsys.readouterr().err


def test_a_place_where_nothing_can_be_written_is_an_error_in_one_line(tune_book, tmp_path, capsys):
    assert main(["tunes", str(tune_book), "--to", str(tmp_path / "none/mine.jsonl")]) == 1
    assert "cannot be written" in capsys.readouterr().err
