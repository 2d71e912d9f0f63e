"""What the papers say of the real benchmarks: their numbers, with their source, beside ours."""

from typing import NamedTuple

SOURCE = (
    "Borsani, Rosani, Nicosia and Di Fatta 2025, arXiv:2506.06130; its rows of other methods are "
    "taken over from the papers on Nash-MTL and FAMO. MTAN, three seeds."
)
ALONE = "Single task"


class PublishedRow(NamedTuple):
    """A method's published numbers; None where the table has none."""

    title: str
    values: tuple[float | None, ...]  # one for each metric of the benchmark
    mean_rank: float | None
    delta: float | None  # Δm in per cent, lower is better
    delta_spread: float | None = None


class PublishedTable(NamedTuple):
    """A published table; ``higher_is_better`` is one for each metric."""

    key: str  # of the benchmark
    title: str
    metrics: tuple[str, ...]
    higher_is_better: tuple[bool, ...]
    rows: tuple[PublishedRow, ...]
    note: str = ""
    source: str = SOURCE


def _nyu(
    title: str,
    numbers: str,
    rank: float | None = None,
    delta: float | None = None,
    spread: float | None = None,
) -> PublishedRow:
    return PublishedRow(title, tuple(map(float, numbers.split())), rank, delta, spread)


def _city(title: str, delta: float, rank: float) -> PublishedRow:
    return PublishedRow(title, (None,) * 4, rank, delta)


NYUV2 = PublishedTable(
    "nyuv2",
    "NYUv2",
    (
        "mIoU",
        "pixel accuracy",
        "absolute error",
        "relative error",
        "mean angle",
        "median angle",
        "within 11.25°",
        "within 22.5°",
        "within 30°",
    ),
    (True, True, False, False, False, False, True, True, True),
    (
        _nyu(ALONE, "38.30 63.76 .6754 .2780 25.01 19.21 30.14 57.20 69.15"),
        _nyu("LS", "39.29 65.33 .5493 .2263 28.15 23.96 22.09 47.50 61.08", 11.4, 5.59),
        _nyu("SI", "38.45 64.27 .5354 .2201 27.60 23.37 22.53 48.57 62.32", 10.3, 4.39),
        _nyu("RLW", "37.17 63.77 .5759 .2410 28.27 24.18 22.26 47.05 60.62", 13.8, 7.78),
        _nyu("DWA", "39.11 65.31 .5510 .2285 27.61 23.18 24.17 50.18 62.39", 10.2, 3.57),
        _nyu("UW", "36.87 63.17 .5446 .2260 27.04 22.61 23.54 49.05 63.65", 10.0, 4.05),
        _nyu("MGDA", "30.47 59.90 .6070 .2555 24.88 19.45 29.18 56.88 69.36", 7.4, 1.38),
        _nyu("PCGrad", "38.06 64.64 .5550 .2325 27.41 22.80 23.86 49.83 63.14", 10.6, 3.97),
        _nyu("GradNorm", "20.09 64.64 .7200 .2800 24.83 18.86 30.81 57.94 69.73", 7.2, 7.22),
        _nyu("GradDrop", "39.39 65.12 .5455 .2279 27.48 22.96 23.38 49.44 62.87", 9.6, 3.58),
        _nyu("CAGrad", "39.79 65.49 .5486 .2250 26.31 21.58 25.61 52.36 65.58", 7.1, 0.20),
        _nyu("IMTL-G", "39.35 65.60 .5426 .2256 26.02 21.19 26.20 53.13 66.24", 6.3, -0.76),
        _nyu("Nash-MTL", "40.13 65.93 .5261 .2171 25.26 20.08 28.40 55.47 68.15", 4.2, -4.04),
        _nyu("FAMO", "38.88 64.90 .5474 .2194 25.06 19.57 29.21 56.61 68.98", 4.8, -4.10),
        _nyu("Aligned-MTL", "40.82 66.33 .5300 .2200 25.19 19.71 28.88 56.23 68.54", 3.6, -4.93),
        _nyu("SAM-GS", "40.79 66.46 .5251 .2169 25.03 19.65 29.26 56.35 68.78", 2.4, -5.30, 0.147),
    ),
    "Δm follows from the metrics but for GradNorm, IMTL-G and Aligned-MTL, whose rows give 5.18, "
    "−0.60 and −4.77.",
)
CITYSCAPES = PublishedTable(
    "cityscapes",
    "CityScapes",
    ("mIoU", "pixel accuracy", "absolute error", "relative error"),
    (True, True, False, False),
    (
        PublishedRow(ALONE, (74.01, 93.16, 0.0125, 27.77), None, None),
        _city("LS", 14.1, 11.8),
        _city("SI", 14.1, 11.8),
        _city("RLW", 24.4, 11.0),
        _city("DWA", 21.4, 8.5),
        _city("UW", 5.89, 7.75),
        _city("MGDA", 44.1, 12.5),
        _city("PCGrad", 18.3, 9.1),
        _city("GradNorm", 5.63, 7.75),
        _city("GradDrop", 23.7, 7.75),
        _city("CAGrad", 11.6, 7.9),
        _city("IMTL-G", 11.1, 6.0),
        _city("Nash-MTL", 6.82, 3.75),
        _city("FAMO", 8.13, 7.5),
        _city("Aligned-MTL", 5.27, 2.0),
        PublishedRow("SAM-GS", (75.2, 93.5, 0.0136, 33.1), 5.0, 6.41, 0.57),
    ),
    "The row of SI repeats that of LS digit for digit.",
)
PUBLISHED = (NYUV2, CITYSCAPES)
