import base64
import random
import re
import signal
import xml.etree.ElementTree as ET

import pytest

from music.test_validity import mutated
from music.tunes import TUNES
from seqlab import style
from seqlab.music import score as score_module
from seqlab.music.abc import AbcError, parse
from seqlab.music.score import score

TUNE = TUNES[0]


def drawn(svg: str, kind: str) -> int:
    """How many signs of a kind a score holds."""
    return len(re.findall(rf'class="{kind}( [^"]*)?"', svg))


@pytest.mark.parametrize("tune", TUNES)
def test_every_note_and_rest_is_drawn(tune):
    svg = score(tune).svg
    ET.fromstring(svg)
    assert drawn(svg, "note") + drawn(svg, "rest") == len(list(parse(tune).events))
    assert len(svg) < 80_000


def test_signs_of_the_text_are_seen_in_the_score():
    head = "M:6/8\nL:1/8\nK:D\n"
    assert drawn(score(TUNE).svg, "ending systemMilestone") == 2
    assert drawn(score(head + "ABc (3def g|A6|]").svg, "beam") == 2
    assert drawn(score(head + "ABc (3def g|A6|]").svg, "tuplet") == 1
    assert drawn(score(head + "A6-|A6|]").svg, "tie") == 1
    assert drawn(score(head + "^A3 A3|A6|]").svg, "accid") == 1
    assert drawn(score(head + "^A3 a3|A3 =f3|]").svg, "accid") == 3  # ^A, ^a unsaid, =f


def test_a_score_is_a_picture_with_a_sentence():
    bundle = score(TUNE)._repr_mimebundle_()
    sentence = "Score of a tune in E Dorian, 6/8, 4 bars, range E4 to G5"
    assert bundle["text/plain"] == sentence
    assert f'<img alt="{sentence}" width="900"' in bundle["text/html"]
    (data,) = re.findall('src="data:image/svg\\+xml;base64,([^"]*)"', bundle["text/html"])
    assert f"<title>{sentence}</title>" in base64.b64decode(data).decode()


def test_a_score_is_folded_while_a_prediction_is_asked(monkeypatch):
    monkeypatch.setattr(style, "_asked", {"how it ends"})
    html = score(TUNE)._repr_mimebundle_()["text/html"]
    assert html.startswith(f"<details><summary>{style.CURTAIN}</summary><img")


def test_a_title_is_drawn_as_it_is_written():
    assert "Tom &amp; Ann &lt;3" in score(TUNE, title="Tom & Ann <3").svg


def test_the_same_tune_gives_the_same_bytes():
    assert score(TUNE).svg == score(TUNE).svg


def test_wrong_bars_are_drawn_and_rubbish_is_refused():
    assert drawn(score("M:6/8\nL:1/8\nK:D\nA|BcdefgabA|").svg, "measure") == 2
    with pytest.raises(AbcError, match="line 4, column 1"):
        score("M:6/8\nL:1/8\nK:D\n[")


def test_a_worker_that_was_killed_is_started_again():
    score(TUNE)
    worker = score_module._engraver._process
    assert worker
    worker.kill()
    worker.wait()
    assert drawn(score(TUNE).svg, "note") > 0


def test_a_worker_that_hangs_is_ended_and_started_again(monkeypatch):
    score(TUNE)
    worker = score_module._engraver._process
    assert worker
    worker.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(score_module, "TIME_LIMIT", 0.1)
    with pytest.raises(AbcError, match="engraver"):
        score(TUNES[1])
    monkeypatch.undo()
    assert drawn(score(TUNE).svg, "note") > 0


def test_mutated_tunes_are_drawn_or_refused():
    rng = random.Random(11)
    scores = 0
    while scores < 150:
        text = mutated(rng.choice(TUNES), rng)
        try:
            parse(text)
        except AbcError:
            continue
        assert score(text).svg.endswith("</svg>")
        scores += 1
