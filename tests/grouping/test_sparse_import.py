"""Importing scipy.sparse imports little else, and leaves numpy as it is."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from digest.grouping.sparse_import import import_sparse
import_sparse()
unneeded = {"numpy.f2py", "numpy.testing", "numpy.ma", "numpy.polynomial"}
assert "scipy.sparse" in sys.modules
assert unneeded.isdisjoint(sys.modules), unneeded & sys.modules.keys()
import numpy as np
assert {"f2py", "testing", "ma", "random", "sum"} <= set(dir(np))
assert {"random", "sum"} <= set(np.__all__)
assert np.ma.array([1, 2], mask=[True, False]).sum() == 2
assert np.random.default_rng(1).integers(1, 2) == 1
from scipy import sparse
assert (sparse.csr_array([[1, 2]]) @ sparse.csr_array([[3], [4]])).toarray().tolist() == [[11]]
names = np.__all__
import_sparse()
assert np.__all__ is names
"""


def test_sparse_matrices_are_imported_without_the_tools_of_numpy() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
