//! Which outcomes do justice to what a case is.

use unhold::domain::Check::{
    Address, Card, Distance, Duplicates, Email, History, HostileText, Ip, Name, OrderForm, Phone,
};
use unhold::domain::Outcome::{self, Alarm, Clear, Notice, Unknown, Warn};
use unhold::domain::{Check, Verdict};

use crate::cases::Truth;

/// A label of a check with the outcomes that fit it.
pub struct Class {
    pub check: Check,
    pub label: &'static str,
    pub fits: &'static [Outcome],
}

const HARMLESS: &[Outcome] = &[Clear, Notice];
const QUIET: &[Outcome] = &[Clear];
const ODD: &[Outcome] = &[Notice, Warn];
const SUSPICIOUS: &[Outcome] = &[Notice, Warn, Alarm];
const BAD: &[Outcome] = &[Warn, Alarm];
const UNTOLD: &[Outcome] = &[Unknown];

const fn class(check: Check, label: &'static str, fits: &'static [Outcome]) -> Class {
    Class { check, label, fits }
}

/// Checks in the order of the tables; the ordinary first.
pub const CLASSES: &[Class] = &[
    class(Duplicates, "nobody else's", HARMLESS),
    class(Duplicates, "the buyer's own earlier orders", HARMLESS),
    class(Duplicates, "a neighbour's", HARMLESS),
    class(Duplicates, "one mailbox, several names", BAD),
    class(Duplicates, "several bills, one door", BAD),
    class(Duplicates, "of one who did harm", BAD),
    class(Ip, "a line at home", HARMLESS),
    class(Ip, "of a VPN company", SUSPICIOUS),
    class(Ip, "of a hosting company", BAD),
    class(Ip, "an exit of Tor", BAD),
    class(Ip, "on another continent", BAD),
    class(Ip, "an address that tells nothing", UNTOLD),
    class(Ip, "with nothing to compare", UNTOLD),
    class(Distance, "one address", QUIET),
    class(Distance, "one address in two spellings", QUIET),
    class(Distance, "another house of the town", HARMLESS),
    class(Distance, "a present with words of one", HARMLESS),
    class(Distance, "another person in another region", ODD),
    class(Distance, "another person in another country", BAD),
    class(Distance, "cannot be compared", UNTOLD),
    class(Phone, "of the bill's area", QUIET),
    class(Phone, "of another area of the country", HARMLESS),
    class(Phone, "of another country", ODD),
    class(Phone, "made up", SUSPICIOUS),
    class(Phone, "costs the caller extra", BAD),
    class(Phone, "cannot exist", BAD),
    class(Phone, "not given", UNTOLD),
    class(Email, "an ordinary mailbox", QUIET),
    class(Email, "a storefront's", ODD),
    class(Email, "imitates a provider", BAD),
    class(Email, "a throw-away mailbox", BAD),
    class(Email, "no mailbox at all", BAD),
    class(Email, "not given", UNTOLD),
    class(Address, "complete", QUIET),
    class(Address, "a box", HARMLESS),
    class(Address, "without a house number", ODD),
    class(Address, "postal code of another region", SUSPICIOUS),
    class(Address, "a known place in disguise", SUSPICIOUS),
    class(Address, "no address that a parcel finds", BAD),
    class(Address, "cannot be read", UNTOLD),
    class(Card, "street, code and security code right", QUIET),
    class(Card, "by wallet", QUIET),
    class(Card, "only the postal code right", HARMLESS),
    class(Card, "another name of the family", HARMLESS),
    class(Card, "one attempt refused", HARMLESS),
    class(Card, "a wrong security code", BAD),
    class(Card, "neither street nor postal code right", SUSPICIOUS),
    class(Card, "many attempts refused", SUSPICIOUS),
    class(Card, "many cards tried", BAD),
    class(Card, "no card", UNTOLD),
    class(OrderForm, "a usual basket", HARMLESS),
    class(OrderForm, "a small coupon", HARMLESS),
    class(OrderForm, "many pieces for little money", HARMLESS),
    class(OrderForm, "a large coupon", SUSPICIOUS),
    class(OrderForm, "large for a first order", SUSPICIOUS),
    class(Name, "an ordinary name", QUIET),
    class(Name, "the same word twice", HARMLESS),
    class(Name, "digits in it", SUSPICIOUS),
    class(Name, "keys in a row", BAD),
    class(Name, "cannot be read", UNTOLD),
    class(History, "a first order", HARMLESS),
    class(History, "another order of the day", HARMLESS),
    class(History, "earlier orders, all good", QUIET),
    class(History, "an earlier order cancelled as fraud", BAD),
    class(History, "an earlier order charged back", BAD),
    class(HostileText, "plain text", QUIET),
    class(HostileText, "joiners of honest writing", HARMLESS),
    class(HostileText, "characters that nobody sees", BAD),
    class(HostileText, "characters that turn text around", BAD),
];

/// The class of a label; a label without one is a mistake of the corpus.
pub fn of(check: Check, label: &str) -> &'static Class {
    let found = CLASSES.iter().find(|class| class.check == check && class.label == label);
    found.unwrap_or_else(|| panic!("no class {check:?} “{label}”"))
}

/// Whether a recommendation does justice to who is behind an order. Where the desk says
/// verify a person asks: that is never wrong. One sign alone never decides (C13).
pub fn is_just(truth: Truth, verdict: Verdict) -> bool {
    match truth {
        Truth::Honest | Truth::Odd => verdict != Verdict::Refund,
        Truth::Fraud => verdict != Verdict::Release,
        Truth::Reseller => !matches!(verdict, Verdict::Release | Verdict::Refund),
    }
}
