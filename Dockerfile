# The daily news digest in a container. All user data is in the volume /news.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/digest && /opt/digest/bin/pip install --no-cache-dir -c constraints.txt '.[notify,postgres,email]'

FROM python:3.13-slim
COPY --from=build /opt/digest /opt/digest
RUN useradd --uid 1000 --create-home reader && mkdir /news && chown reader /news
ENV PATH=/opt/digest/bin:$PATH PYTHONUNBUFFERED=1
USER reader
WORKDIR /news
VOLUME /news
# Reads the health file that `digest serve` writes beside its store: the last wake-up, and what failed.
HEALTHCHECK --interval=5m --start-period=5m CMD ["digest", "status", "--quiet"]
# Existing files are kept.
CMD ["sh", "-c", "digest init --yes --quiet && exec digest serve"]
