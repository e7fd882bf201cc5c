"""Below a page that is not published nothing is shown: no page, no search result, no link, no copy for offline."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from accounts.roles import Role
from core.pages import reachable
from courses.models import LessonPage, ModulePage
from pages.search import find_pages
