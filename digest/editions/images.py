"""The pictures of an edition, made small and put into it, so that nothing is fetched when it is read.

The one door to Pillow (the extra "images").
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from digest.errors import ConfigError, SourceError
from digest.http import Client, Request
from digest.models import Story
from digest.runtime.executors import Map

WIDEST = 720
"""Pixels: as wide as the reading column on a good screen."""

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000
"""A picture that unpacks to more is a trap or a mistake."""

QUALITY = 72


def add_pictures(
    data: Mapping[str, Any],
    stories: Sequence[Story],
    client: Client,
    read_map: Map,
    known: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """The data of an edition with a picture for each story told in full that has one.

    stories: in the order of the data. known: {address: picture} of the day's earlier making, which are not
    fetched again. A picture that cannot be had is left away. Cost: one visit for each picture.

    Raises:
        ConfigError: Pillow is not installed.
    """
    require_pillow()
    wanted = [
        (0, "") if told["brief"] else first_image(story)
        for story, told in zip(stories, data["stories"], strict=True)
    ]
    addresses = sorted({address for _, address in wanted if address and address not in known})
    fetched = zip(addresses, read_map(partial(fetch_picture, client=client), addresses), strict=True)
    pictures = {**known, **{address: picture for address, picture in fetched if picture}}
    return {
        **data,
        "stories": [
            {**told, "picture": {**pictures[address], "article": place}} if address in pictures else told
            for told, (place, address) in zip(data["stories"], wanted, strict=True)
        ],
    }


def first_image(story: Story) -> tuple[int, str]:
    """The place of the story's first article with a picture, and its address; "" when none has one."""
    images = ((place, article.image) for place, article in enumerate(story.articles) if article.image)
    return next(images, (0, ""))


def known_pictures(data: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """{address: picture} of an edition that was made before."""
    stories = data["stories"] if data else ()
    return {told["picture"]["from"]: told["picture"] for told in stories if told.get("picture")}


def require_pillow() -> None:
    """Raise ConfigError unless Pillow is installed."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        advice = 'Install the extra: pip install "daily-news-digest[images]", or set images = false.'
        raise ConfigError("[output] images", "pictures need Pillow", advice) from None


def fetch_picture(address: str, client: Client) -> dict[str, Any] | None:
    """The picture at an address, small: where it is from, its data address, width and height; or None."""
    try:
        answer = client.fetch(Request(address, accept="image/*", max_bytes=MOST_BYTES))
    except SourceError:
        return None
    small = None if answer.refusal or answer.cut_off else shrink_picture(answer.body)
    return small and {"from": address, **small}


def shrink_picture(body: bytes) -> dict[str, Any] | None:
    """A picture as JPEG of at most WIDEST pixels a side: {"data", "width", "height"}; None when it is none.

    The same bytes give the same picture. What cameras write into pictures is left away.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS or min(opened.size) < 2:
                return None
            opened.draft("RGB", (WIDEST * 2, WIDEST * 2))
            picture = ImageOps.exif_transpose(opened)
            whole = Image.new("RGB", picture.size, "white")
            whole.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    whole.thumbnail((WIDEST, WIDEST))
    packed = io.BytesIO()
    whole.save(packed, "JPEG", quality=QUALITY, optimize=True)
    told = base64.b64encode(packed.getvalue()).decode()
    return {"data": f"data:image/jpeg;base64,{told}", "width": whole.width, "height": whole.height}
