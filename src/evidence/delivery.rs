//! Who takes a parcel in at an address: a house, a box, a soldier's unit, a forwarder.

use super::normal::words;
use super::normal::{AddressForm, Delivery};
use crate::domain::{Address, Clean};

/// Companies that take parcels in and send them on, as people write them, folded.
const FORWARDERS: [&str; 24] = [
    "myus",
    "shipito",
    "stackry",
    "planet express",
    "planetexpress",
    "forward2me",
    "reship",
    "viabox",
    "usgobuy",
    "opas",
    "qwintry",
    "borderlinx",
    "shop and ship",
    "shopandship",
    "skybox",
    "us2me",
    "usunlocked",
    "shipforwarding",
    "grabr",
    "tiptrans",
    "anyvan",
    "meest",
    "eshopwedrop",
    "buyandship",
];

/// Words of what such companies do.
const FORWARDING: [&str; 8] = [
    "freight forwarder",
    "freight forwarding",
    "freight forwarders",
    "parcel forwarding",
    "package forwarding",
    "mail forwarding",
    "forwarding service",
    "reshipping",
];

/// Who takes a parcel in where no private house does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeper {
    /// A box at a post office.
    PoBox,
    /// A military or diplomatic post office.
    Military,
    /// A parcel machine, a shop, or a counter.
    ParcelPoint,
    /// A company that sends it on, often abroad.
    Forwarder,
}

impl Keeper {
    /// Whoever takes parcels in at an address; `None` for a house or what cannot be told.
    pub(super) fn of(address: &Address, form: &AddressForm) -> Option<Self> {
        if is_forwarder(address) {
            return Some(Self::Forwarder);
        }
        match form.delivery() {
            Delivery::Military => Some(Self::Military),
            Delivery::PoBox => Some(Self::PoBox),
            Delivery::ParcelPoint => Some(Self::ParcelPoint),
            Delivery::Street | Delivery::Unclear => None,
        }
    }

    /// The keeper in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::PoBox => "a box at a post office",
            Self::Military => "a military or diplomatic post office",
            Self::ParcelPoint => "a parcel machine, a shop or a counter",
            Self::Forwarder => "a company that sends parcels on",
        }
    }
}

fn is_forwarder(address: &Address) -> bool {
    let parts = [&address.name, &address.company, &address.line1, &address.line2];
    parts.into_iter().any(says_forwarder)
}

/// Whole words only: `Opas Street` is one more reason to ask, `Copas Street` is none.
fn says_forwarder(text: &Clean) -> bool {
    if text.is_blank() {
        return false;
    }
    let said = format!(" {} ", words(text).join(" "));
    FORWARDERS.iter().chain(&FORWARDING).any(|name| said.contains(&format!(" {name} ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::address;

    #[test]
    fn who_takes_a_parcel_in_is_read_from_the_lines() {
        for (company, line1, keeper) in [
            ("", "12 Main Street", None),
            ("", "PO Box 12", Some(Keeper::PoBox)),
            ("", "PSC 3 Box 120", Some(Keeper::Military)),
            ("", "Packstation 123", Some(Keeper::ParcelPoint)),
            ("MyUS", "4283 Express Lane", Some(Keeper::Forwarder)),
            ("", "c/o Planet-Express, 2717 Coronado", Some(Keeper::Forwarder)),
            ("Atlas Freight Forwarders LLC", "9 Dock Road", Some(Keeper::Forwarder)),
            ("Famyus Ltd", "Copas Street 3", None),
        ] {
            let mut there = address("Ada Lindgren");
            (there.company, there.line1, there.line2) = (company.into(), line1.into(), "".into());
            assert_eq!(Keeper::of(&there, &AddressForm::of(&there)), keeper, "{company} {line1}");
        }
    }
}
