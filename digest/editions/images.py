"""Embed small pictures into an edition, so that nothing is fetched when it is read.

The adapter of Pillow (the extra "images").
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from digest.errors import ConfigError, SourceError
from digest.http import Client, Request
from digest.models import EditionData, PictureData, Story, StoryData
from digest.models.story_tiers import tier_stories
from digest.runtime.executors import Map
from digest.runtime.fault_isolation import describe_fault

MAX_SIDE = 720
"""Pixels: as wide as the reading column on a good screen."""

MAX_BYTES = 8_000_000
MAX_PIXELS = 40_000_000
"""A picture that decompresses to more is a decompression bomb or a mistake."""

MIN_SIDE = 48
"""Pixels: a smaller picture is an icon, or counts visits."""

QUALITY = 72


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG. url: where it was fetched. data: a data: address. width, height: pixels."""

    url: str
    data: str
    width: int
    height: int


def add_images(
    data: EditionData,
    stories: Sequence[Story],
    client: Client,
    read_map: Map,
    known: Mapping[str, PictureData],
) -> EditionData:
    """Return an edition with a picture for each story in full that has one.

    The stories are arranged anew, because pictures take room. A picture that cannot be fetched or read is
    left out. Cost: one request per picture.

    Args:
        data: the edition without pictures.
        stories: in the order of the data.
        client: fetches the pictures.
        read_map: what the requests run on.
        known: {address: picture} from an earlier build of the day's edition; these are not fetched again.

    Raises:
        ConfigError: Pillow is not installed.
    """
    require_pillow()
    wanted = [
        (0, "") if row["brief"] else find_image(story)
        for story, row in zip(stories, data["stories"], strict=True)
    ]
    addresses = sorted({address for _, address in wanted if address and address not in known})
    fetched = zip(addresses, read_map(partial(fetch_thumbnail, client=client), addresses), strict=True)
    pictures = {**known, **{address: _serialize(small) for address, small in fetched if small}}
    illustrated = [
        _illustrate(row, pictures.get(address), place, story.articles[place].image_alt)
        for story, row, (place, address) in zip(stories, data["stories"], wanted, strict=True)
    ]
    with_lead = any(story["tier"] == "lead" for story in illustrated)
    return {**data, "stories": tier_stories(illustrated, with_lead)}


def _illustrate(story: StoryData, picture: PictureData | None, article: int, alt: str) -> StoryData:
    return {**story, "picture": {**picture, "article": article, "alt": alt}} if picture else story


def _serialize(small: Thumbnail) -> PictureData:
    return {
        "from": small.url,
        "alt": "",
        "data": small.data,
        "width": small.width,
        "height": small.height,
        "article": 0,
    }


def find_image(story: Story) -> tuple[int, str]:
    """Return the index of the story's first article with a picture, and its address; "" when none has one."""
    images = ((place, article.image) for place, article in enumerate(story.articles) if article.image)
    return next(images, (0, ""))


def collect_images(data: EditionData | None) -> dict[str, PictureData]:
    """Return {address: picture} of an edition that was built before; {} without one."""
    stories = data["stories"] if data else ()
    return {picture["from"]: picture for story in stories if (picture := story["picture"])}


def require_pillow() -> None:
    """Raise ConfigError unless Pillow is installed."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        advice = "Install the extra: `pip install 'daily-news-digest[images]'`, or set images = false."
        raise ConfigError("[output] images", "pictures need Pillow", advice) from None


def fetch_thumbnail(address: str, client: Client) -> Thumbnail | None:
    """Fetch a picture and shrink it; None when it cannot be fetched or is no picture, whatever it does."""
    try:
        response = client.fetch(Request(address, accept="image/*", max_bytes=MAX_BYTES))
        return None if response.error or response.cut_off else shrink_image(response.body, address)
    except SourceError:
        return None
    except Exception as error:
        describe_fault("fetching a picture", address, error)
        return None


def shrink_image(body: bytes, url: str = "") -> Thumbnail | None:
    """Convert a picture to a JPEG of at most MAX_SIDE pixels a side; None when it is an icon or no picture.

    The same bytes give the same JPEG. Metadata of cameras is dropped. url: where the picture is from.
    """
    from PIL import Image, ImageFile, ImageOps

    # WeasyPrint sets it for the whole process: a picture that was cut off was half gray from then on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
            if opened.width * opened.height > MAX_PIXELS or min(opened.size) < MIN_SIDE:
                return None
            opened.draft("RGB", (MAX_SIDE * 2, MAX_SIDE * 2))
            picture = ImageOps.exif_transpose(opened)
            flat = Image.new("RGB", picture.size, "white")
            flat.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    flat.thumbnail((MAX_SIDE, MAX_SIDE))
    packed = io.BytesIO()
    flat.save(packed, "JPEG", quality=QUALITY, optimize=True)
    encoded = base64.b64encode(packed.getvalue()).decode()
    return Thumbnail(url, f"data:image/jpeg;base64,{encoded}", flat.width, flat.height)
