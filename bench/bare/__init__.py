"""A bare Wagtail site with one lesson: what the product's page is compared with, in the same run (bench/README.md)."""
