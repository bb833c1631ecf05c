//! Places, networks, names and goods, parsed once from `assets/demo`.

use std::net::IpAddr;
use std::sync::OnceLock;

use super::tables::parse;

use crate::demo::shop::{Currency, Text};

/// All tables together; rows point to each other by place in their list.
pub(super) struct Catalogue {
    pub(super) countries: Vec<Country>,
    pub(super) towns: Vec<Town>,
    pub(super) networks: Vec<Network>,
    pub(super) names: Vec<NameList>,
    pub(super) products: Vec<Product>,
}

/// A country that the shop sells to.
pub(super) struct Country {
    pub(super) code: Text,
    pub(super) name: Text,
    pub(super) share: u32,
    pub(super) currency: Currency,
    pub(super) locale: Text,
    /// Name lists with weights.
    pub(super) lists: Vec<(usize, u32)>,
    /// Pattern of mobile numbers; where it is empty, numbers belong to a town.
    pub(super) mobile: &'static str,
    pub(super) mails: Vec<&'static str>,
    pub(super) streets: Vec<&'static str>,
    pub(super) towns: Vec<usize>,
    pub(super) mobile_networks: Vec<usize>,
}

/// A town with true postal codes.
pub(super) struct Town {
    pub(super) country: usize,
    pub(super) name: Text,
    pub(super) province: Option<Text>,
    pub(super) province_code: Option<Text>,
    pub(super) point: (i32, i32),
    pub(super) areas: Vec<&'static str>,
    pub(super) codes: Vec<PostalCode>,
    pub(super) homes: Vec<usize>,
}

/// A postal code and where it lies.
pub(super) struct PostalCode {
    pub(super) code: &'static str,
    pub(super) point: (i32, i32),
}

/// A real network.
pub(super) struct Network {
    pub(super) kind: NetworkKind,
    pub(super) town: Option<usize>,
    pub(super) first: IpAddr,
    /// Addresses of version 4, networks of 64 bits of version 6.
    pub(super) size: u32,
    pub(super) country: &'static str,
    pub(super) point: (i32, i32),
    /// The sentence that says where it is.
    pub(super) sentence: Text,
}

/// Whose network it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NetworkKind {
    Home,
    Mobile,
    Hosting,
    Vpn,
    Relay,
    Tor,
}

/// Given and family names of one language.
pub(super) struct NameList {
    pub(super) key: &'static str,
    pub(super) given: Vec<Text>,
    pub(super) family: Vec<Text>,
}

/// Something the shop sells.
pub(super) struct Product {
    pub(super) sku: Text,
    pub(super) title: Text,
    pub(super) variant: Text,
    pub(super) cents: i64,
    pub(super) bottles: u32,
    pub(super) share: u32,
}

/// The tables, parsed at the first call.
pub(super) fn catalogue() -> &'static Catalogue {
    static TABLES: OnceLock<Catalogue> = OnceLock::new();
    TABLES.get_or_init(parse)
}
