"""Load the trained model of language detection, that of py3langid.

It comes compressed: unpacking it takes half a second and 110 MB of memory. In a cache folder it is kept
unpacked (70 MB) and mapped into memory, so that it starts at once and only what is looked up is read.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from py3langid import __version__
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

_ARRAYS = ("probabilities", "priors", "languages", "transitions", "rows", "features")


def open_model(folder: Path | None) -> LanguageIdentifier:
    """Return the model; the first call unpacks it into the folder.

    folder: one that nobody else can write to, or None. Without a folder, or if it cannot be written to, every
    call unpacks the model.
    """
    if folder is None:
        return LanguageIdentifier.from_model_file(MODEL_FILE)
    paths = [folder / f"py3langid-{__version__}-{name}.npy" for name in _ARRAYS]
    with suppress(OSError, ValueError, EOFError):  # there is none yet, or it is damaged
        return _map_model(paths)
    with suppress(OSError, ValueError):  # the disk is full, say
        _unpack_model(paths)
        return _map_model(paths)
    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _map_model(paths: list[Path]) -> LanguageIdentifier:
    probabilities, priors, languages, transitions, rows, features = (
        np.asarray(np.load(path, mmap_mode="r")) for path in paths
    )
    return LanguageIdentifier(
        probabilities,
        priors,
        languages.tolist(),
        # Single elements of it are read; those of an array are slower.
        transitions.data,
        features.tolist(),
        tk_row=rows.tolist(),
    )


def _unpack_model(paths: list[Path]) -> None:
    probabilities, priors, languages, transitions, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    arrays = (probabilities, priors, languages, transitions, rows, features)
    for outdated in paths[0].parent.glob("py3langid-*.npy"):
        outdated.unlink(missing_ok=True)
    for path, array in zip(paths, arrays, strict=True):
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with open(handle, "wb") as file:
                np.save(file, np.asarray(array))
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
