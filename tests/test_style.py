"""What readers of a light and a dark page can read, and those who cannot see a picture."""

import base64
import re
from html.parser import HTMLParser

import pytest

from seqlab import style
from seqlab.style import (
    AA,
    COLOURS,
    LOOKS,
    WHITE,
    code,
    contrast,
    fold,
    panel,
    picture,
    prose,
    readable,
)

BLACK = "#000000"


def test_contrast_is_that_of_the_standard():
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)
    assert contrast("#0072b2", "#111111") == pytest.approx(3.64, abs=0.005)
    assert (
        contrast("#d55e00", WHITE) == contrast(WHITE, "#d55e00") == pytest.approx(3.87, abs=0.005)
    )


@pytest.mark.parametrize("colour", [*COLOURS, "#808080", WHITE])
def test_a_readable_colour_can_be_read_on_white(colour):
    assert contrast(readable(colour), WHITE) >= AA


def test_a_colour_is_made_no_darker_than_it_must_be():
    assert readable(COLOURS[0]) == COLOURS[0]
    assert contrast(readable(COLOURS[5]), WHITE) < 4.6
    assert contrast(readable(COLOURS[5], "#e6f2fa"), "#e6f2fa") >= AA


def test_readable_colours_keep_their_hue():
    red, green, blue = (int(readable("#e69f00")[i : i + 2], 16) for i in (1, 3, 5))
    assert blue == 0
    assert green / red == pytest.approx(0x9F / 0xE6, abs=0.02)
    assert len({readable(colour) for colour in COLOURS}) == len(COLOURS)


@pytest.mark.parametrize("colour", ["blue", "#fff", ""])
def test_another_way_to_write_a_colour_is_refused(colour):
    with pytest.raises(ValueError, match="a colour is like '#0072b2'"):
        contrast(colour, WHITE)


class Words(HTMLParser):
    """Collects each piece of text with the colour and the background that it is shown in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open = [("page", "", page)]
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attributes):
        if tag == "br":
            return
        style = dict(attributes).get("style", "")
        colours = dict(re.findall(r"(?<![-\w])(color|background-color): (#\w{6})", style))
        _, text, background = self.open[-1]
        self.open.append(
            (tag, colours.get("color", text), colours.get("background-color", background))
        )

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.found.append((data, *self.open[-1][1:]))


@pytest.mark.parametrize("page", [WHITE, "#111111"])
@pytest.mark.parametrize("kind", LOOKS)
def test_every_word_of_a_panel_can_be_read_on_light_and_dark_pages(kind, page):
    words = Words(page)
    words.feed(panel(kind, "5.3 f", "It came out wrong." + code("f(1)") + fold("More", "A hint.")))
    assert [text for text, _, _ in words.found][1:] == [
        "It came out wrong.",
        "f(1)",
        "More",
        "A hint.",
    ]
    for text, colour, background in words.found:
        assert contrast(colour, background) >= AA, text


def test_a_panel_is_told_apart_without_colour():
    assert "✓ 5.3 f: right" in panel("right", "5.3 f: right")
    assert "✗ 5.3 f: not yet" in panel("wrong", "5.3 f: not yet")
    assert "<b" not in panel("note", "", "words")


def test_what_is_given_as_text_is_not_taken_for_html():
    html = panel("note", "<a>") + code("<b> & c") + fold("<c>", "")
    assert "&lt;a&gt;" in html
    assert "&lt;b&gt; &amp; c" in html
    assert "&lt;c&gt;" in html


def test_an_unknown_panel_is_named():
    with pytest.raises(ValueError, match="one of right, wrong, ask, note, got 'blue'"):
        panel("blue", "title")


def test_a_picture_is_stored_once_with_its_alternative_in_it():
    output = picture(b"<svg/>", "svg+xml", 'A "line"\nthat falls', 900)
    assert output.keys() == {"text/html", "text/plain"}
    assert output["text/plain"] == 'A "line"\nthat falls'
    ((tag, attributes),) = tags(output["text/html"])
    assert tag == "img"
    assert attributes["alt"] == 'A "line" that falls'
    assert attributes["width"] == "900"
    assert "max-width: 100%" in attributes["style"]
    kind, _, data = attributes["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data) == b"<svg/>"


def test_words_in_backticks_are_code():
    assert "&lt;a&gt; <code" in prose("<a> `f(x)` b")
    assert ">f(x)</code> b" in prose("<a> `f(x)` b")


def test_an_output_is_folded_while_a_prediction_is_asked(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    monkeypatch.setattr(style, "_asked", set())
    bundle = {"text/html": "<img>", "text/plain": "a picture"}
    style.publish(bundle)
    style.draw_curtain("one")
    style.draw_curtain("two")
    style.publish(bundle)
    style.publish({"text/plain": "words"})
    style.open_curtain("one")
    style.open_curtain("one")
    style.publish(bundle)
    style.open_curtain("two")
    style.publish(bundle)
    folded = {"text/html": fold(style.CURTAIN, "<img>"), "text/plain": "a picture"}
    assert shown == [bundle, folded, {"text/plain": "words"}, folded, bundle]


def tags(html: str) -> list[tuple[str, dict]]:
    """Return each tag that is opened, with its attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(html)
    return found
