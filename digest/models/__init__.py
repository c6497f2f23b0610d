"""The values that flow through the program, from a source to an edition.

All are frozen, slotted and made of plain values, so every one of them pickles and can cross to a
thread, a process or another machine. Each holds the one before it. Times are aware and in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.lazy_names import import_on_use

if TYPE_CHECKING:
    from digest.models.article import Article, Headline, LeftOut, MediaKind
    from digest.models.edition import (
        Difference,
        EarlierEdition,
        Edition,
        PreviousSummary,
        ReportedFigure,
        Sentence,
        Skyline,
        Summary,
    )
    from digest.models.edition_data import (
        ArticleData,
        CopyData,
        CoverageData,
        DayData,
        DifferenceData,
        EditionData,
        FigureData,
        MediaData,
        OtherOutletData,
        PictureData,
        QuotationData,
        QuotedOutletData,
        SectionData,
        SentenceData,
        SkylineData,
        SourceStatus,
        StoryData,
        TextDirection,
        TopicData,
    )
    from digest.models.edition_inputs import EditionInputs
    from digest.models.job_states import WEEKDAYS, DeliveryJob, DeliveryState, Job, Weekday
    from digest.models.mailbox import MailboxSettings
    from digest.models.older_editions import complete_edition
    from digest.models.rule_effects import RuleEffects
    from digest.models.source import Collected, Source, SourceState, Visit
    from digest.models.source_health import SourceHealth
    from digest.models.story import Corrections, Published, Story, Topic

__all__ = [
    "WEEKDAYS",
    "Article",
    "ArticleData",
    "Collected",
    "CopyData",
    "Corrections",
    "CoverageData",
    "DayData",
    "DeliveryJob",
    "DeliveryState",
    "Difference",
    "DifferenceData",
    "EarlierEdition",
    "Edition",
    "EditionData",
    "EditionInputs",
    "FigureData",
    "Headline",
    "Job",
    "LeftOut",
    "MailboxSettings",
    "MediaData",
    "MediaKind",
    "OtherOutletData",
    "PictureData",
    "PreviousSummary",
    "Published",
    "QuotationData",
    "QuotedOutletData",
    "ReportedFigure",
    "RuleEffects",
    "SectionData",
    "Sentence",
    "SentenceData",
    "Skyline",
    "SkylineData",
    "Source",
    "SourceHealth",
    "SourceState",
    "SourceStatus",
    "Story",
    "StoryData",
    "Summary",
    "TextDirection",
    "Topic",
    "TopicData",
    "Visit",
    "Weekday",
    "complete_edition",
]

__getattr__ = import_on_use(
    __name__,
    {
        "article": "Article Headline LeftOut MediaKind",
        "edition": "Difference EarlierEdition Edition PreviousSummary ReportedFigure Sentence Skyline"
        " Summary",
        "edition_data": "ArticleData CopyData CoverageData DayData DifferenceData EditionData FigureData"
        " MediaData OtherOutletData PictureData QuotationData QuotedOutletData SectionData SentenceData"
        " SkylineData SourceStatus StoryData TextDirection TopicData",
        "edition_inputs": "EditionInputs",
        "job_states": "WEEKDAYS DeliveryJob DeliveryState Job Weekday",
        "mailbox": "MailboxSettings",
        "older_editions": "complete_edition",
        "rule_effects": "RuleEffects",
        "source": "Collected Source SourceState Visit",
        "source_health": "SourceHealth",
        "story": "Corrections Published Story Topic",
    },
)
