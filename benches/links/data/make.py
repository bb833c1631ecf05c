#!/usr/bin/env python3
"""Makes the lists of generator A (`benches/links/make`) from named packages.

Usage: benches/links/data/make.py FAKER NICKNAMES GEO IP

FAKER is the unpacked Python package `faker` 40.63.0 (MIT), NICKNAMES that of `nicknames` 1.0.1
(Apache-2.0; `pip download --no-deps faker==40.63.0 nicknames==1.0.1`), GEO and IP the folders of
the tables that `docs/evidence.md` names: GeoNames and DB-IP (CC BY 4.0), Code-Point Open (Open
Government Licence v3), libphonenumber (Apache-2.0), X4BNet and bad-asn-list (MIT).

A list without frequencies gets some: rank r of an order that a hash shuffles weighs 1/(r+3)^0.8,
so that every country has common names and a long tail. Writes beside itself:

names.tsv      group, kind (f, m given; s family name), name, weight per million of its kind
kanji.tsv      Japanese names in Latin and in Japanese letters
nicknames.tsv  given name, its short forms
streets.tsv    country, kind (see make/streets.rs), text
towns.tsv      country, region code, region, town, weight, postal codes
areas.tsv      country, region code, telephone area codes
networks.tsv   country, first four groups or two numbers of networks of its providers
"""

import csv
import hashlib
import importlib
import io
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

faker, nicknames, geo, ip = (Path(part) for part in sys.argv[1:])
sys.path.insert(0, str(faker))
here = Path(__file__).parent
COUNTRIES = "US GB CA DE FR ES IT NL SE BR JP AU PL".split()


def provider(kind, locale):
    return importlib.import_module(f"faker.providers.{kind}.{locale}").Provider


def shuffled(values):
    seen = dict.fromkeys(str(value).strip() for value in values)
    return sorted((v for v in seen if v), key=lambda v: hashlib.sha256(v.encode()).digest())


def weighed(values):
    if isinstance(values, dict):
        pairs = [(name, float(weight)) for name, weight in values.items()]
    else:
        pairs = [(name, (rank + 3) ** -0.8) for rank, name in enumerate(shuffled(values))]
    total = sum(weight for _, weight in pairs)
    return [(name, weight / total) for name, weight in pairs]


def mixed(*parts):
    together = defaultdict(float)
    for share, pairs in parts:
        for name, weight in pairs:
            together[name] += share * weight
    return sorted(together.items(), key=lambda pair: (-pair[1], pair[0]))


def lines(name, rows):
    text = "".join("\t".join(str(part) for part in row) + "\n" for row in rows)
    (here / name).write_text(text, encoding="utf-8")


def unpacked(path):
    text = subprocess.run(["zstd", "-dc", "--long=27", path], capture_output=True, check=True).stdout
    return io.StringIO(text.decode("utf-8"))


# --- names ---

LATIN = re.compile(r"^[A-Za-zÀ-ž' -]{2,}$")


def tail():
    """Family names that are rare in the United States, from the lists of other countries."""
    names = []
    for locale in "en en_IE en_GB de_DE it_IT nl_NL pl_PL sv_SE fr_FR".split():
        own = provider("person", locale)
        found = getattr(own, "last_names", None) or own.unisex_last_names
        names += [name for name in found if name.isascii() and LATIN.match(name)]
    return names


def romanized(values):
    return [v for v in values if LATIN.match(v)]


def names():
    us, en, mx = (provider("person", locale) for locale in ("en_US", "en", "es_MX"))
    indian = provider("person", "en_IN")
    rows = []

    def add(group, kind, pairs, most=4000):
        for name, weight in pairs[:most]:
            rows.append((group, kind, name, max(1, round(weight * 1_000_000))))

    add("US", "f", mixed((0.9, weighed(us.first_names_female)), (0.1, weighed(en.first_names_female))), 2600)
    add("US", "m", mixed((0.9, weighed(us.first_names_male)), (0.1, weighed(en.first_names_male))), 2600)
    add("US", "s", mixed((0.62, weighed(us.last_names)), (0.38, weighed(tail()))), 9000)
    for kind, part in (("f", "first_names_female"), ("m", "first_names_male"), ("s", "last_names")):
        add("MX", kind, mixed((1, weighed(getattr(mx, part)))))
        add("IN", kind, mixed((1, weighed(getattr(indian, part, None) or indian.first_names))))
    for group, locale in zip("GB CA DE FR ES IT NL SE BR".split(),
                             "en_GB fr_CA de_DE fr_FR es_ES it_IT nl_NL sv_SE pt_BR".split()):
        own = provider("person", locale)
        add(group, "f", mixed((1, weighed(own.first_names_female))))
        add(group, "m", mixed((1, weighed(own.first_names_male))))
        last = own.last_names
        if group == "GB":  # the list has 500; Irish and the commonest English ones lengthen it
            last = list(last) + list(provider("person", "en_IE").last_names)[:900]
        add(group, "s", mixed((1, weighed(last))))
    pl = provider("person", "pl_PL")
    add("PL", "f", mixed((1, weighed(pl.first_names_female))))
    add("PL", "m", mixed((1, weighed(pl.first_names_male))))
    add("PL", "s", mixed((1, weighed(list(pl.male_last_names) + list(pl.unisex_last_names)[:1200]))))
    ru = provider("person", "ru_RU")
    add("RU", "f", mixed((1, weighed(ru.first_names_female))), 150)
    add("RU", "m", mixed((1, weighed(ru.first_names_male))), 150)
    add("RU", "s", mixed((1, weighed(ru.last_names_male))), 250)
    jp = provider("person", "ja_JP")
    last = {pair[2]: weight for pair, weight in jp.last_name_pairs.items()}
    add("JP", "f", mixed((1, weighed([pair[2] for pair in jp.first_name_female_pairs]))))
    add("JP", "m", mixed((1, weighed([pair[2] for pair in jp.first_name_male_pairs]))))
    add("JP", "s", mixed((1, weighed(last))))
    lines("names.tsv", rows)
    pairs = list(jp.first_name_pairs) + list(jp.last_name_pairs)
    lines("kanji.tsv", sorted({(pair[2], pair[0]) for pair in pairs}))
    return {name.lower() for group, kind, name, _ in rows if kind != "s" and group in ("US", "GB", "CA")}


def short_forms(known):
    found = defaultdict(list)
    with open(nicknames / "nicknames" / "names.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["name1"] in known and row["name2"].isalpha() and len(row["name2"]) > 1:
                found[row["name1"]].append(row["name2"])
    lines("nicknames.tsv", [(name, " ".join(sorted(found[name]))) for name in sorted(found)])


# --- streets ---


def streets():
    rows = []
    for country, locale in zip(COUNTRIES,
                               "en_US en_GB en_CA de_DE fr_FR es_ES it_IT nl_NL sv_SE pt_BR ja_JP en_AU pl_PL".split()):
        own = provider("address", locale)
        for part in ("street_suffixes", "street_suffixes_short", "street_suffixes_long", "street_prefixes"):
            for text in shuffled(getattr(own, part, ())):
                rows.append((country, part.removeprefix("street_"), text))
        for text in getattr(own, "streets", ())[:400]:
            rows.append((country, "names", text))
    lines("streets.tsv", rows)


# --- towns ---

FEWEST = dict(US=1500, GB=300, CA=200, DE=300, FR=250, ES=200, IT=220, NL=130, SE=120, BR=150, JP=150, AU=120, PL=150)
POSTAL_REGION = {}


SUFFIX = re.compile(r"\s+(CEDEX|City|[0-9]+).*$")  # `New York City` is the post's `New York`


def plain(text):
    text = SUFFIX.sub("", text)
    return re.sub(r"[^a-z]", "", text.lower().replace("saint", "st"))


def towns():
    region_names, letters = {}, {}
    for row in csv.DictReader(open(geo / "admin1.tsv", encoding="utf-8"), delimiter="\t"):
        region_names[row["iso2"], row["geonames_admin1"]] = row["name"]
        letters[row["iso2"], row["geonames_admin1"]] = row["code"]
    codes = defaultdict(list)
    for row in csv.DictReader(unpacked(geo / "postal.tsv.zst"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["iso2"] in FEWEST:
            place = row["place"].split("(")[0].strip()
            codes[row["iso2"], plain(place)].append((row["code"], float(row["lat"]), float(row["lon"])))
    sectors = defaultdict(list)
    for line in unpacked(geo / "postal-gb-sectors.tsv.zst"):
        code = line.split("\t")[0]
        sectors[code[:-1]].append(code)
    found = defaultdict(list)
    for row in csv.DictReader(unpacked(geo / "cities.tsv.zst"), delimiter="\t", quoting=csv.QUOTE_NONE):
        country, population = row["iso2"], int(row["population"] or 0)
        if country not in FEWEST or population < 2000:
            continue
        near = [code for code, lat, lon in codes[country, plain(row["name"])]
                if abs(lat - float(row["lat"])) < 0.4 and abs(lon - float(row["lon"])) < 0.5]
        if country == "GB":
            near = [sector for code in near for sector in sectors.get(code, [])[:6]]
        if near:
            found[country].append((population, row, near))
    rows = []
    for country in COUNTRIES:
        ranked = sorted(found[country], key=lambda item: -item[0])
        head = ranked[: FEWEST[country] * 2 // 3]
        rest = ranked[len(head):]  # and small ones from all over the rest
        step = max(1, len(rest) // (FEWEST[country] - len(head) + 1))
        for population, row, near in head + rest[::step][: FEWEST[country] - len(head)]:
            most = min(60, 1 + population // 12_000)
            kept = sorted(sorted(set(near), key=lambda c: hashlib.sha256(c.encode()).digest())[:most])
            key = country, row["admin1"]
            rows.append((country, letters.get(key, ""), region_names.get(key, ""), row["name"].replace("New York City", "New York"), population, " ".join(kept)))
    lines("towns.tsv", rows)


# --- telephone areas and networks ---


def areas():
    by_name, found = {}, defaultdict(set)
    for row in csv.DictReader(open(geo / "admin1.tsv", encoding="utf-8"), delimiter="\t"):
        if row["iso2"] in ("US", "CA"):
            by_name[row["name"]] = (row["iso2"], row["code"])
    calling = dict(zip("GB DE FR ES IT NL SE BR JP AU PL".split(), "44 49 33 34 39 31 46 55 81 61 48".split()))
    for line in unpacked(geo / "phone-geo.tsv.zst"):
        digits, where = line.rstrip("\n").split("\t")[:2]
        if digits.startswith("1") and len(digits) == 4 and where in by_name:
            found[by_name[where]].add(digits[1:])
        elif digits.startswith("1") and len(digits) >= 4 and where.split(", ")[-1] in {c for _, c in by_name.values()}:
            for key in by_name.values():
                if key[1] == where.split(", ")[-1]:
                    found[key].add(digits[1:4])
        for country, code in calling.items():
            if digits.startswith(code) and len(code) + 2 <= len(digits) <= len(code) + 4:
                found[country, ""].add(digits[len(code):])
    rows = []
    for (country, region), digits in sorted(found.items()):
        kept = sorted(digits, key=lambda d: hashlib.sha256((country + d).encode()).digest())[:40]
        rows.append((country, region, " ".join(sorted(kept))))
    lines("areas.tsv", rows)


def ranges(name):
    start = 0
    for line in unpacked(ip / name):
        step, value = line.rstrip("\n").split("\t")
        start += int(step, 16)
        yield start, int(value)


def networks():
    country_of = {}
    for row in csv.DictReader(unpacked(ip / "places.tsv.zst"), delimiter="\t", quoting=csv.QUOTE_NONE):
        country_of[int(row["id"])] = row["iso2"]
    hosting = {int(row["asn"]) for row in csv.DictReader(open(ip / "hosting-asn.tsv"), delimiter="\t")}
    rows = []
    for family, width, most in (("v4", 1 << 16, 60), ("v6", 1 << 32, 12)):
        found = defaultdict(list)
        places, owners = (list(ranges(f"{kind}-{family}.tsv.zst")) for kind in ("city", "asn"))
        at = 0
        for (start, owner), (end, _) in zip(owners, owners[1:]):
            if owner == 0 or owner in hosting or end - start < width or start % width:
                continue
            while at + 1 < len(places) and places[at + 1][0] <= start:
                at += 1
            country = country_of.get(places[at][1], "")
            if country in COUNTRIES:
                found[country].append(start)
        for country in COUNTRIES:
            kept = sorted(found[country], key=lambda s: hashlib.sha256(str(s).encode()).digest())[:most]
            if family == "v4":
                text = [f"{start >> 24}.{start >> 16 & 255}" for start in sorted(kept)]
            else:
                text = [f"{start >> 48:x}:{start >> 32 & 0xFFFF:x}" for start in sorted(kept)]
            rows.append((country, family, " ".join(text)))
    lines("networks.tsv", rows)


short_forms(names())
streets()
towns()
areas()
networks()
