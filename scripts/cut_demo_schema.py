#!/usr/bin/env python3
"""Cuts the embedded store's schema out of Shopify's full SDL.

    python3 -m pip install 'graphql-core>=3.2,<3.3'
    python3 scripts/cut_demo_schema.py shopify-admin-2026-10.graphql DOCUMENTS_DIR > src/demo/shopify/schema.graphql

Kept: every type and field that a document in DOCUMENTS_DIR or in scripts/demo_ring.graphql
selects, and around them a ring: every scalar and enum field of each object reached. Names
and types only: no descriptions, no deprecations. Members of input objects that the embedded
store does not act on are left out (LEAVE), so that sending one is refused and not ignored.
"""
import pathlib
import sys

from graphql import (GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType,
                     GraphQLScalarType, GraphQLUnionType, TypeInfo, TypeInfoVisitor, Visitor, build_schema,
                     get_named_type, is_leaf_type, parse, print_ast, specified_scalar_types, value_from_ast,
                     ast_from_value, visit)

# What the embedded store does not act on.
LEAVE = {
    "OrderInput": {"poNumber", "localizedFields", "localizationExtensions", "shippingAddress", "metafields"},
    "CustomerInput": {"addresses", "emailMarketingConsent", "smsMarketingConsent", "metafields", "multipassIdentifier",
                      "whatsAppMarketingConsent", "taxExempt", "taxExemptions", "locale"},
    "RefundInput": {"refundDuties", "processedAt", "refundAdditionalFees"},
    "MetafieldDefinitionInput": {"validations", "capabilities", "constraints", "pin", "useAsCollectionCondition"},
    "MetafieldAccessInput": {"grants"},
    "CustomerIdentifierInput": {"customId"},
    "WebhookSubscriptionInput": {"metafieldNamespaces", "metafields", "callbackUrl"},
}
# Arguments of kept fields that the embedded store does not act on.
LEAVE_ARGUMENTS = {
    ("Order", "suggestedRefund"): {"refundDuties"},
    ("QueryRoot", "orders"): {"savedSearchId"}, ("QueryRoot", "customers"): {"savedSearchId"},
    ("QueryRoot", "ordersCount"): {"savedSearchId"},
    ("QueryRoot", "webhookSubscriptions"): {"callbackUrl"},
}
# Fields of the ring that stand for parts of Shopify with no place in the embedded store.
LEAVE_FIELDS = {"additionalContent", "additionalData", "arguments", "hasAdditionalContent", "dataSaleOptOut",
                "multipassIdentifier", "productSubscriberStatus", "taxExemptions", "unsubscribeUrl", "channelId",
                "merchantEditableErrors", "productNetwork", "registeredSourceUrl", "landingPageDisplayText",
                "referralCode", "shippingRateHandle", "carrierIdentifier", "timeZone", "settlementCurrencyRate"}
# Objects whose ring is not worth it: the shop's settings, apps, staff, definitions.
NO_RING = {"Shop", "App", "AppInstallation", "ShopPlan", "MetafieldDefinition", "StaffMember", "Product",
           "ProductVariant", "Location", "Domain", "MetafieldAccess", "WebhookSubscription", "ShopifyProtectOrderSummary",
           "CustomerVisit", "MetafieldDefinitionType", "CustomerEmailAddress", "CustomerPhoneNumber", "OrderApp", "ApiVersion", "QueryRoot", "Mutation"}


def main() -> None:
    full = build_schema(pathlib.Path(sys.argv[1]).read_text())
    ring = pathlib.Path(__file__).with_name("demo_ring.graphql").read_text()
    documents = [p.read_text() for p in sorted(pathlib.Path(sys.argv[2]).glob("*.graphql"))] + [ring]
    keep = {}  # type name -> fields
    for document in documents:
        gather(full, document, keep)
    grow(full, keep)
    sys.stdout.write(printed(full, keep))


def gather(full, document, keep):
    info = TypeInfo(full)

    class Reached(Visitor):
        def enter_field(self, node, *_):
            parent = info.get_parent_type()
            if parent is None or info.get_field_def() is None:
                if not node.name.value.startswith("__"):
                    raise SystemExit(f"{node.name.value} is unknown on {parent}")
                return
            if node.name.value.startswith("__"):
                keep.setdefault(parent.name, set())
                return
            keep.setdefault(parent.name, set()).add(node.name.value)
            named = get_named_type(info.get_type())
            if not is_leaf_type(named):
                keep.setdefault(named.name, set())

    visit(parse(document), TypeInfoVisitor(info, Reached()))


def grow(full, keep):
    for name in list(keep):
        kind = full.type_map[name]
        if isinstance(kind, GraphQLUnionType):
            for member in kind.types:
                keep.setdefault(member.name, set())
    # A kept interface's fields must stand on every kept object below it.
    for name in list(keep):
        kind = full.type_map[name]
        if isinstance(kind, GraphQLInterfaceType) and name in ("BasePaymentDetails", "Event"):
            for member in full.get_possible_types(kind):
                keep.setdefault(member.name, set())
    for name, fields in keep.items():
        kind = full.type_map[name]
        if isinstance(kind, GraphQLObjectType) and name not in NO_RING:
            for field, definition in kind.fields.items():
                plain = all(not str(a.type).endswith("!") for a in definition.args.values())
                if field in LEAVE_FIELDS or definition.deprecation_reason:
                    continue
                if is_leaf_type(get_named_type(definition.type)) and plain and not definition.args:
                    fields.add(field)
    for name, fields in keep.items():
        kind = full.type_map[name]
        if isinstance(kind, GraphQLObjectType):
            for parent in parents_of(kind, keep):
                fields |= keep[parent.name]


def parents_of(kind, keep):
    """The kept interfaces of a type. Only orders and customers carry metafields here."""
    bare = kind.name not in ("Order", "Customer")
    return [i for i in kind.interfaces if i.name in keep and not (bare and i.name == "HasMetafields")]


def printed(full, keep):
    out, leaves = [HEADER], {}

    def reach_input(kind):
        named = get_named_type(kind)
        if named.name in leaves or named in specified_scalar_types.values() or named.name in specified_scalar_types:
            return
        leaves[named.name] = named
        if isinstance(named, GraphQLInputObjectType):
            for field, definition in named.fields.items():
                if field not in LEAVE.get(named.name, ()):
                    reach_input(definition.type)

    for name in sorted(keep):
        kind = full.type_map[name]
        if isinstance(kind, GraphQLUnionType):
            members = [m.name for m in kind.types if m.name in keep]
            out.append(f"union {name} = {' | '.join(members)}\n")
            continue
        word = "interface" if isinstance(kind, GraphQLInterfaceType) else "type"
        parents = [i.name for i in parents_of(kind, keep)]
        head = f"{word} {name}" + (f" implements {' & '.join(parents)}" if parents else "")
        lines = []
        for field, definition in kind.fields.items():
            named = get_named_type(definition.type)
            if field not in keep[name]:
                continue
            if not is_leaf_type(named) and named.name not in keep:
                raise SystemExit(f"{name}.{field} leads to {named.name}, which is not kept")
            reach_input(definition.type) if is_leaf_type(named) else None
            lines.append(f"  {field}{arguments(name, field, definition, reach_input)}: {definition.type}")
        out.append(head + " {\n" + "\n".join(lines) + "\n}\n")
    for name in sorted(leaves):
        kind = leaves[name]
        if isinstance(kind, GraphQLEnumType):
            out.append(f"enum {name} {{\n" + "\n".join(f"  {v}" for v in kind.values) + "\n}\n")
        elif isinstance(kind, GraphQLScalarType):
            out.append(f"scalar {name}\n")
        elif isinstance(kind, GraphQLInputObjectType):
            lines = [f"  {f}: {d.type}{default(d)}" for f, d in kind.fields.items() if f not in LEAVE.get(name, ())]
            one_of = " @oneOf" if kind.ast_node and any(d.name.value == "oneOf" for d in kind.ast_node.directives) else ""
            out.append(f"input {name}{one_of} {{\n" + "\n".join(lines) + "\n}\n")
    return "\n".join(out)


def arguments(name, field, definition, reach_input):
    kept = {a: d for a, d in definition.args.items() if a not in LEAVE_ARGUMENTS.get((name, field), ())}
    for d in kept.values():
        reach_input(d.type)
    return "(" + ", ".join(f"{a}: {d.type}{default(d)}" for a, d in kept.items()) + ")" if kept else ""


def default(definition):
    node = definition.ast_node
    return f" = {print_ast(node.default_value)}" if node is not None and node.default_value is not None else ""


HEADER = """# The embedded store's part of Shopify's Admin GraphQL schema, version 2026-10: names and types only.
# Written by scripts/cut_demo_schema.py; do not edit.

directive @oneOf on INPUT_OBJECT

directive @idempotent(key: String!) on FIELD

schema {
  query: QueryRoot
  mutation: Mutation
}
"""

if __name__ == "__main__":
    main()
