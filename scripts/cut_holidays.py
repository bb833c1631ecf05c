#!/usr/bin/env python3
"""Cuts the table of public holidays that the business calendar reads.

Usage: scripts/cut_holidays.py HOLIDAYS.tsv > assets/policy/holidays.tsv

Reads lines of country, subdivision (empty: whole country), date and name, as they come
from the Python package `holidays` 0.109 (MIT), years 2024 to 2035. Writes one line per
place and year: the place (`US`, or `DE-BY` for what a part has beside its country), the
year, and the days as month and day.
"""

import sys
from collections import defaultdict

with open(sys.argv[1], encoding="utf-8") as table:
    days = defaultdict(set)
    for line in table:
        country, part, date, _name = line.rstrip("\n").split("\t")
        year, month, day = date.split("-")
        days[(f"{country}-{part}" if part else country, year)].add(month + day)

print("# Public holidays: place, year, days. Made by scripts/cut_holidays.py; see assets/NOTICES.md.")
for (place, year), found in sorted(days.items()):
    print(place, year, " ".join(sorted(found)), sep="\t")
