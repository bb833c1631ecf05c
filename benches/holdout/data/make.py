"""Makes names.tsv, towns.tsv and streets.tsv, the second generator's lists.

Usage: python3 make.py NAMES MIMESIS GEO
  NAMES    folder `names/` of PyPI names 0.3.0 (US census of 1990, public domain; package MIT)
  MIMESIS  folder `mimesis/datasets` of PyPI mimesis 22.2.0 (MIT)
  GEO      folder with cities.tsv, postal.tsv and phone-geo.tsv, unpacked (GeoNames, CC BY 4.0;
           libphonenumber, Apache-2.0)

Each line of names.tsv: group, kind (F, M given names, S surnames), weight, names parted by commas.
Each line of towns.tsv: country, region, town, inhabitants, postal codes, phone areas.
Each line of streets.tsv: country, streets parted by commas.
"""

import collections, json, random, sys

names_dir, mimesis, geo = sys.argv[1:4]
pick = random.Random(20261130)


def census(file, count):
    by_weight = collections.OrderedDict()
    for line in list(open(f"{names_dir}/{file}"))[:count]:
        name, share = line.split()[:2]
        by_weight.setdefault(round(float(share) * 1000), []).append(name.capitalize())
    return by_weight


def words(language, file, *keys):
    value = json.load(open(f"{mimesis}/{language}/{file}.json"))
    for key in keys:
        value = value[key] if isinstance(value, dict) else value
    return value


out = open("names.tsv", "w")
for kind, file, count in (("F", "dist.female.first", 1100), ("M", "dist.male.first", 800), ("S", "dist.all.last", 9000)):
    for weight, some in census(file, count).items():
        out.write(f"US\t{kind}\t{weight}\t{','.join(some)}\n")

groups = {"GB": "en-gb", "DE": "de", "FR": "fr", "ES": "es", "IT": "it", "NL": "nl", "SE": "sv", "PL": "pl", "PT": "pt", "DK": "da", "NO": "no", "RU": "ru"}
for group, language in groups.items():
    for kind, keys, count in (("F", ("names", "female"), 110), ("M", ("names", "male"), 110), ("S", ("surnames",), 260)):
        found = words(language, "person", *keys)
        found = found.get("male", found) if isinstance(found, dict) else found
        found = sorted({name for name in found if 2 < len(name) < 18 and "," not in name})
        chosen = pick.sample(found, min(count, len(found)))
        for rank in range(0, len(chosen), 10):
            weight = 4000 // (rank + 8)
            out.write(f"{group}\t{kind}\t{weight}\t{','.join(chosen[rank:rank + 10])}\n")

codes, areas = collections.defaultdict(list), collections.defaultdict(collections.Counter)
for line in open(f"{geo}/postal.tsv"):
    part = line.rstrip("\n").split("\t")
    codes[(part[0], part[6].split(",")[0].lower())].append((part[4], part[1]))
for line in open(f"{geo}/phone-geo.tsv"):
    digits, words_ = line.rstrip("\n").split("\t")
    if digits.startswith("1") and len(digits) >= 7 and ", " in words_:
        areas[tuple(words_.rsplit(", ", 1))][digits[1:4]] += 1

towns = collections.defaultdict(list)
next(lines := open(f"{geo}/cities.tsv"))
for line in lines:
    iso, region, name, _, _, people, _ = line.rstrip("\n").split("\t")
    towns[iso].append((int(people or 0), region, name))
ca = {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "10": "QC", "11": "SK"}
out = open("towns.tsv", "w")
for iso, count in {"US": 1000, "CA": 70, "GB": 110, "AU": 40, "DE": 90, "FR": 80, "ES": 50, "IT": 60, "NL": 45, "SE": 40, "PL": 40, "PT": 25, "DK": 25, "NO": 25}.items():
    kept = 0
    for people, region, name in sorted(towns[iso], reverse=True):
        name = {"New York City": "New York"}.get(name, name)
        region = ca.get(region, region) if iso in ("US", "CA") else ""
        mine = sorted(code for state, code in codes[(iso, name.lower())] if iso not in ("US", "CA") or state == region)
        if not mine or "Borough" in name or name in ("Brooklyn", "Queens", "Manhattan", "The Bronx", "Staten Island"):
            continue
        mine = pick.sample(mine, min(len(mine), 4 + people // 100_000, 14))
        area = ",".join(code for code, _ in areas[(name, region)].most_common(3))
        out.write("\t".join((iso, region, name, str(people), ",".join(mine), area)) + "\n")
        kept += 1
        if kept == count:
            break

common = "Main,Oak,Park,Maple,Cedar,Washington,Lake,Elm,Hill,Walnut,Pine,Church,Sunset,Lincoln,Jackson,River,Spring,Willow,Highland,Ridge,Forest,Franklin,Jefferson,Chestnut,Meadow,Cherry,Dogwood,Hickory,Center,North,South".split(",")
us = [name for name in words("en", "address", "street", "name") if name.isascii() and "," not in name]
out = open("streets.tsv", "w")
out.write("US\t" + ",".join(common + pick.sample(us, 900)) + "\n")
gb = "High,Station,Church,Victoria,Park,London,Green,Manor,Kings,Queens,Mill,School,North,South,Grange,Springfield,George,Albert,York,Windsor,Chapel,West,East,New,Broad,Highfield,Richmond,Alexandra,Stanley,Chester".split(",")
out.write("GB\t" + ",".join(gb + pick.sample(us, 120)) + "\n")
for iso, language in {"DE": "de", "FR": "fr", "ES": "es", "IT": "it", "NL": "nl", "SE": "sv", "PL": "pl", "PT": "pt", "DK": "da", "NO": "no"}.items():
    found = [name for name in words(language, "address", "street", "name") if 4 < len(name) < 26 and "," not in name and name[0].isalpha()]
    out.write(f"{iso}\t" + ",".join(pick.sample(found, min(190, len(found)))) + "\n")
