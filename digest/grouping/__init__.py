"""Group articles into stories, and continue stories over days.

`group_articles` runs the steps that `digest.grouping.cluster` lists. `digest.grouping.tracking` relates the
stories of a day to those of earlier editions and applies the reader's corrections.
"""

from digest.grouping.cluster import Grouping, compute_grouping, group_articles
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.story_builder import rebuild_story
from digest.grouping.tracking.content_stems import ArticleStems
from digest.grouping.tracking.continuity import continue_stories
from digest.grouping.tracking.follow_ups import StoryWords, join_follow_ups
from digest.grouping.tracking.other_languages import Counterpart, add_counterparts, find_counterparts
from digest.grouping.tracking.recurring_series import find_series, split_series
from digest.grouping.tracking.topics import find_topics
from digest.grouping.tracking.user_corrections import correct_published, correct_stories

__all__ = [
    "DEFAULT_SETTINGS",
    "ArticleStems",
    "Counterpart",
    "Grouping",
    "GroupingSettings",
    "StoryWords",
    "add_counterparts",
    "compute_grouping",
    "continue_stories",
    "correct_published",
    "correct_stories",
    "find_counterparts",
    "find_series",
    "find_topics",
    "group_articles",
    "join_follow_ups",
    "rebuild_story",
    "split_series",
]
