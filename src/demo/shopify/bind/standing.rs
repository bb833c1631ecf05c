//! What stands on the server beside the orders: jobs, exports, webhooks, definitions.

use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::versions;
use crate::demo::shopify::world::{Bulk, BulkStatus, CancelJob, Definition, Hook, Outcome, World};

/// A cancellation's job.
pub(super) fn job(job: &CancelJob) -> Val<'_> {
    Val::Obj(job_object(job))
}

pub(super) fn job_object(job: &CancelJob) -> Obj<'_> {
    Obj::record(
        "Job",
        vec![
            ("id", Val::Owned(format!("gid://shopify/Job/{}", job.id))),
            ("done", Val::Bool(job.outcome != Outcome::Started)),
            ("query", Val::Obj(Obj::Root(()))),
        ],
    )
}

/// A cancellation's outcome (2026-10).
pub(super) fn job_result<'a>(job: &'a CancelJob, world: &'a World) -> Obj<'a> {
    let (status, errors) = match &job.outcome {
        Outcome::Started => ("STARTED", vec![]),
        Outcome::Succeeded => ("SUCCEEDED", vec![]),
        Outcome::Failed(message) => (
            "FAILED",
            vec![Val::record(
                "OrderCancelUserError",
                vec![
                    ("code", Val::Str("INVALID")),
                    ("field", Val::Null),
                    ("message", Val::Str(message)),
                ],
            )],
        ),
    };
    Obj::record(
        "OrderCancelJobResult",
        vec![
            (
                "id",
                Val::Owned(format!(
                    "gid://shopify/{}/{}",
                    world.quirks.job_result_kind.name(),
                    job.id
                )),
            ),
            ("done", Val::Bool(job.outcome != Outcome::Started)),
            ("status", Val::Str(status)),
            ("errors", Val::List(errors)),
            ("order", Val::object(world.shop.order(job.order).map(Obj::Order))),
        ],
    )
}

/// A bulk export.
pub(super) fn bulk<'a>(bulk: &'a Bulk, world: &'a World) -> Obj<'a> {
    let status = match bulk.status {
        BulkStatus::Running => "RUNNING",
        BulkStatus::Completed => "COMPLETED",
        BulkStatus::Cancelled => "CANCELED",
    };
    let empty = bulk.bytes == 0 && world.quirks.bulk_empty_without_url;
    let url = match bulk.status {
        BulkStatus::Completed if !empty => {
            Val::Owned(format!("{}/bulk/{}.jsonl", world.base_url, bulk.id))
        }
        _ => Val::Null,
    };
    Obj::record(
        "BulkOperation",
        vec![
            ("id", Val::Gid("BulkOperation", bulk.id)),
            ("status", Val::Str(status)),
            ("type", Val::Str("QUERY")),
            ("errorCode", Val::Null),
            ("query", Val::Str(&bulk.query)),
            ("createdAt", Val::Time(bulk.created_at)),
            ("completedAt", Val::time(bulk.completed_at)),
            ("objectCount", Val::Big(bulk.objects)),
            ("rootObjectCount", Val::Big(bulk.roots)),
            (
                "fileSize",
                if bulk.completed_at.is_some() { Val::Big(bulk.bytes) } else { Val::Null },
            ),
            ("url", url),
            ("partialDataUrl", Val::Null),
        ],
    )
}

/// A webhook subscription.
pub(super) fn hook(hook: &Hook) -> Obj<'_> {
    let version = vec![("handle", Val::Str(versions::NEWEST)), ("supported", Val::Bool(true))];
    Obj::record(
        "WebhookSubscription",
        vec![
            ("id", Val::Gid("WebhookSubscription", hook.id)),
            ("legacyResourceId", Val::Big(hook.id)),
            ("topic", Val::Str(&hook.topic)),
            ("uri", Val::Str(&hook.uri)),
            ("filter", hook.filter.as_deref().map_or(Val::Null, Val::Str)),
            ("format", Val::Str(&hook.format)),
            ("includeFields", Val::List(hook.include_fields.iter().map(|f| Val::Str(f)).collect())),
            ("createdAt", Val::Time(hook.created_at)),
            ("apiVersion", Val::record("ApiVersion", version)),
        ],
    )
}

/// A metafield definition.
pub(super) fn definition(definition: &Definition) -> Obj<'_> {
    let admin = definition.admin.as_deref().map_or(Val::Null, Val::Str);
    Obj::record(
        "MetafieldDefinition",
        vec![
            ("id", Val::Gid("MetafieldDefinition", definition.id)),
            ("namespace", Val::Str(&definition.namespace)),
            ("key", Val::Str(&definition.key)),
            ("ownerType", Val::Str(&definition.owner_type)),
            ("access", Val::record("MetafieldAccess", vec![("admin", admin)])),
        ],
    )
}
