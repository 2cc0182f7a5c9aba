"""Cells, attention and blocks: their numbers are those of torch, and they can be read."""

import math
from functools import partial

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.patches import Rectangle
from torch import nn

from seqlab.diagrams import (
    FAINT,
    draw_attention,
    draw_encoder_decoder,
    draw_gru_cell,
    draw_heads,
    draw_lstm_cell,
    draw_mask,
    draw_rnn_cell,
    draw_transformer_block,
)
from seqlab.plots import use_style

LONG = ["definitely"] * 6
SHARES = torch.tensor([[0.5, 0.1, 0.1, 0.1, 0.1, 0.1], [0, 0, 0, 0, 0, 1.0]])
VECTOR = torch.linspace(-1, 1, 8)
STREAM = torch.arange(12.0).reshape(3, 4)
# each drawing with its number of stages, once with one number and once with as many as it takes
DRAWINGS = {
    "lstm": (partial(draw_lstm_cell, c=-1.2, f=0.93, i=0.5, g=-0.8, o=0.3), 4),
    "lstm vector": (
        partial(draw_lstm_cell, c=VECTOR, f=VECTOR**2, i=VECTOR**2, g=VECTOR, o=VECTOR**2),
        4,
    ),
    "rnn": (partial(draw_rnn_cell, x=-1.0, h=-0.5, W_xh=-1.0, W_hh=-0.5, W_hy=-20.0), 4),
    "rnn without output": (
        partial(
            draw_rnn_cell, x=[1.0, 2.0], h=VECTOR, W_xh=STREAM[:2, :1] + VECTOR, W_hh=torch.eye(8)
        ),
        3,
    ),
    "gru": (partial(draw_gru_cell, h=-0.6, r=0.9, z=0.75, n=-0.5), 4),
    "gru vector": (partial(draw_gru_cell, h=VECTOR, r=VECTOR**2, z=VECTOR**2, n=VECTOR), 4),
    "translation": (
        partial(draw_encoder_decoder, source=["I", "see"], target=["Я", "бачу", "."]),
        3,
    ),
    "long translation": (partial(draw_encoder_decoder, source=LONG, target=LONG), 6),
    "translation with attention": (
        partial(draw_encoder_decoder, source=LONG, target=["so", "it", "is"][:2], attention=SHARES),
        2,
    ),
    "attention": (partial(draw_attention, query=[1.0], keys=[[-30.0]], values=[[2.0]]), 3),
    "attention to six": (
        partial(
            draw_attention,
            query=-VECTOR,
            keys=VECTOR * torch.ones(6, 1),
            values=VECTOR * torch.ones(6, 1),
            names=["because"] * 6,
        ),
        3,
    ),
    "head": (partial(draw_heads, weights=[[1.0]], tokens=["I"], query=0), 2),
    "heads": (
        partial(draw_heads, weights=torch.full((6, 8), 1 / 8), tokens=["words"] * 8, query=7),
        7,
    ),
    "block": (partial(draw_transformer_block, x=STREAM, y=STREAM + 10, z=STREAM - 9), 4),
    "mask": (partial(draw_mask, mask=torch.ones(2, 3).tril(1).bool()), 2),
    "large mask": (partial(draw_mask, mask=torch.ones(8, 8).tril(), tokens=["words"] * 8), 8),
}
EACH = pytest.mark.parametrize(("draw", "stages"), DRAWINGS.values(), ids=DRAWINGS)


@pytest.fixture(autouse=True)
def style():
    plt.switch_backend("agg")
    with plt.rc_context():
        use_style()
        yield
    plt.close("all")


def new_axes(size=(7, 3.5)):
    return plt.subplots(figsize=size)[1]


def fills(axes, label: str, full: float) -> list[float]:
    """Return how full each column of a box is, as parts of the height of a full one."""
    bars = [bar for bar in axes.patches if isinstance(bar, Rectangle) and bar.get_gid() == label]
    return [bar.get_height() / full for bar in bars]


def words(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


# --- numbers --------------------------------------------------------------------------------------


def test_an_lstm_cell_shows_the_gates_of_torch():
    cell = nn.LSTMCell(1, 1)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.tensor([[0.5], [1.0], [-2.0], [0.1]]))  # i, f, g, o
        cell.weight_hh.copy_(torch.tensor([[0.3], [0.2], [1.0], [-1.0]]))
        cell.bias_ih.copy_(torch.tensor([0.0, 1.0, 0.5, 0.2]))
        cell.bias_hh.zero_()
        x, h, c = 2.0, 0.4, 1.2
        h_new, c_new = cell(torch.tensor([[x]]), (torch.tensor([[h]]), torch.tensor([[c]])))
    i = 1 / (1 + math.exp(-(0.5 * x + 0.3 * h)))
    f = 1 / (1 + math.exp(-(1.0 * x + 0.2 * h + 1.0)))
    g = math.tanh(-2.0 * x + 1.0 * h + 0.5)
    o = 1 / (1 + math.exp(-(0.1 * x - 1.0 * h + 0.2)))
    axes = new_axes()
    told = draw_lstm_cell(axes, c=torch.tensor([[c]]), f=f, i=i, g=g, o=o)
    for label, gate in (("$f_t$", f), ("$i_t$", i), ("$o_t$", o)):
        assert fills(axes, label, 1.3) == pytest.approx([gate])
        assert f"{gate:.2f}" in words(axes)
    assert fills(axes, "$g_t$", 0.65) == pytest.approx([g])  # from the middle, downwards
    assert fills(axes, "$h_t$", 0.65) == pytest.approx([h_new.item()])
    assert fills(axes, "$c_t$", 0.65) == pytest.approx([c_new.item() / 1.2])  # 1.20 is the largest
    assert fills(axes, "$c_{t-1}$", 0.65) == pytest.approx([1])
    assert f"the new state h_t, {h_new.item():.2f}." in told


def test_a_vector_has_one_column_for_each_number():
    gates = torch.tensor([[0.1, 0.6, 0.9]], requires_grad=True)
    axes = new_axes()
    draw_lstm_cell(axes, c=[1, 2, 3], f=gates, i=gates, g=gates, o=gates)
    assert fills(axes, "$f_t$", 1.3) == pytest.approx([0.1, 0.6, 0.9])


def test_an_rnn_cell_shows_the_state_of_torch():
    cell = nn.RNNCell(2, 3, bias=False)
    x, h, W_hy = torch.tensor([1.0, -2.0]), torch.tensor([0.5, 0.0, -0.5]), torch.eye(3)
    axes = new_axes()
    with torch.no_grad():
        weights = {"W_xh": cell.weight_ih.T, "W_hh": cell.weight_hh.T}
        draw_rnn_cell(axes, x=x, h=h, **weights, W_hy=W_hy)
        new = cell(x, h).tolist()
    assert fills(axes, "$h_t$", 0.65) == pytest.approx(new)
    assert fills(axes, r"$\hat y_t$", 0.65) == pytest.approx(new)
    assert fills(axes, "$x_t$", 0.65) == pytest.approx([0.5, -1])


def test_a_gru_cell_shows_the_state_of_torch():
    cell = nn.GRUCell(1, 2)
    x, h = torch.tensor([1.5]), torch.tensor([0.5, -0.25])
    with torch.no_grad():
        from_input = cell.weight_ih @ x + cell.bias_ih
        from_state = cell.weight_hh @ h + cell.bias_hh
        r = torch.sigmoid(from_input[:2] + from_state[:2])
        z = torch.sigmoid(from_input[2:4] + from_state[2:4])
        n = torch.tanh(from_input[4:] + r * from_state[4:])
        new = cell(x, h).tolist()
    axes = new_axes()
    draw_gru_cell(axes, h=h, r=r, z=z, n=n)
    assert fills(axes, "$h_t$", 0.65) == pytest.approx(new)
    assert fills(axes, "$r_t$", 1.3) == pytest.approx(r.tolist())
    assert fills(axes, "$z_t$", 1.3) == pytest.approx(z.tolist())


def test_attention_finds_what_torch_finds():
    query, keys = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 0], [0, 1], [1, 1]])
    values = torch.tensor([[0.1, 0.2, 0.3], [-0.5, 0.0, 0.5], [0.9, -0.9, 0.4]])
    found = nn.functional.scaled_dot_product_attention(query, keys, values)
    axes = new_axes()
    told = draw_attention(axes, query, keys, values, names=["cat", "sat", "mat"])
    assert fills(axes, "$z$", 0.5) == pytest.approx(found[0].tolist(), abs=1e-6)
    weights = (query @ keys.T / math.sqrt(2)).softmax(-1)[0]
    for weight in weights.tolist():
        assert fills(axes, f"{weight:.2f}", 1.0) == pytest.approx([weight])
    assert "most goes to mat." in told


def test_the_last_word_that_is_shown_tells_where_the_decoder_looks():
    weights = torch.tensor([[0.75, 0.25], [0.0, 1.0]])
    widths = {}
    for shown in (1, 2):
        axes = new_axes()
        told = draw_encoder_decoder(axes, ["a", "b"], ["x", "y"], attention=weights, shown=shown)
        boxes = [fills(axes, f"$h_{j}$", 1.2)[0] for j in (1, 2)]
        assert boxes == pytest.approx(weights[shown - 1].tolist())
        lines = [patch for patch in axes.patches if patch.get_zorder() == 0.5]
        widths[shown] = [line.get_linewidth() for line in lines]
    assert widths[1][0] > widths[1][1]
    assert len(widths[2]) == 1  # no line for the weight 0
    assert "a 0.00, b 1.00" in told


def test_without_attention_all_goes_through_one_vector():
    axes = new_axes()
    told = draw_encoder_decoder(axes, ["a", "b"], ["x"])
    assert "one vector, $h_2$" in words(axes)
    assert "all that it knows is the last state" in told


def test_each_head_is_as_full_as_its_weights():
    axes = new_axes()
    told = draw_heads(axes, [[0.9, 0.1], [0.25, 0.75]], ["up", "down"], query=0)
    assert fills(axes, "0.90", 1.3) == pytest.approx([0.9])
    assert fills(axes, "0.75", 1.3) == pytest.approx([0.75])
    assert "Head 2 looks most at 'down', 0.75." in told


def test_the_block_tells_how_long_its_vectors_are():
    x, y, z = torch.tensor([3.0, 4.0]), torch.tensor([6.0, 8.0]), torch.tensor([6.0, 0.0])
    axes = new_axes()
    told = draw_transformer_block(axes, x, y, z)
    assert [words(axes).count(number) for number in ("5.00", "10.00", "6.00", "8.00")] == [
        2,
        1,
        1,
        1,
    ]
    assert [fills(axes, f"${name}$", 1.3)[0] for name in "xyz"] == pytest.approx([0.5, 1, 0.6])
    assert "What the attention adds is 5.00 long" in told


def test_a_mask_is_full_where_a_query_may_look():
    axes = new_axes()
    told = draw_mask(axes, torch.ones(3, 3).tril().bool(), ["I", "love", "music"])
    assert words(axes).count("−∞") == 3
    assert "'love' may look at 'I', 'love'." in told


# --- reading --------------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("size", [(7, 3.5), (7, 3.8), (12, 5), (4, 3)], ids=str)
def test_words_neither_touch_nor_leave_the_picture(draw, stages, size):
    axes = new_axes(size)
    draw(axes)
    axes.set_title("A title takes room")
    axes.figure.draw_without_rendering()
    texts = [text for text in axes.texts if text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    touching = [
        (texts[i].get_text(), texts[j].get_text())
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if a.overlaps(b)
    ]
    assert not touching
    frame = axes.figure.bbox
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)
    assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in boxes)


@EACH
def test_letters_are_large_in_a_figure_of_the_course(draw, stages):
    axes = new_axes()
    draw(axes)
    assert min(text.get_size() for text in axes.texts if text.get_text()) >= 11


@EACH
def test_it_grows_stage_by_stage(draw, stages):
    clear, told = [], []
    for shown in range(stages + 1):
        axes = new_axes()
        told.append(draw(axes, shown=shown))
        clear.append(sum(artist.get_alpha() == 1 for artist in [*axes.patches, *axes.texts]))
        opacities = {artist.get_alpha() for artist in [*axes.patches, *axes.texts]}
        assert (FAINT in opacities) == (shown < stages)
    assert clear == sorted(set(clear))
    assert all(text.endswith(".") for text in told)
    assert len(set(told)) == len(told)
    assert draw(new_axes()) == told[-1]
    with pytest.raises(ValueError, match=f"0 to {stages}, got {stages + 1}"):
        draw(new_axes(), shown=stages + 1)


# --- what is refused ------------------------------------------------------------------------------

LSTM = {"c": 1.0, "f": 0.5, "i": 0.5, "g": 0.5, "o": 0.5}


@pytest.mark.parametrize(
    ("draw", "arguments", "message"),
    [
        (draw_lstm_cell, LSTM | {"f": 1.5}, "f must be between 0 and 1, got 1.50"),
        (draw_lstm_cell, LSTM | {"c": [1.0, 2.0]}, "same length, got c 2, f 1"),
        (draw_lstm_cell, LSTM | {"c": torch.ones(2, 3)}, r"c must be .* shape \(2, 3\)"),
        (draw_lstm_cell, LSTM | {"c": torch.ones(9)}, r"1 to 8 numbers .* got 9: .* c\[:8\]"),
        (draw_lstm_cell, LSTM | {"c": math.nan}, "c must be finite"),
        (draw_gru_cell, {"h": 0.0, "r": 0.5, "z": -0.1, "n": 0.0}, "z must be between 0 and 1"),
        (
            draw_rnn_cell,
            {"x": [1.0, 2.0], "h": [0.0] * 3, "W_xh": torch.ones(3, 2), "W_hh": torch.eye(3)},
            r"W_xh must have the shape \(2, 3\)",
        ),
        (draw_encoder_decoder, {"source": [], "target": ["a"]}, "1 to 6 source"),
        (draw_encoder_decoder, {"source": ["a" * 80], "target": ["a"]}, "shorten it"),
        (
            draw_encoder_decoder,
            {"source": ["a"], "target": ["b"], "attention": [[1.0, 0.0]]},
            r"attention must have the shape \(1, 1\), got \(1, 2\)",
        ),
        (
            draw_attention,
            {"query": [1.0, 2.0], "keys": [[1.0]], "values": [[1.0]]},
            r"keys must have the shape \(keys, 2\)",
        ),
        (
            draw_attention,
            {"query": [1.0], "keys": [[1.0]], "values": [[1.0], [2.0]]},
            r"values must have the shape \(1, d_v\)",
        ),
        (draw_heads, {"weights": [[0.5, 0.2]], "tokens": ["a", "b"], "query": 0}, "the sum 1"),
        (draw_heads, {"weights": [[1.0]], "tokens": ["a"], "query": 1}, "from 0 to 0, got 1"),
        (draw_transformer_block, {"x": [1.0], "y": [1.0, 2.0], "z": [1.0]}, "the same shape"),
        (draw_mask, {"mask": [[0.5]]}, "True and False"),
        (draw_mask, {"mask": [[True]], "tokens": ["a", "b"]}, "a token for each of 1 keys, got 2"),
    ],
)
def test_what_does_not_fit_is_refused(draw, arguments, message):
    with pytest.raises(ValueError, match=message):
        draw(new_axes(), **arguments)
