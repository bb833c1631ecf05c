"""Prints the rows of `src/evidence/normal/calling_codes.rs`.

    python -m venv venv && venv/bin/pip install phonenumbers==9.0.43
    venv/bin/python scripts/cut_calling_codes.py > rows.txt

Country, calling code, trunk prefix (`-` for none), prefix for calls abroad.
"""

import re

import phonenumbers
from phonenumbers import PhoneMetadata

SPECIAL = {"RU": "810", "AU": "0011", "KZ": "810", "BY": "810", "TM": "810", "UZ": "00", "TJ": "810"}

for country in sorted(phonenumbers.SUPPORTED_REGIONS):
    data = PhoneMetadata.metadata_for_region(country)
    abroad = SPECIAL.get(country, data.international_prefix or "00")
    plain = re.match(r"^[0-9]+$", abroad)
    trunk = data.national_prefix or "-"
    print(country, data.country_code, trunk, abroad if plain else "00")
