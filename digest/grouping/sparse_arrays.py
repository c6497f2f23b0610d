"""Import scipy's sparse arrays, without parts of numpy that scipy loads only to list them.

A layer in scipy copies the names of numpy with everything that numpy would load when it is first used: the
compiler of Fortran, the tools for tests and others. That takes as long as the rest of the import.
"""

from __future__ import annotations

import numpy as np

_UNUSED = ("char", "core", "ctypeslib", "f2py", "matlib", "polynomial", "rec", "testing")

_hidden = [name for name in _UNUSED if name not in vars(np)]
vars(np).update(dict.fromkeys(_hidden))
try:
    from scipy import sparse
finally:
    for _name in _hidden:
        del vars(np)[_name]

__all__ = ["sparse"]
