# One file, two images: `production` is the club; `sandbox` is the club's image with the Stripe
# stand-in, for a demo. What differs between the two is the last stage and nothing else.

FROM python:3.13-slim-trixie AS python
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

# The dependencies: made anew only when requirements.txt changes.
FROM python AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt .
# Wheels only: there is no compiler here either. What only builds and tests need is left behind.
RUN pip install --quiet --only-binary :all: -r requirements.txt \
    && pip uninstall --quiet --yes pip \
    && find /venv -type d -name tests -prune -exec rm -rf {} +

# The code, compiled; static files hashed and pressed. The values are only what the settings ask for.
FROM dependencies AS club
WORKDIR /club
COPY . .
RUN mv payments/sandbox /sandbox && rm -r deploy \
    && CLUB_MODE=production SECRET_KEY=only-for-this-build-step SITE_URL=http://build.invalid \
    DATABASE_URL=postgresql://build.invalid CACHE_URL=locmem:// EMAIL_URL=smtp://build.invalid \
    STRIPE_SECRET_KEY=only-for-this-build-step STRIPE_WEBHOOK_SECRET=only-for-this-build-step \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . /sandbox \
    && mkdir -p media/public media/private var backups

FROM python AS production
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp club
COPY --from=dependencies /venv /venv
COPY --from=club --chown=root:root /club /club
RUN chown -R club: /club/media /club/var /club/backups
WORKDIR /club
USER club
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "ashes_club.serving", "--host", "0.0.0.0"]

# Never in a club of one's own: it takes any card, and money is not moved.
FROM production AS sandbox
COPY --from=club --chown=root:root /sandbox /club/payments/sandbox
COPY deploy/purchase_check.py deploy/
EXPOSE 12111
CMD ["python", "-m", "payments.sandbox", "serve", "--host", "0.0.0.0", "--port", "12111"]

# What is built where no target is named.
FROM production
