"""Files that a training can be taken up from: written whole or not at all, and never read damaged.

A file is the SHA-256 of its content and the content; ``torch.load`` alone misses flipped bits.
"""

from __future__ import annotations

import copy
import hashlib
import io
from contextlib import suppress
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

DIGEST = hashlib.sha256().digest_size  # bytes at the beginning of the file


def write_checkpoint(path: Path, content: dict[str, Any]) -> None:
    """Write tensors and plain values; a crash in the middle leaves the file as it was before.

    Raises:
        OSError: The file cannot be written.
    """
    whole = io.BytesIO()
    torch.save(content, whole)
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(hashlib.sha256(whole.getvalue()).digest() + whole.getvalue())
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()  # half a file takes room for nothing
        raise


def read_checkpoint(path: Path) -> dict[str, Any] | None:
    """Return what the file holds, on the CPU; None where there is none, or it cannot be used.

    A damaged file is put aside, and it is said so.
    """
    try:
        written = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        print(f"{path} cannot be read ({error.strerror}): starting anew")
        return None
    content = written[DIGEST:]
    if hashlib.sha256(content).digest() == written[:DIGEST]:
        saved: dict[str, Any] = torch.load(
            io.BytesIO(content), map_location="cpu", weights_only=True
        )
        return saved
    place = "it stays where it is"
    with suppress(OSError):
        place = f"the file is now {path.replace(path.with_name(f'{path.name}.damaged')).name}"
    print(f"{path} cannot be read: starting anew ({place})")
    return None


def digest_of(value: Any) -> str:
    """Return a fingerprint of all tensors in a value, however deep they lie."""
    if isinstance(value, Tensor):
        content = value.detach().cpu().reshape(-1).view(torch.uint8).numpy().tobytes()
        kind = f"{value.dtype} {tuple(value.shape)}"
        return hashlib.sha256(kind.encode() + content).hexdigest()
    if is_dataclass(value):
        value = vars(value)
    inner = list(value.values()) if isinstance(value, dict) else value
    digests = [digest_of(item) for item in inner] if isinstance(inner, tuple | list) else []
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def copied(value: Any, device: torch.device | None = None) -> Any:
    """Copy a value with all that is in it; tensors lose the history of their gradients."""
    if isinstance(value, Tensor):
        return value.detach().to(device or value.device, copy=True)
    if isinstance(value, tuple | list):
        return type(value)([copied(item, device) for item in value])
    if isinstance(value, dict):
        return {key: copied(item, device) for key, item in value.items()}
    return copy.deepcopy(value)
