"""Import scipy.sparse without the parts of numpy that no sparse matrix needs."""

from __future__ import annotations

import sys
from typing import Any


def import_sparse() -> None:
    """Import scipy.sparse, in half of the time that it takes by itself; nothing is done if it is imported.

    It copies all names of numpy, and numpy imports its test tools, masked arrays, a translator of Fortran
    (f2py) and more when their names are looked at: a hundred modules and 10 MB. So while scipy.sparse is
    imported, numpy lists only the names that it has loaded. Each of the others is loaded when it is used.
    """
    if "scipy.sparse" in sys.modules:
        return
    import numpy as np

    names: dict[str, Any] = vars(np)
    listed = {name: names[name] for name in ("__all__", "__dir__")}
    loaded = [name for name in np.__all__ if name in names]
    names |= {"__all__": loaded, "__dir__": lambda: loaded}
    try:
        import scipy.sparse  # noqa: F401
    finally:
        names |= listed
