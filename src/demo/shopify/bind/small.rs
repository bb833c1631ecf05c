//! Small things that hang on an order: money, risk, apps, attributes, metafields, events.

use super::of;
use crate::demo::shop::books::advice;
use crate::demo::shop::{Author, Currency, Event, EventAction};
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::{mutate, words};

pub(super) fn bag(field: &str) -> Option<Resolve> {
    Some(match field {
        "shopMoney" => {
            of!(Bag, |b, run| Val::Obj(Obj::Money((b.0.shop, run.world.shop.identity.currency))))
        }
        "presentmentMoney" => of!(Bag, |b| Val::Obj(Obj::Money((b.0.presentment, b.1)))),
        _ => return None,
    })
}

pub(super) fn money(field: &str) -> Option<Resolve> {
    Some(match field {
        "amount" => of!(Money, |m| Val::Decimal(m.0, m.1)),
        "currencyCode" => of!(Money, |m| Val::Str(Currency::code(m.1))),
        _ => return None,
    })
}

pub(super) fn risk(field: &str) -> Option<Resolve> {
    Some(match field {
        "recommendation" => of!(Risk, |o| Val::Str(words::advice(advice(o)))),
        "assessments" => of!(Risk, |o| Val::objects(o.assessments.iter().map(Obj::Assessment))),
        _ => return None,
    })
}

pub(super) fn assessment(field: &str) -> Option<Resolve> {
    Some(match field {
        "riskLevel" => of!(Assessment, |a| Val::Str(words::risk_level(a.level))),
        "provider" => of!(Assessment, |a| Val::object(a.provider.map(Obj::App))),
        "facts" => of!(Assessment, |a| Val::objects(a.facts.iter().map(Obj::Fact))),
        _ => return None,
    })
}

pub(super) fn fact(field: &str) -> Option<Resolve> {
    Some(match field {
        "description" => of!(Fact, |f| Val::Str(&f.text)),
        "sentiment" => of!(Fact, |f| Val::Str(words::sentiment(f.sentiment))),
        _ => return None,
    })
}

pub(super) fn app(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(App, |a| Val::Gid("App", a.id())),
        "title" => of!(App, |a| Val::Str(a.title())),
        "handle" => of!(App, |a| Val::Str(a.handle())),
        _ => return None,
    })
}

pub(super) fn attribute(field: &str) -> Option<Resolve> {
    Some(match field {
        "key" => of!(Attribute, |a| Val::Str(&a.key)),
        "value" => of!(Attribute, |a| Val::Str(&a.value)),
        _ => return None,
    })
}

pub(super) fn metafield(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Metafield, |m| Val::Gid("Metafield", m.0.id)),
        "legacyResourceId" => of!(Metafield, |m| Val::Big(m.0.id)),
        "namespace" => of!(Metafield, |m| Val::Str(&m.0.namespace)),
        "key" => of!(Metafield, |m| Val::Str(&m.0.key)),
        "type" => of!(Metafield, |m| Val::Str(&m.0.kind)),
        "value" => of!(Metafield, |m| Val::Str(&m.0.value)),
        "jsonValue" => of!(Metafield, |m| match &*m.0.kind {
            "json" if serde_json::from_str::<serde::de::IgnoredAny>(&m.0.value).is_ok() =>
                Val::Json(&m.0.value),
            _ => Val::Str(&m.0.value),
        }),
        "compareDigest" => of!(Metafield, |m| Val::Owned(mutate::digest(&m.0.kind, &m.0.value))),
        "createdAt" => of!(Metafield, |m| Val::Time(m.0.created_at)),
        "updatedAt" => of!(Metafield, |m| Val::Time(m.0.updated_at)),
        "description" => of!(Metafield, |_m| Val::Null),
        "ownerType" => of!(Metafield, |m| Val::Str(m.1)),
        "sizeInBytes" => of!(Metafield, |m| Val::count(m.0.value.len())),
        _ => return None,
    })
}

pub(super) fn event(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Event, |e| Val::Gid(
            if e.0.action == EventAction::Commented { "CommentEvent" } else { "BasicEvent" },
            e.0.id
        )),
        "action" => of!(Event, |e| Val::Str(words::event_action(e.0.action))),
        "createdAt" => of!(Event, |e| Val::Time(e.0.at)),
        "message" | "rawMessage" => of!(Event, |e| Val::Owned(e.0.message.to_string())),
        "secondaryMessage" => of!(Event, |_e| Val::Null),
        "appTitle" => of!(Event, |e| match &e.0.by {
            Author::App(app) => Val::Str(app.title()),
            _ => Val::Null,
        }),
        "attributeToApp" => of!(Event, |e| Val::Bool(matches!(e.0.by, Author::App(_)))),
        "attributeToUser" => of!(Event, |e| Val::Bool(matches!(e.0.by, Author::Staff(_)))),
        "criticalAlert" => of!(Event, |e| Val::Bool(matches!(
            e.0.action,
            EventAction::PaymentFailed | EventAction::Disputed
        ))),
        "author" => of!(Event, |e| author(&e.0)),
        "edited" | "canEdit" | "canDelete" => of!(Event, |_e| Val::Bool(false)),
        "subjectId" => of!(Event, |e| Val::Gid("Order", e.1)),
        "subjectType" => of!(Event, |_e| Val::Str("ORDER")),
        _ => return None,
    })
}

/// A comment's author is a member of staff as an object, any other event's a name.
fn author<'a>(event: &Event) -> Val<'a> {
    match (&event.by, event.action) {
        (Author::Staff(name), EventAction::Commented) => super::house::staff(name),
        (_, EventAction::Commented) => super::house::staff("Staff"),
        (Author::Staff(name), _) => Val::Owned(name.to_string()),
        (Author::App(app), _) => Val::Str(app.title()),
        (Author::Buyer, _) => Val::Str("Customer"),
        (Author::System, _) => Val::Str("Shopify"),
    }
}
