"""5.1 encode_tune(tune, char_to_id, start, end) -> ids (time + 2,)."""

import torch

from seqlab.check.shared import draw_integers

ALPHABET = "ABCdefg|:2 \n'/,^"
# Never (2, 1), which would be the lab's own two exchanged.
ENDS = [(1, 2), (2, 0), (0, 1), (1, 0), (0, 2)]


def case(generator, size):
    """Blanks and line ends inside and at the end, capitals, and each character more than once."""
    ids = (3 + torch.randperm(len(ALPHABET), generator=generator)).tolist()
    drawn = [ALPHABET[k] for k in draw_integers(generator, 0, len(ALPHABET), 1 + 4 * size)]
    order = torch.randperm(len(drawn) + 4, generator=generator).tolist()
    inside = [[*drawn, *"d \nC"][k] for k in order]
    tune = "".join(["C", *inside, inside[0], "|", *("\n" if size % 2 else " ")])
    start, end = ENDS[size]
    table = dict(zip(ALPHABET, ids, strict=True))
    return {"tune": tune, "char_to_id": table, "start": start, "end": end}


def expected(tune, char_to_id, start, end):
    ids = torch.empty(len(tune) + 2, dtype=torch.int64)
    ids[0], ids[-1] = start, end
    for place, character in enumerate(tune, start=1):
        ids[place] = char_to_id[character]
    return ids


RESULTS = ("ids",)
START, END = "[start, *", "tune), end]"
TUNE = "in tune)"

MISTAKES = {
    "no_ends": (
        """The start and the end are missing. Without them the model learns neither how a tune
        begins nor when to stop.""",
        (START, "[*"),
        (END, "tune)]"),
    ),
    "no_end": (
        "The end is missing: the model will never know when to stop.",
        (END, "tune)]"),
    ),
    "no_start": (
        "The start is missing: the model needs a first input to predict the first character.",
        (START, "[*"),
    ),
    "ends_swapped": (
        "Start and end have changed places.",
        (START, "[end, *"),
        (END, "tune), start]"),
    ),
    "float": (
        """The numbers are floats. torch.Tensor(...) always makes floats; use
        torch.tensor(..., dtype=torch.long): an embedding is looked up by whole numbers.""",
        ("torch.tensor(ids, dtype=torch.long)", "torch.Tensor(ids)"),
    ),
    "code_points": (
        """These are the numbers of the characters in Unicode, not those of the vocabulary:
        look each character up in char_to_id.""",
        ("char_to_id[character]", "ord(character)"),
    ),
    "set_of_characters": (
        "Repeated characters are gone. A tune is a sequence: go through `tune` itself.",
        (TUNE, "in dict.fromkeys(tune))"),
    ),
    "list": (
        "This is a list of numbers. Make a tensor of it: torch.tensor(..., dtype=torch.long).",
        ("torch.tensor(ids, dtype=torch.long)", "ids"),
    ),
    "numbers_for_names": (
        """1 and 2 are written into the code. The numbers of the start and the end come as
        arguments, start and end, and may be others.""",
        (START, "[1, *"),
        (END, "tune), 2]"),
    ),
    "white_space_dropped": (
        """Blanks and line ends are missing. They are characters of the notation, too: a blank
        comes after each beat, a line end after each line of the header.""",
        (TUNE, "in ''.join(tune.split()))"),
    ),
    "blanks_dropped": (
        "Blanks are missing. A blank is a character, too: it comes after each beat.",
        (TUNE, "in tune.replace(' ', ''))"),
    ),
    "line_ends_dropped": (
        """Line ends are missing. A line end is a character of the notation, too: the header has
        one after each line.""",
        (TUNE, r"in tune.replace('\n', ''))"),
    ),
    "stripped": (
        """What stands at the end of the tune is gone: strip() takes off blanks and line ends, and
        they are characters, too.""",
        (TUNE, "in tune.strip())"),
    ),
    "unknown_left_out": (
        """Some characters are missing. isalpha() and isalnum() leave out signs, blanks and line
        ends; each of them has a number in char_to_id.""",
        (TUNE, "in tune if character.isalnum())"),
    ),
    "small_letters": (
        """Capitals and small letters became the same. In this notation `C` and `c` are two
        different notes: look up each character as it is.""",
        ("char_to_id[character]", "char_to_id[character.lower()]"),
    ),
    "row_of_a_batch": (
        """There is an axis too many: (1, time + 2). Asked for is one tune, (time + 2,): one pair
        of brackets less.""",
        ("torch.tensor(ids,", "torch.tensor([ids],"),
    ),
    "list_in_a_list": (
        """The numbers of the characters are a list inside the list. Join the lists:
        [start] + numbers + [end].""",
        (START, "[start, list("),
        (END, "tune)), end]"),
    ),
}

MORE = (
    """A tune is a text, and a `for` loop over a text goes through its characters, blanks and line
    ends included. Look up each one in the table. Build one plain list first: one number, then the
    numbers of the characters, then one number. Make a tensor of the list at the end.""",
    """A neighbour, with words: the table is {"yes": 7, "no": 4}, the opening is 9, the closing 8.
    For "no yes no" the list is [9, 4, 7, 4, 8], five numbers for three words, and
    torch.tensor(that list) has the shape (5,).""",
)
