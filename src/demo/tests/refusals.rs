use apollo_compiler::schema::ExtendedType;
use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{Served, code};
use crate::demo::graphql::Edition;

#[test]
fn mistakes_in_a_document_are_told_as_shopify_tells_them() {
    let served = Served::small();
    for (query, wanted) in [
        (
            "query Q { orders(first: 1) { nodes { colour } } }",
            json!({
            "message": "Field 'colour' doesn't exist on type 'Order'", "locations": [{"line": 1, "column": 38}],
            "path": ["query Q", "orders", "nodes", "colour"],
            "extensions": {"code": "undefinedField", "typeName": "Order", "fieldName": "colour"}}),
        ),
        (
            "{ order { id } }",
            json!({
            "message": "Field 'order' is missing required arguments: id", "locations": [{"line": 1, "column": 3}],
            "path": ["query", "order"],
            "extensions": {"code": "missingRequiredArguments", "className": "Field", "name": "order", "arguments": "id"}}),
        ),
        (
            "{ orders(first: 1, colour: 2) { nodes { id } } }",
            json!({
            "message": "Field 'orders' doesn't accept argument 'colour'", "locations": [{"line": 1, "column": 20}],
            "path": ["query", "orders", "colour"],
            "extensions": {"code": "argumentNotAccepted", "name": "orders", "typeName": "Field", "argumentName": "colour"}}),
        ),
    ] {
        let body = served.ask(query, json!({}));

        assert_eq!(body["errors"], json!([wanted]));
        assert!(body.get("data").is_none() && body.get("extensions").is_none());
    }
}

#[test]
fn other_mistakes_have_their_codes() {
    let served = Served::small();
    let tag = "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"a\"]) { userErrors { code } } }";
    for (query, wanted) in [
        (tag, "undefinedField"),
        ("{ orders(first: 1) }", "selectionMismatch"),
        ("{ shop { name { x } } }", "selectionMismatch"),
        ("{ orders(first: \"x\") { nodes { id } } }", "argumentLiteralsIncompatible"),
        (
            "{ orders(first: 1, sortKey: SIDEWAYS) { nodes { id } } }",
            "argumentLiteralsIncompatible",
        ),
        ("query($x: Int) { shop { name } }", "variableNotUsed"),
        ("{ orders(first: $x) { nodes { id } } }", "variableNotDefined"),
        ("query($x: String) { order(id: $x) { id } }", "variableMismatch"),
        ("{ shop { ...Nothing } }", "useAndDefineFragment"),
        ("{ shop { ... on Cheese { id } } }", "undefinedType"),
        ("{ shop { name @idempotent(key: \"x\") @nonsense } }", "undefinedDirective"),
        (
            "mutation @idempotent(key: \"k\") { orderClose(input: {id: \"gid://shopify/Order/1\"}) { order { id } } }",
            "directiveCannotBeApplied",
        ),
        (
            "mutation { orderUpdate(input: {id: \"gid://shopify/Order/1\", colour: 1}) { order { id } } }",
            "argumentNotAccepted",
        ),
        (
            "mutation { orderUpdate(input: {note: \"x\"}) { order { id } } }",
            "missingRequiredInputObjectAttribute",
        ),
    ] {
        assert_eq!(code(&served.ask(query, json!({}))), wanted, "{query}");
    }
}

#[test]
fn text_that_is_no_graphql_is_refused_with_its_place() {
    let served = Served::small();

    let body = served.ask("{ orders(first: 1 { nodes", json!({}));

    assert!(body["errors"][0]["locations"][0]["line"].is_number(), "{body}");
    assert!(body.get("data").is_none());
}

#[test]
fn wrong_variables_are_told_with_their_place() {
    let served = Served::small();
    let query = "mutation($f: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $f) { metafields { id } } }";

    let missing = served.ask(query, json!({}));
    let inside = served
        .ask(query, json!({"f": [{"ownerId": "gid://shopify/Order/1", "key": "k", "valu": "v"}]}));

    assert_eq!(code(&missing), "INVALID_VARIABLE");
    assert_eq!(
        missing["errors"][0]["message"],
        "Variable $f of type [MetafieldsSetInput!]! was provided invalid value"
    );
    assert_eq!(
        missing["errors"][0]["extensions"]["problems"],
        json!([{"path": [], "explanation": "Expected value to not be null"}])
    );
    let problems = inside["errors"][0]["extensions"]["problems"].as_array().unwrap();
    assert_eq!(problems[0]["path"], json!([0, "valu"]));
    assert!(problems.iter().any(|p| p["path"] == json!([0, "value"])));
}

#[test]
fn numbers_enums_and_choices_in_variables_are_checked() {
    let served = Served::small();
    for (ty, value) in [
        ("Int", json!(3_000_000_000_i64)),
        ("Int", json!(1.5)),
        ("Int", json!("1")),
        ("OrderSortKeys", json!("SIDEWAYS")),
        ("Boolean", json!("yes")),
    ] {
        let field = match ty {
            "Int" => "orders(first: $x)",
            "Boolean" => "orders(first: 1, reverse: $x)",
            _ => "orders(first: 1, sortKey: $x)",
        };
        let query = format!("query($x: {ty}) {{ {field} {{ nodes {{ id }} }} }}");
        assert_eq!(
            code(&served.ask(&query, json!({"x": value}))),
            "INVALID_VARIABLE",
            "{ty} {value}"
        );
    }
    let choice =
        "query($i: CustomerIdentifierInput!) { customerByIdentifier(identifier: $i) { id } }";
    assert_eq!(
        code(&served.ask(
            choice,
            json!({"i": {"id": "gid://shopify/Customer/1", "emailAddress": "a@b.c"}})
        )),
        "INVALID_VARIABLE"
    );
}

#[test]
fn an_id_of_another_kind_is_no_id() {
    let served = Served::small();

    let wrong = served.ask("{ order(id: \"gid://shopify/Customer/1\") { id } }", json!({}));
    let absent = served.ask("{ order(id: \"gid://shopify/Order/1\") { id } }", json!({}));
    let nodes = served.ask("{ nodes(ids: [\"gid://shopify/Order/1\"]) { id } }", json!({}));

    assert_eq!(code(&wrong), "RESOURCE_NOT_FOUND");
    assert_eq!(wrong["errors"][0]["path"], json!(["order"]));
    assert_eq!(absent["data"], json!({"order": null}));
    assert_eq!(nodes["data"], json!({"nodes": [null]}));
}

#[test]
fn old_versions_do_not_know_new_fields_and_bygone_ones_fall_forward() {
    let served = Served::small();
    let query = "mutation($id: ID!) { orderCancel(orderId: $id, reason: FRAUD, restock: true) { jobResult { id } } }";

    let old = served.ask_version("2026-07", query, json!({"id": "gid://shopify/Order/1"}));
    let gone = served.ask_version("2024-01", "{ shop { id } }", json!({}));
    let never = served.ask_version("2044-01", "{ shop { id } }", json!({}));

    assert_eq!(code(&old.body), "undefinedField");
    assert_eq!(old.headers["x-shopify-api-version"], "2026-07");
    assert_eq!(gone.headers["x-shopify-api-version"], "2026-01");
    assert_eq!((gone.status, never.status), (200, 404));
}

#[test]
fn a_wrong_token_is_refused_and_client_credentials_buy_one() {
    let served = Served::small();
    let (id, secret) = served.shop().client();
    let grant = |secret: &str| {
        json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret})
            .to_string()
    };
    let query = json!({"query": "{ shop { id } }"}).to_string();
    let path = "/admin/api/2026-10/graphql.json";

    let wrong = served.http_as(Method::POST, path, query.clone(), "shpat_wrong").unwrap();
    let refused =
        served.http_as(Method::POST, "/admin/oauth/access_token", grant("no"), "").unwrap();
    let bought =
        served.http_as(Method::POST, "/admin/oauth/access_token", grant(secret), "").unwrap();
    let token = bought.body["access_token"].as_str().unwrap().to_owned();
    let good = served.http_as(Method::POST, path, query.clone(), &token).unwrap();
    served.pass(86_400_000);
    let late = served.http_as(Method::POST, path, query, &token).unwrap();

    assert_eq!(wrong.status, 401);
    assert!(wrong.body["errors"].as_str().unwrap().contains("Invalid API key or access token"));
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("invalid_client")));
    assert_eq!(bought.body["expires_in"], 86399);
    assert!(bought.body["scope"].as_str().unwrap().contains("read_orders,"));
    assert_eq!((good.status, late.status), (200, 401));
}

#[test]
fn the_schema_can_be_asked_about_itself() {
    let served = Served::small();

    let data = served.data(
        "{ __type(name: \"FulfillmentHoldReason\") { kind enumValues { name } } }",
        json!({}),
    );

    assert_eq!(data["__type"]["kind"], "ENUM");
    assert!(
        data["__type"]["enumValues"]
            .as_array()
            .unwrap()
            .contains(&json!({"name": "HIGH_RISK_OF_FRAUD"}))
    );
}

/// Selects every field of a type, lists and objects down to a depth.
fn everything(type_name: &str, depth: usize) -> String {
    let schema = Edition::WithJobResult.schema();
    let fields = match &schema.types[type_name] {
        ExtendedType::Object(object) => &object.fields,
        ExtendedType::Union(union) => {
            let parts = union
                .members
                .iter()
                .map(|m| format!("... on {} {{ {} }}", m.name, everything(m.name.as_str(), depth)));
            return parts.collect::<Vec<_>>().join(" ");
        }
        ExtendedType::Interface(_) => {
            let below = schema.types.iter().filter(|(name, kind)| {
                kind.is_object() && schema.is_subtype(type_name, name.as_str())
            });
            let parts = below.map(|(name, _)| format!("... on {name} {{ a{name}: __typename }}"));
            return format!("__typename {}", parts.collect::<Vec<_>>().join(" "));
        }
        _ => return String::new(),
    };
    let mut all = vec!["__typename".to_owned()];
    for (name, field) in fields {
        let inner = field.ty.inner_named_type();
        let arguments: Vec<String> = field
            .arguments
            .iter()
            .filter_map(|a| match a.name.as_str() {
                "first" => Some("first: 2".to_owned()),
                "key" | "namespace" if a.is_required() => Some(format!("{}: \"ab\"", a.name)),
                _ => None,
            })
            .collect();
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("({})", arguments.join(", "))
        };
        if schema.types[inner].is_leaf() {
            all.push(format!("{name}{arguments}"));
        } else if depth > 0 && inner != "QueryRoot" {
            all.push(format!("{name}{arguments} {{ {} }}", everything(inner.as_str(), depth - 1)));
        }
    }
    all.join(" ")
}

#[test]
fn every_field_of_the_ring_has_a_value_of_its_type() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.insert("read_users".into());
    });
    let ids = served.shop().look(|shop| {
        shop.orders().iter().map(|o| format!("gid://shopify/Order/{}", o.id)).collect::<Vec<_>>()
    });
    // Events are an interface: their own fields are asked for by type.
    let events = format!(
        "... on BasicEvent {{ {} }} ... on CommentEvent {{ c: {} }}",
        everything("BasicEvent", 0),
        "__typename"
    );
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ ... on Order {{ {} timeline: events(first: 50) {{ nodes {{ {events} ... on CommentEvent {{ who: author {{ name }} rawMessage canEdit canDelete edited }} }} }} }} }} }}",
        everything("Order", 3)
    );
    for id in ids.iter().step_by(5) {
        // Wide documents cost more than a request may; the plan is what is tested here.
        let body = served.ask(&query, json!({"id": id}));
        assert!(body.get("errors").is_none(), "{id}: {}", body["errors"]);
        assert_ne!(body["data"]["node"], Value::Null);
    }
}

#[test]
fn every_root_list_and_setting_answers_with_all_its_fields() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.insert("read_users".into());
    });
    served.data("mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: {uri: \"https://relay.example/x\"}) { webhookSubscription { id } userErrors { message } } }", json!({}));
    served.data("mutation { bulkOperationRunQuery(query: \"{ customers { edges { node { id } } } }\") { bulkOperation { id } userErrors { message } } }", json!({}));
    for (field, kind) in [
        ("shop", "Shop"),
        ("currentAppInstallation", "AppInstallation"),
        ("publicApiVersions", "ApiVersion"),
        ("app", "App"),
        ("customers(first: 2)", "CustomerConnection"),
        ("fulfillmentOrders(first: 2)", "FulfillmentOrderConnection"),
        ("staffMembers(first: 2)", "StaffMemberConnection"),
        ("locations(first: 2)", "LocationConnection"),
        ("webhookSubscriptions(first: 2)", "WebhookSubscriptionConnection"),
        ("bulkOperations(first: 2)", "BulkOperationConnection"),
        ("currentBulkOperation", "BulkOperation"),
        ("customersCount", "Count"),
    ] {
        let data =
            served.data(&format!("{{ x: {field} {{ {} }} }}", everything(kind, 3)), json!({}));
        assert_ne!(data["x"], Value::Null, "{field}");
    }
}
