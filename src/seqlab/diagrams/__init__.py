"""Drawings of networks, from the learner's own numbers."""

from seqlab.diagrams.cells import draw_gru_cell, draw_lstm_cell, draw_rnn_cell
from seqlab.diagrams.ink import FAINT
from seqlab.diagrams.unrolled import draw_unrolled

__all__ = ["FAINT", "draw_gru_cell", "draw_lstm_cell", "draw_rnn_cell", "draw_unrolled"]
