#!/usr/bin/env python3
"""Cuts the lists of throw-away and free e-mail providers.

Usage: scripts/cut_email_lists.py DISPOSABLE FREE assets/email

DISPOSABLE is the unpacked Python package `disposable-email-domains` 0.0.293
(`pip download --no-deps disposable-email-domains==0.0.293`), FREE is `common.json` of the
npm package `email-providers` 2.26.0 (`npm pack email-providers@2.26.0`). Writes
`disposable.txt` and `free.txt`, one domain a line, sorted by bytes, so that a domain is
found without reading the whole list. What is throw-away is not free as well.
"""

import json
import sys
from pathlib import Path

package, common, folder = sys.argv[1:]
sys.path.insert(0, package)
from disposable_email_domains import blocklist  # noqa: E402

# No mail providers: examples, sites that once gave out addresses of their own users.
NOT_PROVIDERS = {"example.com", "facebook.com", "alibaba.com", "geocities.com"}
# Providers that the list leaves out (docs/evidence.md).
OURS = set(
    "btinternet.com bluewin.ch duck.com fastmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hey.com "
    "icloud.com laposte.net libero.it mac.com mail.com me.com onet.pl orange.fr outlook.de pm.me proton.me "
    "protonmail.com seznam.cz t-online.de telia.com tutanota.com virgilio.it web.de wp.pl zoho.com ziggo.nl".split()
)

free = (set(json.loads(Path(common).read_text(encoding="utf-8"))) | OURS) - NOT_PROVIDERS - blocklist
for name, domains in (("disposable", blocklist), ("free", free)):
    lines = sorted(domain.encode("ascii").lower() for domain in domains)
    Path(folder, f"{name}.txt").write_bytes(b"\n".join(lines) + b"\n")
