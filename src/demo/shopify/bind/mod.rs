//! The table of fields: for each field of the schema, what answers it.

mod address;
mod amounts;
mod customer;
mod house;
mod journey;
mod line;
mod lists;
mod order;
mod parts;
mod payment;
mod root;
mod small;
mod standing;
mod suggested;
mod work;

use super::access::guard;
use super::run::{Answer, Resolve, Resolver};

pub(crate) use house::location_id;
pub(crate) use root::node;

/// Makes a resolver over one kind of object.
macro_rules! of {
    ($kind:ident, |$object:ident| $body:expr) => {
        of!($kind, |$object, _run, _arguments| $body)
    };
    ($kind:ident, |$object:ident, $run:ident| $body:expr) => {
        of!($kind, |$object, $run, _arguments| $body)
    };
    ($kind:ident, |$object:ident, $run:ident, $arguments:ident| $body:expr) => {{
        #[allow(
            unused_variables,
            reason = "not every field needs the run, its arguments or its object"
        )]
        fn resolve<'a>(
            $run: &mut crate::demo::shopify::run::Run<'a>,
            object: &crate::demo::shopify::value::Obj<'a>,
            $arguments: &'a crate::demo::graphql::Arguments,
        ) -> crate::demo::shopify::value::Val<'a> {
            match object {
                crate::demo::shopify::value::Obj::$kind($object) => $body,
                _ => crate::demo::shopify::value::Val::Null,
            }
        }
        resolve as crate::demo::shopify::run::Resolve
    }};
}
pub(crate) use of;

/// Finds what answers a field; `None` for a field that the embedded store has forgotten,
/// which a test over the whole schema rules out.
pub(crate) fn bind(type_name: &str, field: &str) -> Option<Resolver> {
    let answer = match table(type_name) {
        Some(table) => Answer::By(table(field)?),
        None => Answer::Member,
    };
    Some(Resolver { answer, guard: guard(type_name, field) })
}

type Table = fn(&str) -> Option<Resolve>;

/// Types that are answered by functions; all others are records put together whole.
fn table(type_name: &str) -> Option<Table> {
    Some(match type_name {
        "QueryRoot" => root::query,
        "Order" => order::order,
        "LineItem" => line::line,
        "MailingAddress" => address::address,
        "MoneyBag" => small::bag,
        "MoneyV2" => small::money,
        "OrderRiskSummary" => small::risk,
        "OrderRiskAssessment" => small::assessment,
        "RiskFact" => small::fact,
        "Attribute" => small::attribute,
        "Metafield" => small::metafield,
        "BasicEvent" | "CommentEvent" => small::event,
        "App" => small::app,
        "OrderTransaction" => payment::payment,
        "Refund" => payment::refund,
        "FulfillmentOrder" => work::work,
        "FulfillmentOrderLineItem" => work::line,
        "FulfillmentHold" => work::hold,
        "Customer" => customer::customer,
        "PageInfo" => lists::page_info,
        name if name.ends_with("Connection") => lists::connection,
        name if name.ends_with("Edge") => lists::edge,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use apollo_compiler::schema::ExtendedType;

    use super::*;
    use crate::demo::graphql::Edition;

    #[test]
    fn every_field_of_the_schema_has_an_answer() {
        let schema = Edition::WithJobResult.schema();
        for (name, kind) in
            schema.types.iter().filter(|(name, _)| !name.starts_with("__") && *name != "Mutation")
        {
            let ExtendedType::Object(object) = kind else {
                continue;
            };
            for field in object.fields.keys() {
                assert!(bind(name.as_str(), field.as_str()).is_some(), "{name}.{field}");
            }
        }
    }
}
