# The explorer in one container, without root and without a compiler: code is made ahead.
# --build-arg PIP_EXTRA_INDEX_URL=... names an index with CPU builds of torch, which keep it small.
FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends g++ \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /explorer
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt .
ARG PIP_EXTRA_INDEX_URL
RUN pip install -r requirements.txt
COPY pyproject.toml README.md ./
COPY app app
COPY samgs_core samgs_core
COPY synthetic synthetic
RUN pip install --no-deps .
ENV XDG_CACHE_HOME=/code
RUN cd / && python -m app.runs.ahead

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 explorer && install -d -o explorer /sharing
COPY --from=build /venv /venv
COPY --from=build --chown=explorer /code /code
ENV PATH=/venv/bin:$PATH XDG_CACHE_HOME=/code PYTHONUNBUFFERED=1
USER explorer
WORKDIR /home/explorer
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["surgery-explorer", "--host", "0.0.0.0"]
