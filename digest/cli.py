"""The commands. The only room that reads the clock and the environment.

Exit codes: 0 done; 1 no edition, or a delivery failed; 2 wrong usage or configuration; 3 with
--strict, published but a source failed; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest import __version__
from digest.errors import ConfigError, DigestError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.console import Console
    from digest.engine import Map
    from digest.http import Door
    from digest.pipeline import Publication
    from digest.store import Store

# Everything heavier than click is imported where it is used: `digest --help` must answer at once.

DONE, FAILED, WRONG, ILL, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    """The entry point: whatever a person can cause ends in one message and the right exit code."""
    try:
        code = commands.main(standalone_mode=False)
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
    sys.exit(code)


def shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object."),
        click.option("-v", "--verbose", is_flag=True, help="Tell of every source and of what is left out."),
        click.option("-q", "--quiet", is_flag=True, help="Tell of errors only."),
        click.option("-c", "--config", "file", type=click.Path(path_type=Path), help="The configuration."),
    ):
        command = option(command)
    return command


edition_options = (
    click.option("--since", metavar="WHEN", help="Start of the window: a date, 36h, 3d, or all."),
    click.option("--date", "day", metavar="DATE", help="The edition's date, instead of today's."),
    click.option("--only", default="", metavar="SECTION", help="Only the stories of one section."),
    click.option("--dry-run", is_flag=True, help="Tell what would be in it; write and mark nothing."),
    click.option("--open", "show", is_flag=True, help="Open the edition in the browser."),
)


def publishing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the commands that publish an edition."""
    for option in reversed(edition_options):
        command = option(command)
    return command


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
    with open_everything(config, keep=not given["dry_run"]) as (store, read_map, work_map):
        with console.progress("Collecting") as report:
            collecting = collect(config, store, make_door(config), clock, read_map, report)
        tell_collecting(console, collecting)
        if sample:
            publish_sample_past(config, store, clock, work_map)
        publication = make_publication(config, store, clock, work_map, given)
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
    with open_everything(config, keep=not given["dry_run"]) as (store, _, work_map):
        if again:
            publication = publish_again(config, store, read_date(again, "--again"))
        else:
            publication = make_publication(config, store, read_clock(), work_map, given)
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
    made, kept = write_starter(folder, local_zone(), os.environ.get("LANG", ""), templates)
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
    from datetime import timedelta

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


def read_clock() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def make_console(given: dict[str, Any]) -> Console:
    """How talkative the command is."""
    from digest.console import Console

    return Console(quiet=given["quiet"], verbose=given["verbose"], json=given["as_json"])


def find_config(given: Path | None) -> Config:
    """The file of --config, else $DIGEST_CONFIG, ./digest.toml, ./config/digest.toml, the user's own."""
    from platformdirs import user_config_path

    from digest.config import load_config
    from digest.tables import known_names

    if given or (named := os.environ.get("DIGEST_CONFIG")):
        return load_config(given or Path(named or ""), os.environ, known_names())
    places = (Path("digest.toml"), Path("config/digest.toml"), user_config_path("digest") / "digest.toml")
    for place in places:
        if place.exists():
            return load_config(place, os.environ, known_names())
    looked = ", ".join(map(str, places))
    raise ConfigError("", f"there is no configuration here ({looked})", "`digest init` writes one.")


def make_door(config: Config) -> Door:
    """The door to the network, as the configuration and the environment's proxies want it."""
    from urllib.request import getproxies

    from digest.http import Door

    collecting = config.collect
    return Door(
        timeout_seconds=collecting.timeout_seconds,
        max_bytes=int(collecting.max_megabytes * 1_000_000),
        per_host=collecting.per_host,
        at_once=collecting.at_once,
        private_hosts=collecting.private_hosts,
        proxies=tuple(sorted(getproxies().items())),
    )


@contextmanager
def open_maps(config: Config) -> Iterator[tuple[Map, Map]]:
    """What reading and working run on. Reading waits for the network: threads, even beside processes."""
    from digest.engine import open_map

    engine = config.engine
    if engine.kind in ("serial", "dask"):
        with open_map(engine.kind, engine.workers, engine.address) as both:
            yield both, both
        return
    with (
        open_map("threads", config.collect.at_once) as read_map,
        open_map(engine.kind, engine.workers) as work_map,
    ):
        yield read_map, work_map


@contextmanager
def open_everything(config: Config, keep: bool = True) -> Iterator[tuple[Store, Map, Map]]:
    """The store, and what reading and working run on."""
    from digest.store import open_store

    with open_store(config.store_url, keep) as store, open_maps(config) as (read_map, work_map):
        yield store, read_map, work_map


def make_publication(
    config: Config, store: Store, clock: datetime, work_map: Map, given: dict[str, Any]
) -> Publication:
    """The edition that the publishing options ask for."""
    from digest.pipeline import publish as publish_edition

    day = clock.astimezone(config.zone).date()
    if given["day"]:
        day, clock = edition_time(config, read_date(given["day"], "--date"), clock)
    if given["since"] == "all":
        config = config.model_copy(update={"digest": config.digest.model_copy(update={"window_hours": 0})})
    window = read_since(given["since"], config, clock)
    return publish_edition(config, store, day, clock, work_map, window, given["only"], not given["dry_run"])


def edition_time(config: Config, day: date, clock: datetime) -> tuple[date, datetime]:
    """An edition of another day is made as if at that day's hour of publication."""
    today = clock.astimezone(config.zone).date()
    if day > today:
        raise click.BadParameter(f"{day} is still to come", param_hint="--date")
    if day == today:
        return day, clock
    hour = config.schedule.publish_at[0] if config.schedule.publish_at else "06:30"
    return day, datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=config.zone).astimezone(UTC)


def read_date(text: str, option: str) -> date:
    """A date as it is typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text} is no date such as 2026-03-12", param_hint=option) from None


def read_since(text: str | None, config: Config, clock: datetime) -> datetime | None:
    """The start of the window as it is typed: a date, a date with a time, 36h or 3d; None for all of it."""
    from datetime import timedelta

    if text is None or text == "all":
        return None
    try:
        if text[-1:] in ("h", "d") and text[:-1].isdigit():
            return clock - (timedelta(hours=1) if text[-1] == "h" else timedelta(days=1)) * int(text[:-1])
        start = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        hint = f"{text} is no date such as 2026-03-12, and not 36h, 3d or all"
        raise click.BadParameter(hint, param_hint="--since") from None
    return (start if start.tzinfo else start.replace(tzinfo=config.zone)).astimezone(UTC)


def local_zone() -> str:
    """The name of this machine's time zone, or UTC when it cannot be told."""
    from zoneinfo import available_timezones

    named = os.environ.get("TZ", "").removeprefix(":")
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return next((name for name in (named, linked) if name in available_timezones()), "UTC")


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
