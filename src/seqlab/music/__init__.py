"""ABC in: tunes parsed and validated, drawn as a score and a piano roll, and played."""
