"""The commands.

Exit codes: 0 done; 1 no edition, or a delivery failed; 2 wrong usage or configuration; 3 with
--strict, published but a source failed; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest import __version__
from digest.equipment import (
    find_config,
    local_language,
    local_zone,
    make_door,
    open_everything,
    open_maps,
    read_clock,
)
from digest.errors import ConfigError, DigestError
from digest.options import publishing_options, read_date, read_since, shared_options

if TYPE_CHECKING:
    from digest.config import Config
    from digest.console import Console
    from digest.engine import Map
    from digest.pipeline import Publication
    from digest.store import Store

# Everything heavier than click is imported where it is used: `digest --help` must answer at once.

FIRST_DAY = date(1990, 1, 1)
DONE, FAILED, WRONG, ILL, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: whatever a person can cause ends in one message and the right exit code.

    arguments: what is typed after "digest"; None takes it from the command line.
    """
    for stream in (sys.stdout, sys.stderr):
        # Headlines are in any script; a terminal or a file that cannot hold one shows a question mark.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = commands.main(arguments, prog_name="digest", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        print("digest: interrupted; nothing is half-written", file=sys.stderr)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = WRONG
    except DigestError as error:
        for line in str(error).splitlines():
            print(f"digest: {line}", file=sys.stderr)
        code = WRONG if isinstance(error, ConfigError) else FAILED
    except OSError as error:
        # Standard output stands on a full disk, the working folder is gone, and the like.
        print(f"digest: the system says: {error}", file=sys.stderr)
        code = FAILED
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")
def commands() -> None:
    """One calm page of news a day.

    Reports of one event become one story, told in sentences that stand word for word in their
    sources. Begin with `digest run --sample` or with `digest init`.
    """


@commands.command()
@publishing_options
@click.option("--sample", is_flag=True, help="Make an edition from the bundled sample articles.")
@click.option("--strict", is_flag=True, help="Exit with 3 when a source failed.")
@shared_options
def run(sample: bool, strict: bool, **given: Any) -> int:
    """Collect from every source, then publish an edition."""
    from digest.console import tell_collecting
    from digest.pipeline import collect
    from digest.starter import publish_sample_past, sample_config

    console = make_console(given)
    config = sample_config(Path(), local_zone()) if sample else find_config(given["file"])
    clock = read_clock()
    make = plan_publication(config, clock, given)
    with open_everything(config, keep=not given["dry_run"]) as (store, read_map, work_map):
        with console.progress("Collecting") as report:
            collecting = collect(config, store, make_door(config), clock, read_map, report)
        tell_collecting(console, collecting)
        if sample:
            publish_sample_past(config, store, clock, work_map)
        publication = make(store, work_map)
    code = finish(console, publication, given["show"])
    if sample:
        console.say("That was the sample. For your own news: `digest init news`, then `digest run` in there.")
    return ILL if strict and not code and collecting.failures else code


@commands.command()
@shared_options
def collect(**given: Any) -> int:
    """Collect from every source, and publish nothing."""
    from dataclasses import asdict

    from digest.console import tell_collecting
    from digest.pipeline import collect as collect_sources

    console = make_console(given)
    config = find_config(given["file"])
    with open_everything(config) as (store, read_map, _), console.progress("Collecting") as report:
        collecting = collect_sources(config, store, make_door(config), read_clock(), read_map, report)
    tell_collecting(console, collecting)
    failures = {visit.source.name: visit.failure.message for visit in collecting.failures if visit.failure}
    console.answer("", {**asdict(collecting), "failures": failures})
    return DONE


@commands.command()
@publishing_options
@click.option("--again", metavar="DATE", help="Write the edition of that day once more, from the store.")
@shared_options
def publish(again: str | None, **given: Any) -> int:
    """Publish an edition from what was collected."""
    from digest.pipeline import publish_again

    console = make_console(given)
    config = find_config(given["file"])
    past = read_date(again, "--again") if again else None
    if past and any(given[option] for option in ("since", "day", "only", "dry_run")):
        raise click.UsageError("--again writes a past edition as it was: no other option can change that")
    make = plan_publication(config, read_clock(), given)
    with open_everything(config, keep=not given["dry_run"]) as (store, _, work_map):
        publication = publish_again(config, store, past) if past else make(store, work_map)
    return finish(console, publication, given["show"])


@commands.command()
@shared_options
def serve(**given: Any) -> int:
    """Stay up: collect every so often, publish at the set hours. Ends with Ctrl-C or SIGTERM."""
    from digest.schedule import wake_regularly

    console = make_console(given)
    config = find_config(given["file"])
    hours = ", ".join(config.schedule.publish_at)
    every = config.collect.every_minutes
    console.say(f"Collecting every {every} minutes, publishing at {hours} {config.timezone}.")
    wake_regularly(partial(tend, console, config, set()), read_clock())
    return DONE


@commands.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--templates", is_flag=True, help="Put the default templates there too, to change them.")
@shared_options
def init(folder: Path, templates: bool, **given: Any) -> int:
    """Write a starter configuration into FOLDER. What is there already stays as it is."""
    from digest.starter import write_starter

    console = make_console(given)
    made, kept = write_starter(folder, local_zone(), local_language(), templates)
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, it was there" for path in kept]
    where = "" if folder == Path() else f"cd {folder} && "
    lines.append(f"Next: put your feeds into {folder / 'sources.opml'}, then: {where}digest run")
    console.answer("\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept))})
    return DONE


@commands.command()
@shared_options
def check(**given: Any) -> int:
    """Look at the configuration, every source, templates, deliveries, store and clock."""
    from digest.doctor import examine

    console = make_console(given)
    config = find_config(given["file"])
    now = read_clock()
    with open_maps(config) as (read_map, _):
        findings = examine(config, make_door(config), now, read_map)
    lines = [f"{'ok ' if finding.ok else 'ill'}  {finding}" for finding in findings]
    console.answer(
        "\n".join(lines),
        {
            "findings": [
                {"ok": f.ok, "what": f.what, "message": f.message, "advice": f.advice} for f in findings
            ]
        },
    )
    return DONE if all(finding.ok for finding in findings) else FAILED


@commands.command()
@click.argument("words", nargs=-1, required=True, metavar="[split|join|mute|restore] ID [ID]")
@shared_options
def story(words: tuple[str, ...], **given: Any) -> int:
    """Why articles are one story, how it was ranked, its earlier editions; or your word on it.

    \b
    digest story ID                 everything about a story
    digest story split ID ARTICLE   take an article out of it
    digest story join ID ID         make two stories one
    digest story mute ID            never tell it again
    digest story restore ID         take back what you said of it

    An id may be shortened. What you say holds from the next edition on, and for good.
    """
    from digest import dossier
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    with open_store(config.store_url) as store:
        match words:
            case ("split", one, article):
                said = f"The article is story {dossier.split_story(store, one, article)} from now on"
            case ("join", one, other):
                left, gone = dossier.join_stories(store, one, other)
                said = f"Story {gone} is part of {left} from now on"
            case ("mute", one):
                said = f"Story {dossier.mute_story(store, one)} is not told any more"
            case ("restore", one):
                taken_back = store.forget_corrections(dossier.find_story(store, one).data["id"])
                said = f"Taken back: {taken_back}"
            case (one,):
                found = dossier.find_story(store, one)
                console.answer("\n".join(dossier.describe(found, config.zone)), {"story": found.data})
                return DONE
            case _:
                raise click.UsageError("expected ID, split ID ARTICLE, join ID ID, mute ID or restore ID")
    console.answer(said, {"said": said})
    return DONE


@commands.group()
def sources() -> None:
    """The sources of the configuration."""


@sources.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every source, with its section and where it is."""
    from dataclasses import asdict

    from digest.pipeline import list_sources

    console = make_console(given)
    listed, failed = list_sources(find_config(given["file"]))
    for visit in failed:
        console.say(str(visit.failure))
    wide = max((len(source.name) for source in listed), default=0)
    lines = [f"{source.name:{wide}}  {source.section or '-':12}  {source.location}" for source in listed]
    console.answer("\n".join(lines), {"sources": [asdict(source) for source in listed]})
    return DONE


def tend(console: Console, config: Config, told: set[str]) -> None:
    """One look at the clock: collect and publish when it is time.

    What goes wrong is tried again at the next look, and told once (told: what was).
    """
    from digest.pipeline import collect as collect_sources
    from digest.pipeline import publish as publish_edition
    from digest.schedule import collect_due, edition_due

    now = read_clock()
    day = now.astimezone(config.zone).date()
    schedule = config.schedule
    try:
        with open_everything(config) as (store, read_map, work_map):
            due = edition_due(now, config.zone, schedule.publish_at, schedule.days, store.made(day))
            every = timedelta(minutes=config.collect.every_minutes)
            if due or collect_due(now, every, store.last_visit()):
                collect_sources(config, store, make_door(config), now, read_map)
            if due:
                finish(console, publish_edition(config, store, day, now, work_map), show=False)
                told.clear()
    except DigestError as error:
        if str(error) not in told:
            console.fail(error)
            told.add(str(error))


# What the commands share


def make_console(given: dict[str, Any]) -> Console:
    """How talkative the command is."""
    from digest.console import Console

    return Console(quiet=given["quiet"], verbose=given["verbose"], json=given["as_json"])


def plan_publication(
    config: Config, clock: datetime, given: dict[str, Any]
) -> Callable[[Store, Map], Publication]:
    """What makes the edition that the publishing options ask for; a wrong option is told at once."""
    from digest.pipeline import publish as publish_edition

    day, since = clock.astimezone(config.zone).date(), None
    if given["day"]:
        day, clock = edition_time(config, read_date(given["day"], "--date"), clock)
    if given["since"] == "all":
        config = config.model_copy(update={"digest": config.digest.model_copy(update={"window_hours": 0})})
    elif given["since"]:
        since = read_since(given["since"], config.zone, clock)

    def make(store: Store, work_map: Map) -> Publication:
        keep = not given["dry_run"]
        return publish_edition(config, store, day, clock, work_map, since, given["only"], keep)

    return make


def edition_time(config: Config, day: date, clock: datetime) -> tuple[date, datetime]:
    """An edition of another day is made as if at that day's hour of publication."""
    today = clock.astimezone(config.zone).date()
    if day > today:
        raise click.BadParameter(f"{day} is still to come", param_hint="--date")
    if day < FIRST_DAY:
        raise click.BadParameter(f"{day} is before there was anything to read", param_hint="--date")
    if day == today:
        return day, clock
    hour = config.schedule.publish_at[0] if config.schedule.publish_at else "06:30"
    return day, datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=config.zone).astimezone(UTC)


def finish(console: Console, publication: Publication, show: bool) -> int:
    """Tell of an edition, open it when asked, and say how it went."""
    from digest.console import describe_publication

    for failure in publication.failures:
        console.fail(failure)
    files = [str(path) for path in publication.files]
    console.answer(
        describe_publication(publication),
        {"files": files, "edition": publication.data, "failures": [str(f) for f in publication.failures]},
    )
    pages = [path for path in publication.files if path.suffix == ".html"] or publication.files
    if show and pages:
        click.launch(str(pages[0]))
    return FAILED if publication.failures else DONE
