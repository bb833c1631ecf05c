#!/bin/sh
# Cuts assets/shopify/schema.graphql out of Shopify's full schema: the types and fields that
# our documents reach, names and types only. Run it after changing a document:
#
#     scripts/cut_schema.sh ../shared/apis/shopify-admin-2026-10.graphql
#
# The cutting itself is src/stores/shopify/schema_cut.rs, which the tests use to compare.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FULL_SCHEMA" >&2; exit 2; }
full=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
: > assets/shopify/schema.graphql
UNHOLD_CUT_SCHEMA="$full" cargo test --lib shopify::schema_cut::tests::the_subset_agrees
