"""All constants of the grouping, as one frozen value.

`python -m benchmarks.grouping DIR --leave-one-out` measures for each of them how well its value holds on
labeled articles that it was not chosen on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """The constants of the grouping, in the order of its steps. None needs tuning.

    Words are counted without stop words. A cosine and a similarity are 0..1.
    """

    threshold: float = 0.22
    """Two groups of articles become one story if the mean similarity between them is at least this."""

    # Terms and their weights: digest.grouping.terms and digest.grouping.vectors.

    opening: int = 50
    """So many words from the start of a text are all counted; of the words that follow, each that the text
    uses more than once is counted once."""
    title_weight: float = 2
    """How often a word of a title counts."""
    address_weight: float = 0.5
    """How often a word counts that only the address of a short article has."""
    stem_letters: int = 5
    """The most letters of a term, for all but compounding languages."""
    stem_letters_of_compounds: int = 8
    """The most letters of a term in languages that write compounds as one word, where five letters would
    merge many different words."""
    saturation: float = 0.6
    """The term saturation of BM25 (k1) for a text of n counted words is this times the square root of n."""
    short_length: float = 40
    """At this many counted words, an article is half a headline: its brevity is 0.5."""
    pair_weight: float = 0.5
    """The weight of a pair of adjacent words, as a share of that of a word."""
    small_pool: float = 20
    """In a pool of this many articles, a term of one article only is as likely as not unique by chance."""
    half_unique: float = 1_400
    """In English news, half of the words are in one article only when all articles of a pool have this many
    words, each counted once in an article. Where more are unique, a unique word means less."""

    # Words of headlines without text: digest.grouping.event_words.

    full_coherence: float = 3
    """A word counts in full when its articles resemble each other this many times as much as is usual."""
    prior_pairs: float = 80
    """Every word starts with this many pairs of articles of usual similarity."""
    coherence_exponent: float = 0.45
    """The exponent of the measure, reached in large pools."""
    coherence_pool: float = 100
    """In a pool of this many articles, which says little about its words, the exponent is half as large."""

    # Similarities: digest.grouping.similarity.

    min_cosine: float = 0.06
    """Pairs with a lower cosine are dropped."""
    provisional_threshold: float = 0.33
    """Articles this similar form provisional stories, which give each article its background."""
    nearest_rank: int = 6
    farthest_rank: int = 20
    """The background of an article is its mean similarity to its sixth to twentieth nearest other stories."""
    min_background: float = 0.06
    """No background is lower."""
    smoothing: float = 0.05
    """Added to each background."""
    scale: float = 0.136
    """Similarities are cosines times this, divided by the geometric mean of the two backgrounds."""
    half_word: float = 0.5
    """A similarity with n shared words counts n / (n + this): one word is more often chance than two."""

    neighbor_share: float = 0.5
    """This share of the similarity of two headlines is that of their neighbors; of longer articles, less."""
    min_neighbor: float = 0.1
    """Articles at least this similar are neighbors."""

    # Time, outlets and titles: time_and_outlet, roundups and title_conflicts in digest.grouping.

    fade_days: float = 4
    """The standard deviation, in days, of the bell curve by which similarity falls with time."""
    remaining_share: float = 0.5
    """This share of a similarity remains however many days lie between."""
    roundup_clauses: int = 3
    roundup_clause_words: int = 2
    """A title is examined when it has this many clauses of at least this many words."""
    roundup_share: float = 0.5
    """An article matches a clause when its own title has this share of the clause's words."""
    template_share: float = 0.6
    """Two titles of one outlet follow one template when they share at least this share of the shorter title's
    words, and each has a word of its own."""
    template_neighbors: int = 2
    """It is a template when an article has this many such neighbors."""
    unknown_names: int = 3
    unknown_names_factor: float = 0.25
    """When a title has at least this many names, all of them unknown to the other article, the similarity
    is multiplied by this."""

    # Members of stories: digest.grouping.intruders.

    intruder_share: float = 0.5
    """A member is an intruder if its mean similarity to the others is less than this share of theirs."""
    pair_words: int = 5
    """Two short articles are a story of their own only if they share at least this many words."""

    # Events that very many outlets report: digest.grouping.large_event_sampling.

    sampling_ratio: float = 16
    min_sample: int = 400
    """One of `sampling_ratio` articles is sampled; of a small pool `min_sample` articles, but at most half
    of them."""
    density_exponent: float = 1.5
    """How fast the probability of being sampled falls with the similarity to all others."""
    min_core: int = 4
    """A story with at least this many articles in the sample is the core of a large event."""
    max_compared: int = 26
    """This many articles of a large event are compared; the others follow one of them."""
    member_share: float = 0.75
    """An article belongs to a large event when its mean similarity to the core is at least this share of
    the mean similarity within the core."""


DEFAULT_SETTINGS = GroupingSettings()
"""The settings used everywhere. They were chosen once, for full articles, teasers and headlines without
text alike."""
