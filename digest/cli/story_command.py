"""Looking at a story, and having a word in it."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config


@click.command()
@click.argument("words", nargs=-1, metavar="[[split|join|mute|restore] ID [ID]]")
@shared_options
def story(words: tuple[str, ...], **given: Any) -> int:
    """Why articles are one story, how it was ranked, its earlier editions; or your word on it.

    \b
    digest story ID                 everything about a story
    digest story split ID ARTICLE   take an article out of it
    digest story join ID ID         make two stories one
    digest story mute ID            never tell it again
    digest story restore ID         take back what you said of it
    digest story                    everything you have said

    An id may be shortened. What you say holds from the next edition on, and for good.
    """
    from digest.cli.views import story_view
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    with open_store(config.store_url) as store:
        match words:
            case ("split", one, article):
                said = f"The article is story {story_view.split_story(store, one, article)} from now on"
            case ("join", one, other):
                left, gone = story_view.join_stories(store, one, other)
                said = f"Story {gone} is part of {left} from now on"
            case ("mute", one):
                said = f"Story {story_view.mute_story(store, one)} is not told any more"
            case ("restore", one):
                restored, taken_back = story_view.restore_story(store, one)
                said = f"Taken back of story {restored}: {taken_back}"
            case ():
                said = (
                    "\n".join(story_view.describe_corrections(store)) or "Nothing has been said of any story"
                )
            case (one,):
                found = story_view.find_story(store, one)
                console.answer("\n".join(story_view.describe(found, config.zone)), {"story": found.data})
                return DONE
            case _:
                raise click.UsageError("expected ID, split ID ARTICLE, join ID ID, mute ID or restore ID")
    console.answer(said, {"said": said})
    return DONE
