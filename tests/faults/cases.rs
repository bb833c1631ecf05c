//! Every verb in each of the forms that its plan can take, and an order for each.

use std::sync::OnceLock;

use tempfile::TempDir;
use unhold::demo::shop::{FulfilmentOrder, FulfilmentState};
use unhold::domain::ShopId;

use crate::shop::Shop;

/// What is done to an order, and what its plan must look like.
pub struct Case {
    pub name: &'static str,
    pub verb: &'static [&'static str],
    pub steps: &'static [&'static str],
    /// What is done to the order first, so that the verb is allowed.
    pub before: &'static [&'static str],
    /// Which orders of the queue may be taken.
    fits: fn(&serde_json::Value) -> bool,
}

const fn case(
    name: &'static str,
    verb: &'static [&'static str],
    steps: &'static [&'static str],
    fits: fn(&serde_json::Value) -> bool,
) -> Case {
    Case { name, verb, steps, before: &[], fits }
}

fn paid(order: &serde_json::Value) -> bool {
    order["state"]["payment"] == "paid"
}

fn authorised(order: &serde_json::Value) -> bool {
    order["state"]["payment"] == "authorised"
}

fn held(order: &serde_json::Value) -> bool {
    paid(order) && order["state"]["held"] == true
}

fn free(order: &serde_json::Value) -> bool {
    paid(order) && order["state"]["held"] == false
}

fn archived(order: &serde_json::Value) -> bool {
    held(order) && order["state"]["archived"] == true
}

/// Every verb, in each of the forms that its plan can take.
pub const CASES: &[Case] = &[
    case("release", &["release"], &["release_holds"], held),
    case("release from the archive", &["release"], &["release_holds", "set_archived"], archived),
    case(
        "release with a note",
        &["release", "--note", "looked at it"],
        &["release_holds", "append_note", "set_archived"],
        archived,
    ),
    case("hold", &["hold"], &["place_hold"], free),
    case("hold anew", &["hold"], &["place_hold", "release_holds"], held),
    case("cancel", &["cancel"], &["cancel"], held),
    case("cancel before capture", &["cancel"], &["cancel"], authorised),
    case("refund in full", &["refund"], &["refund"], archived),
    case("refund in part", &["refund", "--amount", "1.00"], &["refund"], archived),
    case("void", &["refund"], &["void"], authorised),
    case("note", &["note", "--note", "called twice"], &["append_note"], archived),
    case("tag", &["tag", "seen"], &["add_tags"], archived),
    Case {
        before: &["tag", "seen"],
        ..case("untag", &["untag", "seen"], &["remove_tags"], authorised)
    },
    case("archive", &["archive"], &["set_archived"], free),
    Case { before: &["hold"], ..case("unarchive", &["unarchive"], &["set_archived"], authorised) },
];

/// A shop in which everything is ready, and the order of each case.
pub struct Ready {
    pub folder: TempDir,
    pub orders: Vec<Order>,
    pub shop: ShopId,
    /// How much the store's log held already.
    pub effects: usize,
}

/// An order that its case is tried on.
#[derive(Clone)]
pub struct Order {
    pub name: String,
    pub id: String,
    /// Whether it must never become fit for shipping by what is done in its case.
    pub stays: bool,
}

/// The shop, made once and copied by every trial.
pub fn ready() -> &'static Ready {
    static READY: OnceLock<Ready> = OnceLock::new();
    READY.get_or_init(|| {
        let shop = Shop::new();
        assert_eq!(shop.run(&["sync"]).code, Some(0));
        let queue = shop.run(&["queue", "--json"]).json();
        let mut left: Vec<_> = queue["orders"].as_array().unwrap().iter().collect();
        let id = left[0]["shop"].as_str().unwrap().to_owned();
        let orders = CASES.iter().map(|case| {
            let found = left.iter().position(|order| is_fit(&shop, case, order));
            let order = left.remove(found.unwrap_or_else(|| panic!("no order for {}", case.name)));
            let (name, id) = (text(&order["order"]), text(&order["id"]));
            let stays = !shop.could_ship(&id) && case.verb[0] != "release";
            Order { name, id, stays }
        });
        let orders = orders.collect();
        let effects = shop.log().len();
        Ready { folder: shop.ended(), orders, shop: ShopId::new(id), effects }
    })
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Whether the verb makes the wanted steps of this order, which is prepared for it.
fn is_fit(shop: &Shop, case: &Case, order: &serde_json::Value) -> bool {
    if !(case.fits)(order) {
        return false;
    }
    let name = text(&order["order"]);
    if !case.before.is_empty() {
        let words = [&["act", &name], case.before, &["--yes", "--wait"]].concat();
        if shop.run(&words).code != Some(0) {
            return false;
        }
    }
    let plan = shop.run(&[&["plan", &name], case.verb, &["--json"]].concat());
    let steps = plan.json();
    let steps =
        steps["steps"].as_array().map(|steps| steps.iter().map(|step| step["step"].clone()));
    plan.code == Some(0) && steps.is_some_and(|steps| steps.eq(case.steps.iter().copied()))
}

/// Whether the warehouse could send this part of an order.
pub fn is_free(part: &FulfilmentOrder) -> bool {
    matches!(part.state, FulfilmentState::Open | FulfilmentState::InProgress)
}
