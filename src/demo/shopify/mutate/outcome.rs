//! What a mutation answers, kept apart from the shop so that the shop can change meanwhile.

use crate::demo::shopify::bind;
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::world::World;

/// A payload as it will be shown over the changed shop.
#[derive(Debug)]
pub(crate) struct Payload {
    pub(crate) type_name: &'static str,
    pub(crate) members: Vec<(&'static str, Item)>,
}

/// One member of a payload.
#[derive(Debug)]
pub(crate) enum Item {
    Null,
    Text(String),
    /// An object by its global id.
    Node(String),
    Nodes(Vec<String>),
    /// An order's assessment by its place.
    Assessment(u64, usize),
    Errors(Vec<UserError>),
    /// Deleted metafields: owner, namespace, key; nothing where there was none.
    Deleted(Vec<Option<(String, String, String)>>),
}

/// One entry of `userErrors`.
#[derive(Debug)]
pub(crate) struct UserError {
    pub(crate) type_name: &'static str,
    pub(crate) code: Option<&'static str>,
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

impl UserError {
    /// An error of the kind that has no code.
    pub(crate) fn plain(field: &[&str], message: impl Into<String>) -> Self {
        Self::coded("UserError", None, field, message)
    }

    /// An error with a code; no field at all when `field` is empty.
    pub(crate) fn coded(
        type_name: &'static str,
        code: Option<&'static str>,
        field: &[&str],
        message: impl Into<String>,
    ) -> Self {
        let field =
            (!field.is_empty()).then(|| field.iter().map(|step| (*step).to_owned()).collect());
        Self { type_name, code, field, message: message.into() }
    }
}

impl Payload {
    /// A payload that did what was asked.
    pub(crate) fn done(type_name: &'static str, members: Vec<(&'static str, Item)>) -> Self {
        Self { type_name, members }
    }

    /// The payload as an object over the changed shop.
    pub(crate) fn shown<'a>(&'a self, world: &'a World) -> Obj<'a> {
        Obj::record(
            self.type_name,
            self.members.iter().map(|(name, item)| (*name, item.shown(world))).collect(),
        )
    }
}

impl Item {
    fn shown<'a>(&'a self, world: &'a World) -> Val<'a> {
        match self {
            Self::Null => Val::Null,
            Self::Text(text) => Val::Str(text),
            Self::Node(id) => Val::object(bind::node(world, id)),
            Self::Nodes(ids) => Val::objects(ids.iter().filter_map(|id| bind::node(world, id))),
            Self::Assessment(order, place) => {
                let order = world.shop.order(*order);
                Val::object(
                    order.and_then(|order| order.assessments.get(*place)).map(Obj::Assessment),
                )
            }
            Self::Errors(errors) => Val::List(errors.iter().map(UserError::shown).collect()),
            Self::Deleted(gone) => {
                Val::List(gone.iter().map(|one| deleted(one.as_ref())).collect())
            }
        }
    }
}

impl UserError {
    fn shown(&self) -> Val<'_> {
        let field = self.field.as_ref().map_or(Val::Null, |steps| {
            Val::List(steps.iter().map(|step| Val::Str(step)).collect())
        });
        Val::record(
            self.type_name,
            vec![
                ("code", self.code.map_or(Val::Null, Val::Str)),
                ("field", field),
                ("message", Val::Str(&self.message)),
                ("elementIndex", Val::Null),
                ("elementKey", Val::Null),
            ],
        )
    }
}

fn deleted(gone: Option<&(String, String, String)>) -> Val<'_> {
    let Some((owner, namespace, key)) = gone else {
        return Val::Null;
    };
    Val::record(
        "MetafieldIdentifier",
        vec![
            ("ownerId", Val::Str(owner)),
            ("namespace", Val::Str(namespace)),
            ("key", Val::Str(key)),
        ],
    )
}
