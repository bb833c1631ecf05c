#!/usr/bin/env python3
"""Cuts the embedded store's places and networks from the geo and IP tables.

Usage: scripts/cut_demo_places.py GEO_FOLDER IP_FOLDER

Reads postal.tsv.zst, postal-gb-units.tsv.zst, cities.tsv.zst (GEO_FOLDER) and city-v4, city-v6,
asn-v4, asn-v6, places, net-ranges .tsv.zst and hosting-asn.tsv (IP_FOLDER), writes
assets/demo/places.tsv and assets/demo/networks.tsv. The same tables give the same files.
Needs the `zstd` program. GeoNames and DB-IP data are CC BY 4.0; the files carry the attribution.
"""

import bisect
import ipaddress
import math
import subprocess
import sys
from pathlib import Path

GEO, IP = Path(sys.argv[1]), Path(sys.argv[2])
OUT = Path(__file__).resolve().parent.parent / "assets" / "demo"

# country, town as written, name in the town table, province code and name, phone areas with country prefix
TOWNS = """
US|New York||NY|New York|1212,1646,1917
US|Brooklyn||NY|New York|1718,1347
US|Buffalo||NY|New York|1716
US|Los Angeles||CA|California|1213,1323
US|San Diego||CA|California|1619,1858
US|San Francisco||CA|California|1415,1628
US|Sacramento||CA|California|1916
US|Chicago||IL|Illinois|1312,1773
US|Houston||TX|Texas|1713,1832
US|Dallas||TX|Texas|1214,1469
US|Austin||TX|Texas|1512,1737
US|San Antonio||TX|Texas|1210
US|Phoenix||AZ|Arizona|1602,1480
US|Tucson||AZ|Arizona|1520
US|Philadelphia||PA|Pennsylvania|1215,1267
US|Pittsburgh||PA|Pennsylvania|1412
US|Miami||FL|Florida|1305,1786
US|Orlando||FL|Florida|1407
US|Tampa||FL|Florida|1813
US|Jacksonville||FL|Florida|1904
US|Atlanta||GA|Georgia|1404,1678
US|Charlotte||NC|North Carolina|1704
US|Raleigh||NC|North Carolina|1919
US|Seattle||WA|Washington|1206
US|Spokane||WA|Washington|1509
US|Portland||OR|Oregon|1503,1971
US|Denver||CO|Colorado|1303,1720
US|Salt Lake City||UT|Utah|1801
US|Las Vegas||NV|Nevada|1702
US|Minneapolis||MN|Minnesota|1612
US|Milwaukee||WI|Wisconsin|1414
US|Detroit||MI|Michigan|1313
US|Grand Rapids||MI|Michigan|1616
US|Columbus||OH|Ohio|1614
US|Cleveland||OH|Ohio|1216
US|Cincinnati||OH|Ohio|1513
US|Indianapolis||IN|Indiana|1317
US|Nashville||TN|Tennessee|1615
US|Memphis||TN|Tennessee|1901
US|Louisville||KY|Kentucky|1502
US|New Orleans||LA|Louisiana|1504
US|Kansas City||MO|Missouri|1816
US|Omaha||NE|Nebraska|1402
US|Oklahoma City||OK|Oklahoma|1405
US|Albuquerque||NM|New Mexico|1505
US|Boise||ID|Idaho|1208
US|Boston||MA|Massachusetts|1617
US|Worcester||MA|Massachusetts|1508
US|Providence||RI|Rhode Island|1401
US|Hartford||CT|Connecticut|1860
US|Newark||NJ|New Jersey|1973
US|Baltimore||MD|Maryland|1410
US|Richmond||VA|Virginia|1804
US|Honolulu||HI|Hawaii|1808
US|Anchorage||AK|Alaska|1907
US|Des Moines||IA|Iowa|1515
CA|Toronto||ON|Ontario|1416,1647
CA|Ottawa||ON|Ontario|1613
CA|Hamilton||ON|Ontario|1905
CA|Montreal|Montréal|QC|Quebec|1514,1438
CA|Quebec|Québec|QC|Quebec|1418
CA|Vancouver||BC|British Columbia|1604,1778
CA|Victoria||BC|British Columbia|1250
CA|Calgary||AB|Alberta|1403
CA|Edmonton||AB|Alberta|1780
CA|Winnipeg||MB|Manitoba|1204
CA|Halifax||NS|Nova Scotia|1902
GB|London||ENG|England|4420
GB|Manchester||ENG|England|44161
GB|Birmingham||ENG|England|44121
GB|Leeds||ENG|England|44113
GB|Bristol||ENG|England|44117
GB|Liverpool||ENG|England|44151
GB|Edinburgh||SCT|Scotland|44131
GB|Glasgow||SCT|Scotland|44141
GB|Cardiff||WLS|Wales|4429
DE|Berlin||||4930
DE|Hamburg||||4940
DE|München|Munich|||4989
DE|Köln|Cologne|||49221
DE|Frankfurt am Main||||4969
DE|Leipzig||||49341
DE|Stuttgart||||49711
FR|Paris||||331
FR|Lyon||||334
FR|Marseille||||334
FR|Toulouse||||335
FR|Nantes||||332
FR|Lille||||333
SE|Stockholm||||468
SE|Göteborg|Gothenburg|||4631
SE|Malmö||||4640
SE|Uppsala||||4618
SE|Umeå||||4690
NL|Amsterdam||||3120
NL|Rotterdam||||3110
NL|Utrecht||||3130
NL|Groningen||||3150
ES|Madrid||M|Madrid|3491
ES|Barcelona||B|Barcelona|3493
ES|Sevilla||SE|Sevilla|3495
ES|Valencia||V|Valencia|3496
IT|Milano|Milan|MI|Milano|3902
IT|Roma|Rome|RM|Roma|3906
IT|Torino|Turin|TO|Torino|39011
IT|Bologna||BO|Bologna|39051
IE|Dublin||D|Dublin|3531
IE|Cork||CO|Cork|35321
IE|Galway||G|Galway|35391
PL|Warszawa|Warsaw|||4822
PL|Kraków||||4812
PL|Gdańsk||||4858
AU|Sydney||NSW|New South Wales|612
AU|Melbourne||VIC|Victoria|613
AU|Brisbane||QLD|Queensland|617
AU|Perth||WA|Western Australia|6189
AU|Adelaide||SA|South Australia|6188
JP|Shibuya-ku|Shibuya|JP-13|Tōkyō|813
JP|Osaka-shi|Osaka|JP-27|Ōsaka|816
JP|Yokohama-shi|Yokohama|JP-14|Kanagawa|8145
JP|Sapporo-shi|Sapporo|JP-01|Hokkaidō|8111
JP|Fukuoka-shi|Fukuoka|JP-40|Fukuoka|8192
BR|São Paulo||SP|São Paulo|5511
BR|Rio de Janeiro||RJ|Rio de Janeiro|5521
BR|Curitiba||PR|Paraná|5541
MX|Ciudad de México|Mexico City|CDMX|Ciudad de México|5255
MX|Guadalajara||JAL|Jalisco|5233
MX|Monterrey||NL|Nuevo León|5281
IN|Mumbai||MH|Maharashtra|9122
IN|Pune||MH|Maharashtra|9120
IN|New Delhi||DL|Delhi|9111
KW|Salmiya|As Sālimīyah|KW-HA|Hawalli|965
KW|Hawalli|Ḩawallī|KW-HA|Hawalli|965
ZA|Cape Town||WC|Western Cape|2721
ZA|Johannesburg||GT|Gauteng|2711
NZ|Auckland||AUK|Auckland|649
NZ|Wellington||WGN|Wellington|644
KR|Seoul||KR-11|Seoul|822
KR|Busan||KR-26|Busan|8251
""".strip().splitlines()

HOME = set(map(int, """
7922 701 7018 22773 20115 20001 11427 11351 10796 33363 20055 5650 6128 209 12271 7843 10507 577 812 6327 852
5769 855 7992 2856 5089 5607 13285 6871 3215 12322 15557 5410 3320 3209 6805 8881 31334 8422 20880 3352 12479
12430 57269 3269 1267 30722 12874 8612 1136 33915 50266 1103 3301 2119 39651 1257 8473 29518 17676 2516 4713
9824 2527 17511 9605 1221 4804 7545 4764 28573 18881 26599 27699 7738 8151 13999 6503 22884 9829 55836 24560
45609 17488 5466 6830 15502 13280 5617 12741 29314 43447 9155 47589 29357 6412 42961 3225 37457 5713 36874
37053 4771 9500 4648 9790 4766 9318 3786 17858
""".split()))
MOBILE = set(map(int, """
6167 22394 21928 20057 206067 12576 60339 29180 55430 51207 44034 3303 17676 9605 55836 45609 27831 26615 36994
16135 37168 9644 17552 4804
""".split()))
# Where the towns around one another run together, the codes that are this town's own.
OWN_CODES = {
    "Shibuya-ku": ("150", "151"), "Osaka-shi": ("53", "54", "55"), "Yokohama-shi": ("22", "23", "24"),
    "Sapporo-shi": ("06", "00"), "Fukuoka-shi": ("81",), "London": ("E", "N", "S", "W"), "Liverpool": ("L",),
    "Ciudad de México": ("0", "10", "11", "12", "13", "14", "15", "16"),
}
ZIPS_PER_TOWN = 8
NEAR_KM = 20.0


def rows(path, header):
    pipe = subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    for number, line in enumerate(pipe.stdout):
        if number or not header:
            yield line.rstrip("\n").split("\t")
    if pipe.wait():
        sys.exit(f"zstd failed on {path}")


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def spread(items, most):
    """Up to `most` items, evenly over the list, so that neighbours differ."""
    if len(items) <= most:
        return items
    return [items[i * len(items) // most] for i in range(most)]


def written(country, code):
    cut = {"SE": 3, "JP": 3, "PL": 2, "BR": 5}.get(country)
    dash = " " if country == "SE" else "-"
    return code[:cut] + dash + code[cut:] if cut else code


def towns():
    best = {}
    for iso, admin1, name, lat, lon, population, _ in rows(GEO / "cities.tsv.zst", True):
        key = (iso, name)
        places = best.setdefault(key, [])
        places.append((int(population or 0), admin1, float(lat), float(lon)))
    found = []
    for line in TOWNS:
        iso, town, listed, code, province, areas = line.split("|")
        same = [(iso, n) for n in (listed, town, town + " City") if n and (iso, n) in best]
        if not same:
            sys.exit(f"no such town: {line}")
        places = best[same[0]]
        inside = [p for p in places if p[1] == code] if iso in ("US", "GB") else []
        _, _, lat, lon = max(inside or places)
        found.append([iso, town, province, code, lat, lon, areas])
    return found


def postal(found):
    by_country = {}
    for iso, code, lat, lon, admin1, _, place, _, _ in rows(GEO / "postal.tsv.zst", True):
        by_country.setdefault(iso, []).append((code, float(lat), float(lon), admin1, place))
    units = [(code, float(lat), float(lon)) for code, lat, lon in rows(GEO / "postal-gb-units.tsv.zst", False)]
    for town in found:
        iso, name, _, province, lat, lon, _ = town
        if iso == "GB":
            near = [(c[:-3] + " " + c[-3:], a, b) for c, a, b in units
                    if c.startswith(OWN_CODES.get(name, ("",))) and km(a, b, lat, lon) < 4]
        else:
            listed = [p for p in by_country.get(iso, []) if km(p[1], p[2], lat, lon) < NEAR_KM]
            if iso == "US":
                listed = [p for p in listed if p[3] == province]
            own = OWN_CODES.get(name, ("",))
            listed = [p for p in listed if p[0].startswith(own) and not (iso == "JP" and p[0].endswith("0000"))]
            word = name.split(" ")[0]
            same = [p for p in listed if p[4] == name or (iso != "US" and p[4].split(" ")[0] == word)]
            if len(same) < 3:
                same = [p for p in listed if km(p[1], p[2], lat, lon) < 6] or listed
            near = [(written(iso, c), a, b) for c, a, b, _, _ in same]
        town.append(spread(sorted(near), ZIPS_PER_TOWN))


def starts(path):
    """Decodes a table of hexadecimal differences into two lists."""
    at, firsts, values = 0, [], []
    for start, value in rows(path, False):
        at += int(start, 16)
        firsts.append(at)
        values.append(int(value))
    return firsts, values


def holder(table, at):
    place = bisect.bisect_right(table[0], at) - 1
    return table[1][place] if place >= 0 else 0


def networks(found):
    places = {int(i): (iso, region, city, float(lat), float(lon))
              for i, iso, region, city, lat, lon in rows(IP / "places.tsv.zst", True)}
    hosting = {int(line.split("\t")[0]) for line in (IP / "hosting-asn.tsv").read_text().splitlines()[1:]}
    special = [r for r in rows(IP / "net-ranges.tsv.zst", True)]
    known = sorted((int(ipaddress.ip_address(r[0])), int(ipaddress.ip_address(r[1])))
                   for r in special if ":" not in r[0])
    city4, city6 = starts(IP / "city-v4.tsv.zst"), starts(IP / "city-v6.tsv.zst")
    asn4, asn6 = starts(IP / "asn-v4.tsv.zst"), starts(IP / "asn-v6.tsv.zst")
    near = {}
    for index, (iso, _, _, _, lat, lon, *_ ) in enumerate(found):
        for number, (country, _, _, a, b) in places.items():
            if country == iso and km(a, b, lat, lon) < 18:
                near.setdefault(number, []).append(index)
    out = []

    def is_special(first, last):
        place = bisect.bisect_right(known, (last, 1 << 40)) - 1
        return any(known[i][1] >= first for i in range(max(0, place - 3), place + 1))

    def place_of(number):
        iso, region, city, lat, lon = places[number]
        return [iso, region, city, f"{lat:.3f}", f"{lon:.3f}"]

    home, other, mobile = {}, {}, {}
    firsts, numbers = city4
    for i, number in enumerate(numbers):
        first = firsts[i]
        last = (firsts[i + 1] if i + 1 < len(firsts) else 1 << 32) - 1
        if last - first < 255 or number == 0:
            continue
        asn = holder(asn4, first)
        if asn in hosting or asn == 0 or asn != holder(asn4, last) or is_special(first, last):
            continue
        entry = (first, last, asn, number)
        if asn in MOBILE and asn not in HOME:
            mobile.setdefault(places[number][0], []).append(entry)
        elif number in near:
            for index in near[number]:
                (home if asn in HOME else other).setdefault(index, []).append(entry)
    for index in range(len(found)):
        chosen = home.get(index) or other.get(index) or []
        # The widest networks, so that two buyers of a large shop seldom get one address.
        for first, last, asn, number in sorted(chosen, key=lambda c: (c[0] - c[1], c[0]))[:5]:
            out.append(["home", index, ipaddress.IPv4Address(first), min(last - first + 1, 65536), asn, *place_of(number)])
    firsts, numbers = city6
    home6 = {}
    for i, number in enumerate(numbers):
        first = firsts[i]
        last = (firsts[i + 1] if i + 1 < len(firsts) else 1 << 64) - 1
        asn = holder(asn6, first)
        if number in near and asn in HOME and asn == holder(asn6, last) and last - first >= 3:
            for index in near[number]:
                home6.setdefault(index, []).append((first, last, asn, number))
    for index in range(len(found)):
        for first, last, asn, number in spread(home6.get(index, []), 1):
            out.append(["home", index, ipaddress.IPv6Address(first << 64), min(last - first + 1, 65536), asn, *place_of(number)])
    for iso in sorted({town[0] for town in found}):
        for first, last, asn, number in spread(mobile.get(iso, []), 6 if iso == "US" else 2):
            out.append(["mobile", "", ipaddress.IPv4Address(first), min(last - first + 1, 65536), asn, *place_of(number)])
    for kind, provider, most in (("hosting", "", 40), ("vpn", "", 30), ("relay", "", 40), ("tor", "", 8)):
        wanted = {"hosting": 63, "relay": 0, "vpn": 15, "tor": 0}[kind]
        candidates = []
        for r in special:
            if r[2] != kind or (":" in r[0] and kind != "relay"):
                continue
            first, last = int(ipaddress.ip_address(r[0])), int(ipaddress.ip_address(r[1]))
            six = ":" in r[0]
            number = holder(city6, first >> 64) if six else holder(city4, first)
            if number and last - first >= wanted:
                asn = holder(asn6, first >> 64) if six else holder(asn4, first)
                size = 1 if six else min(last - first + 1, 64)
                candidates.append([kind, "", ipaddress.ip_address(r[0]), size, asn, *place_of(number)])
        countries = {town[0] for town in found}
        candidates = [c for c in candidates if c[5] in countries]
        out.extend(spread(candidates, most))
    return out


def main():
    found = towns()
    postal(found)
    credit = "# Postal codes and places: GeoNames (www.geonames.org), CC BY 4.0. "
    credit_gb = ("Contains OS data (c) Crown copyright and database right 2025. Contains Royal Mail data (c) Royal Mail "
                 "copyright and database right 2025.")
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "places.tsv", "w", encoding="utf-8") as file:
        file.write(credit + credit_gb + "\n# Cut by scripts/cut_demo_places.py.\n")
        file.write("# country\ttown\tprovince\tprovince code\tlat\tlon\tphone areas\tcode@lat@lon, joined by a bar\n")
        for iso, town, province, code, lat, lon, areas, zips in found:
            codes = "|".join(f"{c}@{a:.4f}@{b:.4f}" for c, a, b in zips)
            file.write(f"{iso}\t{town}\t{province}\t{code}\t{lat:.4f}\t{lon:.4f}\t{areas}\t{codes}\n")
    with open(OUT / "networks.tsv", "w", encoding="utf-8") as file:
        file.write("# IP geolocation by DB-IP (https://db-ip.com), CC BY 4.0. AS data: Route Views (routeviews.org), NRO "
                   "(nro.net) and DB-IP, CC BY 4.0. Network kinds: X4B lists_vpn (MIT, Mathew Heard 2024), bad-asn-list "
                   "(MIT, Brian Hamachek 2025), iporigin (MIT).\n# Cut by scripts/cut_demo_places.py.\n")
        file.write("# kind\trow of places\tfirst address\taddresses (v6: networks of 64 bits)\tasn\tcountry\tregion\tcity\tlat\tlon\n")
        for row in networks(found):
            file.write("\t".join(map(str, row)) + "\n")


main()
