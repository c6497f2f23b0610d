"""Articles to stories: a chain of steps, each in its own room.

series -> copies -> terms -> crowds -> vectors -> pairs -> circumstances -> roundups -> titles ->
linkage -> reasons -> stories, then threads, what is parted of series, the reader's corrections, and
continuity over days
"""

from digest.grouping.cluster import group_articles
from digest.grouping.grouping_settings import GroupingSettings
from digest.grouping.tracking.continuity import continue_stories
from digest.grouping.tracking.corrections import correct_published, correct_stories
from digest.grouping.tracking.series import find_series, part_series
from digest.grouping.tracking.threads import pick_up_threads
from digest.grouping.tracking.topics import relate_stories

__all__ = [
    "GroupingSettings",
    "continue_stories",
    "correct_published",
    "correct_stories",
    "find_series",
    "group_articles",
    "part_series",
    "pick_up_threads",
    "relate_stories",
]
