//! Bulk exports (shopify.md section 10): a query in, lines of JSON out.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::graphql::{
    Arguments, Field, FieldKind, Operation, OperationKind, Selection, Writer, open,
};
use crate::demo::shopify::access::Access;
use crate::demo::shopify::bind::bind;
use crate::demo::shopify::run::{Answer, NO_ARGUMENTS, Path, Resolver, Run};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::world::{Bulk, BulkStatus, Change, World};
use crate::demo::shopify::{gid, versions};

const AT_ONCE: usize = 5;
const MOST_CONNECTIONS: usize = 5;
const DEEPEST: usize = 2;

/// `bulkOperationRunQuery`.
pub(super) fn run(world: &mut World, ask: &Ask<'_>) -> Performed {
    let payload = |made: Item, errors| {
        let members = vec![("bulkOperation", made), ("userErrors", Item::Errors(errors))];
        Payload::done("BulkOperationRunQueryPayload", members)
    };
    let refuse = |code, message: &str| {
        let error = UserError::coded("BulkOperationUserError", Some(code), &["query"], message);
        Ok(payload(Item::Null, vec![error]))
    };
    let running = world.bulks.iter().filter(|bulk| bulk.status == BulkStatus::Running).count();
    if running >= AT_ONCE {
        return refuse(
            "OPERATION_IN_PROGRESS",
            "A bulk query operation for this app and shop is already in progress",
        );
    }
    let query = ask.text("query");
    if let Err(message) = checked(query, ask.version) {
        return refuse("INVALID", &message);
    }
    let takes = TimeDelta::milliseconds(i64::try_from(world.quirks.bulk_takes_ms).unwrap_or(0));
    let bulk = Bulk {
        id: 6_600_000_000_000 + world.mint(),
        query: query.to_owned(),
        status: BulkStatus::Running,
        created_at: ask.now,
        due: ask.now + takes,
        completed_at: None,
        objects: 0,
        roots: 0,
        bytes: 0,
    };
    let id = format!("gid://shopify/BulkOperation/{}", bulk.id);
    world.note(Change::Bulk(bulk));
    ask.did(world, id.clone(), json!({}));
    Ok(payload(Item::Node(id), vec![]))
}

/// `bulkOperationCancel`.
pub(super) fn cancel(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.text("id"), "BulkOperation").ok_or_else(invalid_id)?;
    let found = world.bulks.iter().find(|bulk| bulk.id == id).cloned();
    let (made, errors) = match found {
        Some(mut bulk) if bulk.status == BulkStatus::Running => {
            bulk.status = BulkStatus::Cancelled;
            world.note(Change::Bulk(bulk));
            ask.did(world, ask.text("id").to_owned(), json!({}));
            (Item::Node(ask.text("id").to_owned()), vec![])
        }
        Some(_) => (
            Item::Node(ask.text("id").to_owned()),
            vec![UserError::plain(&[], "A bulk operation that is completed cannot be canceled")],
        ),
        None => (Item::Null, vec![UserError::plain(&["id"], "Bulk operation does not exist")]),
    };
    let members = vec![("bulkOperation", made), ("userErrors", Item::Errors(errors))];
    Ok(Payload::done("BulkOperationCancelPayload", members))
}

fn checked(query: &str, version: &str) -> Result<(), String> {
    let document = open(query, versions::edition(version), bind).map_err(|refusals| {
        let text =
            refusals.first().map_or_else(String::new, |refusal| refusal.message().to_owned());
        format!("Invalid bulk query: {text}")
    })?;
    let operation = document.operation(None).map_err(|refusal| refusal.message().to_owned())?;
    let deepest = depth(&operation.root);
    let connections = connections(&operation.root);
    if operation.kind != OperationKind::Query || connections == 0 {
        return Err("Bulk queries must contain at least one connection.".to_owned());
    }
    if connections > MOST_CONNECTIONS {
        return Err("Bulk queries cannot contain more than 5 connections.".to_owned());
    }
    if deepest > DEEPEST {
        return Err("Bulk queries cannot contain connections with a nesting depth greater than 2."
            .to_owned());
    }
    if !operation.variables.is_empty() {
        return Err("Bulk queries cannot contain variables.".to_owned());
    }
    Ok(())
}

fn children(field: &Field<Resolver>) -> &[Field<Resolver>] {
    match &field.selection {
        Some(Selection::One(_, fields)) => fields,
        _ => &[],
    }
}

fn connections(fields: &[Field<Resolver>]) -> usize {
    fields.iter().map(|field| usize::from(is_list(field)) + connections(children(field))).sum()
}

fn depth(fields: &[Field<Resolver>]) -> usize {
    fields
        .iter()
        .map(|field| usize::from(is_list(field)) + depth(children(field)))
        .max()
        .unwrap_or(0)
}

/// Whether a field is a paged list.
pub(crate) fn is_list(field: &Field<Resolver>) -> bool {
    matches!(&field.selection, Some(Selection::One(name, _)) if name.ends_with("Connection"))
}

/// Finishes the exports that are due; their lines by the export's id.
pub(crate) fn finish(
    world: &mut World,
    access: &Access,
    now: DateTime<Utc>,
) -> Vec<(u64, Vec<u8>)> {
    let mut files = Vec::new();
    let due: Vec<Bulk> = world
        .bulks
        .iter()
        .filter(|bulk| bulk.status == BulkStatus::Running && bulk.due <= now)
        .cloned()
        .collect();
    for mut bulk in due {
        let made = lines(world, access, &bulk.query, bulk.due);
        bulk.status = BulkStatus::Completed;
        bulk.completed_at = Some(bulk.due);
        (bulk.objects, bulk.roots, bulk.bytes) =
            (made.objects, made.roots, made.bytes.len() as u64);
        files.push((bulk.id, made.bytes));
        world.note(Change::Bulk(bulk));
    }
    files
}

/// The lines of an export.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    objects: u64,
    roots: u64,
}

/// Runs an export's query over the whole shop: each object of a list is a line, and those
/// of a nested list carry `__parentId`.
fn lines(world: &World, access: &Access, query: &str, now: DateTime<Utc>) -> Lines {
    let Ok(document) = open(query, versions::edition(versions::NEWEST), bind) else {
        return Lines::default();
    };
    let Ok(operation) = document.operation(None) else {
        return Lines::default();
    };
    let arguments = whole_lists(operation);
    let variables = serde_json::Map::new();
    let mut run = Run::new(world, access, now, (&arguments, &variables));
    run.flat = true;
    let mut export =
        Export { lines: Lines::default(), out: Writer::default(), arguments: &arguments };
    for field in operation.root.iter().filter(|field| is_list(field)) {
        export.list(&mut run, &Obj::Root(()), field, None);
    }
    export.lines.bytes = export.out.finish();
    export.lines
}

fn whole_lists(operation: &Operation<Resolver>) -> Vec<Arguments> {
    let none = serde_json::Map::new();
    operation.templates.iter().map(|template| template.filled(&none).unpaged()).collect()
}

struct Export<'a> {
    lines: Lines,
    out: Writer,
    arguments: &'a [Arguments],
}

impl<'a> Export<'a> {
    fn list(
        &mut self,
        run: &mut Run<'a>,
        object: &Obj<'a>,
        field: &'a Field<Resolver>,
        parent: Option<&str>,
    ) {
        let FieldKind::Resolver(Resolver { answer: Answer::By(resolve), .. }) = field.kind else {
            return;
        };
        let Some(arguments) = field.template.and_then(|place| self.arguments.get(place)) else {
            return;
        };
        let Val::Obj(Obj::Connection(connection)) = resolve(run, object, arguments) else {
            return;
        };
        let nodes = children(field).iter().find_map(|inner| match inner.name.as_str() {
            "nodes" => Some(inner),
            "edges" => children(inner).iter().find(|field| field.name == "node"),
            _ => None,
        });
        let Some(selection) = nodes.and_then(|node| node.selection.as_ref()) else {
            return;
        };
        for (item, _) in &connection.items {
            let fields = selection.fields(item.type_name());
            self.line(run, item, fields, parent);
            let own = own_id(run, item);
            for inner in fields.iter().filter(|field| is_list(field)) {
                self.list(run, item, inner, own.as_deref());
            }
        }
    }

    fn line(
        &mut self,
        run: &mut Run<'a>,
        item: &Obj<'a>,
        fields: &'a [Field<Resolver>],
        parent: Option<&str>,
    ) {
        let mark = self.out.mark();
        let root = Path::root();
        let path = root.name("node");
        if run.object(&mut self.out, item, fields, &path).is_err() {
            self.out.back_to(mark);
            return;
        }
        if let Some(parent) = parent {
            self.out.back_to(self.out.mark() - 1);
            self.out.raw(",\"__parentId\":");
            self.out.string(parent);
            self.out.byte(b'}');
        }
        self.out.byte(b'\n');
        self.lines.objects += 1;
        self.lines.roots += u64::from(parent.is_none());
    }
}

fn own_id<'a>(run: &mut Run<'a>, item: &Obj<'a>) -> Option<String> {
    let Answer::By(resolve) = bind(item.type_name(), "id")?.answer else {
        return None;
    };
    match resolve(run, item, &NO_ARGUMENTS) {
        Val::Gid(kind, number) => Some(format!("gid://shopify/{kind}/{number}")),
        _ => None,
    }
}
