"""Surnames of eleven languages, to tell from its letters where a name comes from.

Faker, a package that makes up test data, carries a table of surnames for each country. The tables
are Python source; they are read as text, never run.
"""

import ast
import re
import unicodedata
import zipfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from seqlab.data.recipes import Reading, recipe

# The country's folder in the wheel, and the tables in it.
TABLES = {
    "Croatian": ("hr_HR", ["last_names"]),
    "Dutch": ("nl_NL", ["last_names"]),
    "English": ("en_GB", ["last_names"]),
    "Finnish": ("fi_FI", ["last_names"]),
    "French": ("fr_FR", ["last_names"]),
    "German": ("de_DE", ["last_names"]),
    "Irish": ("ga_IE", ["last_names"]),
    "Italian": ("it_IT", ["last_names"]),
    "Polish": ("pl_PL", ["unisex_last_names", "male_last_names"]),
    "Spanish": ("es_ES", ["last_names"]),
    "Ukrainian": ("uk_UA", ["last_names_common", "last_names_male_only", "last_names_female_only"]),
}

# The table of the Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010.
# fmt: off
LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": "",
}
# fmt: on
AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

# Letters that Unicode does not take for a plain letter with an accent.
PLAIN = str.maketrans("łøđı", "lodi")


def romanised(text: str) -> str:
    """Return a Ukrainian name in Latin letters, by the official table of 2010.

    >>> romanised("Згурський"), romanised("Яремчук-Їжак")
    ('Zghurskyi', 'Yaremchuk-Yizhak')
    """
    latin = []
    for before, letter in pairwise(f" {text}"):
        small = letter.lower()
        if before.lower() + small == "зг":
            new = "gh"  # "zh" stands for another letter
        elif before in " -" and small in AT_THE_START:
            new = AT_THE_START[small]
        else:
            new = LETTERS.get(small, letter)
        latin.append(new if letter.islower() else new.capitalize())
    return "".join(latin)


def plain(latin: str) -> str:
    """Return what spellings of one surname have in common: no accents, capitals, spaces, gender.

    >>> plain("Ó Broin"), plain("Kowalska"), plain("Kowalski")
    ('obroin', 'kowalsk', 'kowalsk')
    """
    letters = unicodedata.normalize("NFKD", latin.casefold().translate(PLAIN))
    folded = "".join(letter for letter in letters if letter.isalpha())
    return re.sub(r"(?<=[cs]k)(a|i|yi)$", "", folded)


def table(source: str, variable: str) -> list[str]:
    """Return the surnames of a table in Python source: a tuple, a list or an `OrderedDict`.

    Raises:
        ValueError: if the source assigns no such variable.

    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if [getattr(target, "id", "") for target in targets] == [variable]:
            # OrderedDict(((surname, frequency), ...))
            value = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
            entries = ast.literal_eval(value)  # type: ignore[arg-type]
            return [entry if isinstance(entry, str) else entry[0] for entry in entries]
    raise ValueError(f"There is no table {variable!r} in this source.")


def rows_of(tables: dict[str, list[str]]) -> Reading:
    """Return the rows of the data set from the surnames of each language."""
    rows = []
    dropped: Counter[str] = Counter()
    languages: dict[str, set[str]] = defaultdict(set)
    for language, surnames in tables.items():
        dropped["twice in the table of its language"] += len(surnames) - len(set(surnames))
        for surname in dict.fromkeys(surnames):
            if "," in surname or surname.isupper():
                dropped["not written as a surname is"] += 1
                continue
            latin = romanised(surname) if language == "Ukrainian" else surname
            group = plain(latin)
            languages[group].add(language)
            rows.append({"surname": surname, "latin": latin, "language": language, "group": group})
    clear = [row for row in rows if len(languages[row["group"]]) == 1]
    dropped["a surname in several of the languages"] = len(rows) - len(clear)
    return {"rows": clear, "dropped": dict(dropped.most_common()), "credits": {}}


def _read(wheel: Path) -> Reading:
    tables = {}
    with zipfile.ZipFile(wheel) as archive:
        for language, (locale, variables) in TABLES.items():
            source = archive.read(f"faker/providers/person/{locale}/__init__.py").decode()
            tables[language] = [
                unicodedata.normalize("NFC", surname.strip())
                for variable in variables
                for surname in table(source, variable)
            ]
    return rows_of(tables)


RECIPE = recipe("surnames", _read, [__file__])
