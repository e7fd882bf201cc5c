"""`roll_up YEAR [YEAR ...]`: refresh the network's figures."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from network.actions import roll_up_network


class Command(BaseCommand):
    help = "Count the years over all NGOs and keep the sums for the network's page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int)

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        told = roll_up_network(years=years)
        for schema in told.away:
            self.stderr.write(
                f"{schema}: its machine is away; its figures and the sums stand as they were counted last."
            )
        for year in told.lost:
            self.stderr.write(f"{year}: cannot be counted any more, since an NGO left; what was counted last stands.")
