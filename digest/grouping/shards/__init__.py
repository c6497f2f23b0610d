"""Group articles in shards, over processes or a cluster."""

from digest.grouping.shards.article_file import ArticleFile
from digest.grouping.shards.grouping_steps import StoryRow
from digest.grouping.shards.sharded_grouping import (
    assemble_stories,
    compute_grouping_in_shards,
    group_in_shards,
)

__all__ = ["ArticleFile", "StoryRow", "assemble_stories", "compute_grouping_in_shards", "group_in_shards"]
