"""Importing scipy's arrays leaves numpy as it was."""

from __future__ import annotations

import subprocess
import sys


def test_what_is_hidden_from_scipy_can_be_imported_afterwards() -> None:
    code = (
        "from digest.grouping.sparse_arrays import sparse; import numpy as np\n"
        "print((sparse.eye_array(2) @ sparse.eye_array(2)).sum(), np.testing.__name__, np.f2py.__name__)\n"
        "print(np.ma.masked_less([1, 2], 2).count())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["2.0", "numpy.testing", "numpy.f2py", "1"]
