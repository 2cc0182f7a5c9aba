"""3.1 tokenize(text) -> tokens."""

import re

import torch

from seqlab.check.shared import draw_number

NAMES, NEGATIONS = ("@Ann_92", "@MIT", "@bob"), ("Don't", "isn't", "WASN'T")
LINKS = ("http://t.co/@Xy1", "https://a.org/@Q?b=2", "HTTPS://b.io/c#@d")
SMILEYS, CAPITAL_SMILEYS = (":-)", ";)", ":(", "<3"), (":D", ";P", "=D")
WORDS = ("Good", "film", "the", "COFFEE", "rain", "Tuesday", "so", "music")
TOKEN = re.compile(r"https?://\S+|@\w+|[:;=]-?[()dp](?!\w)|<3|\w+(?:'\w+)*|[!?]")


def pick(generator, choices):
    return choices[draw_number(generator, 0, len(choices))]


def case(generator, size):
    """A repeated word, signs, a name, a negation, smileys and an address, in a random order."""
    word = pick(generator, WORDS)
    pieces = [f"{word}, {word}{pick(generator, '!?')}", "#so..."[: 6 * (size % 2)]]
    pieces += [
        pick(generator, choices)
        for choices in (NAMES, NEGATIONS, SMILEYS, CAPITAL_SMILEYS, LINKS, *[WORDS] * (2 * size))
    ]
    order = torch.randperm(len(pieces), generator=generator).tolist()
    blank = ("  " if size == 2 else "\n" if size == 3 else " ").join
    return {"text": blank(pieces[k] for k in order)}


def replaced(found):
    token = found[0].lower()
    return "@user" if token[0] == "@" else "<url>" if "://" in token else token


def expected(text):
    return [replaced(found) for found in TOKEN.finditer(text.lower())]


RESULTS = ("tokens",)
FOUND, NAME, LINK = "TOKEN.findall(text.lower())", 'token = "@user"', 'token = "<url>"'

MISTAKES = {
    "capitals": (
        """Capitals are still there, so 'Good' and 'good' would be two words to the network.
        Make everything small first: text.lower().""",
        ("text.lower()", "text"),
    ),
    "split": (
        """text.split() cuts at spaces only: 'good,' with its comma would be another word than
        'good'. Let TOKEN.findall cut.""",
        (FOUND, "text.lower().split()"),
    ),
    "words_only": (
        """Only letters are left: smileys and exclamation marks are gone, and "don't" fell
        apart. They carry much of the feeling. Use TOKEN, which keeps them.""",
        (FOUND, r're.findall(r"\w+", text.lower())'),
    ),
    "names_and_addresses_kept": (
        """The names of users and the addresses are still there. Each is met once or twice, so
        nothing can be learned about it: write '@user' and '<url>' for them.""",
        (NAME, "pass"),
        (LINK, "pass"),
    ),
    "names_kept": (
        "The names of users are still there: write '@user' for a token that begins with '@'.",
        (NAME, "pass"),
    ),
    "addresses_kept": (
        "The addresses are still there: write '<url>' for a token with '://' in it.",
        (LINK, "pass"),
    ),
    "names_dropped": (
        """Names and addresses are gone altogether. Put '@user' and '<url>' in their places:
        that somebody is spoken to says something, too.""",
        (NAME, "continue"),
        (LINK, "continue"),
    ),
    "no_repetition": (
        "Repeated words are gone. A sentence is a sequence: keep every token, in its order.",
        ("return tokens", "return list(dict.fromkeys(tokens))"),
    ),
    "sorted": (
        """The tokens are in another order than in the text, and order is what this lab is
        about. Go through the result of findall from left to right.""",
        ("return tokens", "return sorted(tokens)"),
    ),
    "characters": (
        "These are single characters. findall belongs to the pattern: TOKEN.findall(...).",
        (FOUND, "[]"),
        ("return tokens", "return list(text.lower())"),
    ),
    "characters_in_the_loop": (
        """The loop goes through the text, and that is letter by letter. Let it go through what
        TOKEN finds in the text: TOKEN.findall(...).""",
        (FOUND, "text.lower()"),
    ),
    "small_too_late": (
        """Tokens with capitals were not found: a smiley such as ':D' is missing, or an address
        fell apart. TOKEN knows small letters only, so the text must be small *before* TOKEN
        looks at it.""",
        (FOUND, "[found.lower() for found in TOKEN.findall(text)]"),
    ),
    "address_as_name": (
        """An address with an @ in it became '@user'. The name of a user *begins* with '@':
        use startswith, or ask for '://' first.""",
        ('token.startswith("@")', '"@" in token'),
    ),
    "replaced_too_early": (
        """An address became 'url', without its brackets: '<url>' was written into the text
        before TOKEN looked at it, and TOKEN skips the brackets. Find the tokens first, then
        replace.""",
        r"""
        def tokenize(text):
            text = re.sub(r"\S*://\S+", "<url>", text.lower())
            return TOKEN.findall(re.sub(r"@\w+", "@user", text))
        """,
    ),
    "added_beside": (
        """'@user' and '<url>' were added, but the names and the addresses are still there, too.
        Put the one in place of the other: each token that was found gives one token.""",
        (NAME, 'tokens.append("@user")'),
        (LINK, 'tokens.append("<url>")'),
    ),
    "name_added_beside": (
        """'@user' was added, but the name is still there, too: `else` belongs to the last `if`
        only. With if, elif and else, each token that was found gives one token.""",
        (NAME, 'tokens.append("@user")'),
    ),
    "other_sign": (
        "The sign for the name of a user is '@user', written exactly so.",
        (NAME, 'token = "<user>"'),
    ),
}

MORE = (
    """There are three steps, in this order: text.lower(), TOKEN.findall(...), and then a loop that
    looks at each token that was found. The first two give a list of small tokens.""",
    """The third step on another task: replace each number by '<number>', and keep all other words.
    words = ['in', '1997', 'it', 'rained']. Begin with an empty list. 'in'.isdigit() is False, so
    append 'in'. '1997'.isdigit() is True, so append '<number>' in its place. Go on like that:
    ['in', '<number>', 'it', 'rained']. Here you have two such questions for each token, and
    'abc'.startswith('a') and 'b' in 'abc' show how to ask them.""",
)
