"""Arrays and objects in a scratch folder that the workers of a grouping share.

A file is written whole under another name and then renamed, so what a worker that died has begun is never
read, and what is written again is the same.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import Pairs

_PAIR_FIELDS = ("first", "second", "similarity")
_MATRIX_FIELDS = ("data", "indices", "indptr")


class ScratchFolder:
    """Saves and loads what the steps of a grouping pass on. Arrays are mapped into memory, not read."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def save(self, name: str, value: object) -> None:
        """Save an object."""
        with self._replace(f"{name}.pickle") as file:
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)

    def load(self, name: str) -> Any:
        """Return a saved object."""
        return pickle.loads((self._path / f"{name}.pickle").read_bytes())

    def save_array(self, name: str, values: np.ndarray) -> None:
        """Save an array."""
        with self._replace(f"{name}.npy") as file:
            np.save(file, values)

    def load_array(self, name: str) -> np.ndarray:
        """Return a saved array, mapped into memory."""
        path = self._path / f"{name}.npy"
        found: np.ndarray = np.load(path, mmap_mode="r")
        return np.asarray(found)

    def join_arrays(self, name: str, parts: Iterable[np.ndarray], length: int) -> None:
        """Save arrays one after the other as one. length: of all of them."""
        with self._replace(f"{name}.npy") as file:
            for number, part in enumerate(parts):
                if not number:
                    header = {"descr": part.dtype.str, "fortran_order": False, "shape": (length,)}
                    np.lib.format.write_array_header_2_0(file, header)
                file.write(part.tobytes())

    def save_pairs(self, name: str, pairs: Pairs) -> None:
        """Save pairs."""
        for field in _PAIR_FIELDS:
            self.save_array(f"{name}.{field}", getattr(pairs, field))

    def load_pairs(self, name: str) -> Pairs:
        """Return saved pairs."""
        return Pairs(*(self.load_array(f"{name}.{field}") for field in _PAIR_FIELDS))

    def save_matrix(self, name: str, matrix: sparse.csr_array) -> None:
        """Save a matrix."""
        for field in _MATRIX_FIELDS:
            self.save_array(f"{name}.{field}", getattr(matrix, field))
        self.save_array(f"{name}.shape", np.array(matrix.shape))

    def load_matrix(self, name: str) -> sparse.csr_array:
        """Return a saved matrix, mapped into memory."""
        fields = tuple(self.load_array(f"{name}.{field}") for field in _MATRIX_FIELDS)
        return sparse.csr_array(fields, tuple(self.load_array(f"{name}.shape").tolist()))

    def join_matrices(self, name: str, parts: Iterable[str]) -> None:
        """Save saved matrices with the same columns one under the other as one matrix."""
        names = list(parts)
        shapes = np.array([self.load_array(f"{part}.shape") for part in names])
        lengths = [len(self.load_array(f"{part}.indices")) for part in names]
        for field in ("data", "indices"):
            arrays = (self.load_array(f"{part}.{field}") for part in names)
            self.join_arrays(f"{name}.{field}", arrays, sum(lengths))
        starts = np.cumsum([0, *lengths])
        ends = [
            self.load_array(f"{part}.indptr")[1:] + start for part, start in zip(names, starts, strict=False)
        ]
        indptr = np.concatenate([[0], *ends])
        self.save_array(f"{name}.indptr", indptr.astype(np.int32 if indptr[-1] < 2**31 else np.int64))
        self.save_array(f"{name}.shape", np.array([shapes[:, 0].sum(), shapes[:, 1].max()]))

    def delete(self, *names: str) -> None:
        """Delete what was saved under names that begin like these."""
        for name in names:
            for path in self._path.glob(f"{name}*"):
                path.unlink(missing_ok=True)

    def _replace(self, name: str) -> _ReplacedFile:
        return _ReplacedFile(self._path / name)


class _ReplacedFile:
    """A file that gets its name when it has been written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> IO[bytes]:
        # Another worker may be writing the same file, for one that only seemed to be dead.
        self._file = NamedTemporaryFile(dir=self._path.parent, prefix=self._path.name, delete=False)
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind:
            os.unlink(self._file.name)
        else:
            os.replace(self._file.name, self._path)
