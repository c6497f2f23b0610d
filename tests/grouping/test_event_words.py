"""Which words of a headline identify an event."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from digest.grouping.event_words import measure_coherence


def test_words_whose_articles_share_further_words_are_coherent() -> None:
    # Columns: quake, valley (always together), week (with a unique word each).
    rows = np.zeros((80, 43))
    rows[:40, :2] = 0.7
    rows[40:, 2] = 0.7
    rows[np.arange(40, 80), np.arange(3, 43)] = 0.7
    coherence = measure_coherence(sparse.csr_array(rows), np.arange(80))
    assert coherence[0] == coherence[1] > coherence[2]
    assert coherence[3:] == pytest.approx(np.ones(40))


def test_articles_of_one_outlet_do_not_change_the_coherence_of_words() -> None:
    rows = np.full((30, 2), 0.7)
    assert measure_coherence(sparse.csr_array(rows), np.zeros(30, int)).tolist() == [1, 1]
    assert measure_coherence(sparse.csr_array((3, 2)), np.arange(3)).tolist() == [1, 1]
