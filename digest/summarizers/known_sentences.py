"""Choose what of an earlier edition's summary stands below the news of a story, for readers who missed it."""

from __future__ import annotations

from collections.abc import Sequence

from digest.languages.patterns import is_prospect
from digest.models import Sentence, Story
from digest.summarizers.candidates import make_candidate
from digest.summarizers.page_references import MIN_SHARED_STEMS
from digest.summarizers.past_prospects import names_coming_date
from digest.summarizers.redundancy import (
    MAX_RESTATED_OF_TEASERS,
    are_teasers,
    drop_repeated,
    find_content_stems,
    restates,
)
from digest.summarizers.retold_sentences import find_retold


def select_known(known: Sequence[Sentence], news: Sequence[Sentence], story: Story) -> tuple[Sentence, ...]:
    """Return the sentence that opened the last edition's summary, if it can stand below the new ones.

    The opening told what the story was about; what followed it were details of that day. It can stand by
    itself if it tells what the headline of its own article says. Nothing is returned if headline and news
    tell it, if it spoke of what lay ahead, or if it shares fewer than two words with what stands above: then
    the story has moved on to something else. Cost: linear in the lines.

    known: the sentences of the last edition that had the story, in their order.
    """
    lead = story.lead
    kept = drop_repeated(known[:1], [lead.title, *(line.text for line in news)], lead.language)
    if not kept:
        return ()
    line, above = make_candidate(kept[0], story), [make_candidate(sentence, story) for sentence in news]
    stems = find_content_stems(line.text, line.language)
    page = find_content_stems(" ".join([lead.title, *(row.text for row in above)]), lead.language)
    title = find_content_stems(line.title, line.language)
    is_clear = line.is_headline or not title or restates(stems, title, MAX_RESTATED_OF_TEASERS)
    is_past = is_prospect(line.text, line.language) and not names_coming_date(line, story)
    lines = [*above, line]
    is_repeated = are_teasers(lines) and line in find_retold(lines, story)
    can_stand = is_clear and len(page & stems) >= MIN_SHARED_STEMS and not is_past and not is_repeated
    return kept if can_stand else ()
