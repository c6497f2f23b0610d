"""Draw the figures of a soak as an SVG: a small panel for each, over time."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.soak.measurement import FIGURES, Sample

_WIDTH, _HEIGHT, _GAP, _MARGIN = 330, 120, 46, 12
_MAX_POINTS = 150
_TITLES = {
    "memory_mb": "Memory, MB",
    "threads": "Threads",
    "handles": "File handles",
    "store_mb": "Store, MB",
}


def draw_plot(samples: Sequence[Sample]) -> str:
    """An SVG with a panel for each figure, from zero; a point is the highest value of an interval."""
    width, height = 2 * (_WIDTH + _GAP) + _MARGIN, 2 * (_HEIGHT + _GAP) + _MARGIN
    panels = [
        _draw_panel(name, samples, _GAP + column * (_WIDTH + _GAP), 30 + row * (_HEIGHT + _GAP))
        for (row, column), name in zip(((0, 0), (0, 1), (1, 0), (1, 1)), FIGURES, strict=True)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="11" fill="#444">\n<rect width="{width}" height="{height}" fill="#fff"/>\n'
        f"{''.join(panels)}</svg>\n"
    )


def _draw_panel(name: str, samples: Sequence[Sample], left: int, top: int) -> str:
    points = _thin_out([(sample.minutes, float(getattr(sample, name))) for sample in samples])
    last, highest = points[-1][0] or 1, max(value for _, value in points) or 1
    scale_x, scale_y = _WIDTH / last, _HEIGHT / (1.15 * highest)
    bottom = top + _HEIGHT
    line = " ".join(f"{left + x * scale_x:.0f},{bottom - y * scale_y:.1f}" for x, y in points)
    peak = bottom - highest * scale_y
    return (
        f'<text x="{left}" y="{top - 6}" font-weight="bold">{_TITLES[name]}</text>\n'
        f'<path d="M{left} {top}V{bottom}H{left + _WIDTH}" fill="none" stroke="#999"/>\n'
        f'<path d="M{left} {peak:.0f}H{left + _WIDTH}" stroke="#ddd"/>\n'
        f'<text x="{left - 4}" y="{peak + 4:.0f}" text-anchor="end">{highest:.4g}</text>'
        f'<text x="{left - 4}" y="{bottom}" text-anchor="end">0</text>'
        f'<text x="{left + _WIDTH}" y="{bottom + 14}" text-anchor="end">{last:.0f} min</text>\n'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>\n'
    )


def _thin_out(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most _MAX_POINTS points: of each interval the highest."""
    step = -(-len(points) // _MAX_POINTS)
    groups = [points[start : start + step] for start in range(0, len(points), step)]
    return [(group[-1][0], max(value for _, value in group)) for group in groups]
