"""Drawings of networks, from the learner's own numbers.

Each one draws on axes and returns its text alternative; ``shown`` lets it grow under a control:

    figure, axes = plt.subplots(figsize=(7, 3.7))
    show(figure, alt=draw_lstm_cell(axes, c=c, f=f, i=i, g=g, o=o, shown=stage))

Only ``draw_unrolled`` returns nothing.
"""

from seqlab.diagrams.attention import draw_attention, draw_encoder_decoder, draw_heads, draw_mask
from seqlab.diagrams.block import draw_transformer_block
from seqlab.diagrams.cells import draw_gru_cell, draw_lstm_cell, draw_rnn_cell
from seqlab.diagrams.ink import FAINT
from seqlab.diagrams.unrolled import draw_unrolled

__all__ = [
    "FAINT",
    "draw_attention",
    "draw_encoder_decoder",
    "draw_gru_cell",
    "draw_heads",
    "draw_lstm_cell",
    "draw_mask",
    "draw_rnn_cell",
    "draw_transformer_block",
    "draw_unrolled",
]
