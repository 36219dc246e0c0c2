from django.db import models
from django.utils import timezone


class PageQuerySet(models.QuerySet):
    def published(self):
        return self.filter(publish_at__lte=timezone.now())


class Page(models.Model):
    title = models.CharField(max_length=200)
    publish_at = models.DateTimeField(null=True)
    objects = PageQuerySet.as_manager()
