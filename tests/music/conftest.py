import random

import pytest

from seqlab.data.tunes import RawTune, read_raw


@pytest.fixture(scope="session")
def real_tunes() -> list[RawTune]:
    return read_raw()


@pytest.fixture(scope="session")
def sample_of_real_tunes(real_tunes: list[RawTune]) -> list[RawTune]:
    return random.Random(7).sample(real_tunes, 150)
