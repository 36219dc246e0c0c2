# Two stages: the first has pip and its caches, the second only what runs.
FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --quiet -r requirements.txt

FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --create-home club
COPY --from=build /venv /venv
WORKDIR /club
COPY . .
# Hashed and compressed once, here; the values are only what the production settings ask for.
RUN CLUB_MODE=production SECRET_KEY=only-for-this-build-step SITE_URL=http://build.invalid \
    DATABASE_URL=postgresql://build.invalid CACHE_URL=locmem:// EMAIL_URL=smtp://build.invalid \
    STRIPE_SECRET_KEY=only-for-this-build-step STRIPE_WEBHOOK_SECRET=only-for-this-build-step \
    python manage.py collectstatic --noinput --verbosity 0
RUN mkdir -p media/public media/private var && chown -R club media var
USER club
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--blocking-threads", "4", "--no-ws", "ashes_club.wsgi:application"]
