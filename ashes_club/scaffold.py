from django.http import Http404


def waiting(request, **kwargs):
    raise Http404
