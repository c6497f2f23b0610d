# The daily news digest in a container. All user data is in the volume /news.
# EXTRAS: what to install besides the core, such as "notify,postgres,pdf,images"; docs/install.md lists them.
ARG EXTRAS=notify,postgres,email

FROM python:3.13-slim AS build
ARG EXTRAS
WORKDIR /src
COPY . .
RUN python -m venv /opt/digest && /opt/digest/bin/pip install --no-cache-dir -c constraints.txt ".[$EXTRAS]"

FROM python:3.13-slim
ARG EXTRAS
# Drawing PDFs needs Pango and a font.
RUN case ",$EXTRAS," in *,pdf,*) apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* ;; esac
COPY --from=build /opt/digest /opt/digest
RUN useradd --uid 1000 --create-home reader && mkdir /news && chown reader /news
ENV PATH=/opt/digest/bin:$PATH PYTHONUNBUFFERED=1
USER 1000
WORKDIR /news
VOLUME /news
# Reads the health file that `digest serve` writes beside its store: the last wake-up, and what failed.
HEALTHCHECK --interval=5m --start-period=5m CMD ["digest", "status", "--quiet"]
# Existing files are kept.
CMD ["sh", "-c", "digest init --yes --quiet && exec digest serve"]
