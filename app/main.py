"""The entry point: ``streamlit run app/main.py`` starts the explorer."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # Streamlit puts only this folder on the path
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402
import torch  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from app.files import routes as files_routes  # noqa: E402
from app.files.base_path import below_base  # noqa: E402
from app.files.headers import Headers  # noqa: E402
from app.lessons import worksheet  # noqa: E402
from app.runs import stop  # noqa: E402
from app.runs.records import RECORDS, survey_of  # noqa: E402
from app.runs.workers import WORKERS  # noqa: E402
from app.scene.apart import HELPER  # noqa: E402
from app.scene.files import files  # noqa: E402
from app.scene.routes import routes  # noqa: E402
from app.share.routes import routes as share_routes  # noqa: E402
from app.share.store import forgetting, the_store  # noqa: E402
from app.study.study import Study  # noqa: E402
from app.train.lanes import N_EXAMPLES  # noqa: E402
from app.vectors.routes import routes as vectors_routes  # noqa: E402
from samgs_core.benchmark.glance import glance, layer_names  # noqa: E402
from samgs_core.native.store import KERNELS  # noqa: E402

COLLECTED_AFTER = 5_000
"""New objects after which the collector looks for cycles, instead of Python's 700: a look at all
that a full room holds takes a tenth of a second."""


@asynccontextmanager
async def prepare(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Before the first visitor: run what pages show first; take the imports out of collections."""
    import_module("pandas")  # tables import it when first drawn, and fail if two do so at once
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)  # not a line for every file
    torch.set_num_threads(1)  # visitors do not fight for cores, and small batches run faster
    KERNELS.start()
    study = Study()
    survey_of(study.landscape)
    RECORDS.get_all([study.experiment(method) for method in study.drawn_methods])
    files()
    glance(study.train.benchmark, study.train.seed, N_EXAMPLES)
    layer_names(study.train.benchmark)
    WORKERS.start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    forgets = asyncio.create_task(forgetting(the_store()))
    yield {}
    forgets.cancel()
    WORKERS.end()
    if HELPER is not None:
        HELPER.end()


OWN_ROUTES = [
    *vectors_routes(),
    *routes(),
    *share_routes(),
    stop.route(),
    files_routes.route(),
    worksheet.route(),
]
app = st.App(
    ROOT / "app" / "page.py",
    lifespan=prepare,
    routes=below_base(OWN_ROUTES),
    middleware=[Middleware(Headers)],
)
