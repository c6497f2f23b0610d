"""The story command: inspect a story, and correct it."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config

_FORMS = {
    "split": "split ID ARTICLE",
    "join": "join ID ID",
    "mute": "mute ID",
    "restore": "restore ID",
}
"""{correction: what is typed}."""

NO_CORRECTIONS = "There are no corrections. `digest story ID` explains a story; `digest run` prints the ids."


@click.command()
@click.argument("words", nargs=-1, metavar="[[split|join|mute|restore] ID [ID]]")
@shared_options
def story(words: tuple[str, ...], **options: Any) -> int:
    """Explain how a story came about, or correct it.

    \b
    digest story ID                 show everything about a story
    digest story split ID ARTICLE   take an article out of it
    digest story join ID ID         make two stories one
    digest story mute ID            never show it again
    digest story restore ID         undo your corrections of it
    digest story                    list all corrections

    An id may be shortened. Corrections apply to all editions from the next one on.
    """
    from digest.cli.views import story_view
    from digest.store import open_store

    console = make_console(options)
    if words and words[0] in _FORMS and len(words) != len(_FORMS[words[0]].split()):
        raise click.UsageError(f"expected `digest story {_FORMS[words[0]]}`")
    if not all(words):
        raise click.UsageError("an id is empty")
    config = find_config(options["file"])
    with open_store(config.store_url, keep=len(words) > 1) as store:
        match words:
            case ("split", one, article):
                new = story_view.split_story(store, one, article)
                message = f"From the next edition on, the article is a story of its own: {new}"
            case ("join", one, other):
                kept, joined = story_view.join_stories(store, one, other)
                message = f"From the next edition on, story {joined} is part of story {kept}"
            case ("mute", one):
                message = f"Story {story_view.mute_story(store, one)} is muted and will not be shown again"
            case ("restore", one):
                restored, count = story_view.restore_story(store, one)
                message = f"Corrections of story {restored} undone: {count}"
            case ():
                message = "\n".join(story_view.describe_corrections(store)) or NO_CORRECTIONS
            case (one,):
                found = story_view.find_story(store, one)
                lines = story_view.describe_story(found, config.zone)
                console.print_result("\n".join(lines), {"story": found.data})
                return DONE
            case (_, action, *_) if action in _FORMS:
                raise click.UsageError(f"{action} comes first: `digest story {_FORMS[action]}`")
            case _:
                raise click.UsageError(f"expected ID, {', '.join(_FORMS.values())}, or nothing")
    console.print_result(message, {"said": message})
    return DONE
