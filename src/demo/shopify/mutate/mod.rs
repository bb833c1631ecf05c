//! Changes: one function per mutation, each with Shopify's refusals.

mod bulk;
mod cancel;
mod holds;
mod hooks;
mod labels;
mod metafields;
mod money;
mod outcome;
mod refund;
mod refund_input;
mod risk;
mod settle;
mod told;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::world::{Effect, World};
use crate::demo::graphql::{Arguments, Refusal};

pub(crate) use bulk::{finish as finish_bulks, is_list};
pub(crate) use cancel::settle as settle_jobs;
pub(crate) use holds::HOLDS_PER_APP;
pub(crate) use metafields::{digest, namespace};
pub(crate) use outcome::{Item, Payload, UserError};
pub(crate) use settle::settle as settle_refunds;

/// The id of the app's installation.
pub(crate) const APP_INSTALLATION: u64 = 912_340_177;

/// One mutation that was asked for.
pub(crate) struct Ask<'r> {
    pub(crate) field: &'r str,
    pub(crate) arguments: &'r Arguments,
    /// The key of `@idempotent`, where the directive stands.
    pub(crate) key: Option<String>,
    pub(crate) version: &'static str,
    pub(crate) now: DateTime<Utc>,
}

/// What a mutation comes to: a payload, or a top-level error.
pub(crate) type Performed = Result<Payload, Box<Refusal>>;

impl Ask<'_> {
    /// A text argument; the schema makes sure that a required one is there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.arguments.text(name).unwrap_or_default()
    }

    /// A member of the `input` argument.
    pub(crate) fn input(&self, name: &str) -> Option<&Value> {
        self.arguments.get("input").and_then(|input| input.get(name))
    }

    /// A text member of the `input` argument.
    pub(crate) fn input_text(&self, name: &str) -> Option<&str> {
        self.input(name).and_then(Value::as_str)
    }

    /// Notes what was done, on what.
    pub(crate) fn did(&self, world: &mut World, id: String, detail: Value) {
        let effect =
            Effect { at: self.now, what: self.field.to_owned(), id, detail, key: self.key.clone() };
        world.effect(effect);
    }
}

/// Performs one mutation.
pub(crate) fn perform(world: &mut World, ask: &Ask<'_>) -> Performed {
    match ask.field {
        "fulfillmentOrderHold" => holds::hold(world, ask),
        "fulfillmentOrderReleaseHold" => holds::release(world, ask),
        "orderCancel" => cancel::cancel(world, ask),
        "refundCreate" => refund::refund(world, ask),
        "transactionVoid" => money::void(world, ask),
        "orderCapture" => money::capture(world, ask),
        "orderUpdate" => labels::update(world, ask),
        "orderClose" => labels::close(world, ask),
        "orderOpen" => labels::open(world, ask),
        "tagsAdd" => labels::add_tags(world, ask),
        "tagsRemove" => labels::remove_tags(world, ask),
        "customerUpdate" => labels::update_customer(world, ask),
        "metafieldsSet" => metafields::set(world, ask),
        "metafieldsDelete" => metafields::delete(world, ask),
        "metafieldDefinitionCreate" => Ok(metafields::define(world, ask)),
        "orderRiskAssessmentCreate" => risk::assess(world, ask),
        "bulkOperationRunQuery" => bulk::run(world, ask),
        "bulkOperationCancel" => bulk::cancel(world, ask),
        "webhookSubscriptionCreate" => Ok(hooks::create(world, ask)),
        "webhookSubscriptionDelete" => hooks::delete(world, ask),
        other => Err(Box::new(Refusal::new(
            "INTERNAL_SERVER_ERROR",
            format!("{other} is not a mutation"),
        ))),
    }
}

/// The top-level error for an id of another kind.
#[expect(clippy::unnecessary_box_returns, reason = "it goes into a result whose error is boxed")]
pub(crate) fn invalid_id() -> Box<Refusal> {
    Box::new(Refusal::new("RESOURCE_NOT_FOUND", "invalid id"))
}
