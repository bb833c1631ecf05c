//! An order as linking compares it: names, mailbox, numbers and places in normal form, in
//! about a hundred bytes, so that a hundred candidates are compared without reading a
//! hundred orders.

use super::parts::{self, Place};
use crate::domain::{Clean, ShortOrder};

/// Raised when the bytes or the keys change their meaning: the cache then makes all anew.
pub const PRINT_VERSION: u8 = 1;

const MOST_NAMES: usize = 3;
const MOST_PHONES: usize = 3;
const MOST_PLACES: usize = 2;
/// No part of an order is compared further than this.
const MOST_BYTES: usize = 60;

/// Mailbox providers of most orders; their places are on disk.
const PROVIDERS: [&str; 32] = [
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "live.com",
    "msn.com",
    "comcast.net",
    "me.com",
    "verizon.net",
    "sbcglobal.net",
    "att.net",
    "protonmail.com",
    "ymail.com",
    "mail.com",
    "gmx.de",
    "web.de",
    "t-online.de",
    "orange.fr",
    "free.fr",
    "wanadoo.fr",
    "libero.it",
    "hotmail.co.uk",
    "yahoo.co.uk",
    "btinternet.com",
    "telia.com",
    "ziggo.nl",
    "kpnmail.nl",
    "hotmail.fr",
    "hotmail.it",
    "hotmail.es",
];

/// The packed form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print(Vec<u8>);

impl Print {
    /// Takes the print of an order.
    pub fn of(order: &ShortOrder) -> Self {
        let mut to = Writer(Vec::with_capacity(160));
        to.0.push(PRINT_VERSION);
        let names = parts::names(order);
        to.count(names.len().min(MOST_NAMES));
        names.iter().take(MOST_NAMES).for_each(|name| to.text(name));
        let (mailbox, domain) = parts::email(order).unwrap_or_default();
        to.text(&mailbox);
        to.domain(&domain);
        let phones = parts::phones(order);
        to.count(phones.len().min(MOST_PHONES));
        phones.iter().take(MOST_PHONES).for_each(|phone| to.number(*phone));
        to.places(order);
        to.bytes(&parts::ip(order).unwrap_or_default());
        to.number(parts::card(order).unwrap_or(0));
        let token = |text: Option<&str>| text.map_or(0, |text| short_hash(text.trim()));
        to.number(token(order.device.as_ref().map(Clean::raw)));
        to.number(token(order.customer_id.as_deref()));
        to.0.push(u8::from(order.bad_end.is_some()));
        Self(to.0)
    }

    /// The bytes, as they are kept.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The parts.
    pub fn view(&self) -> View<'_> {
        View::read(&self.0).unwrap_or_default()
    }
}

/// Tells tokens of one shop apart; collisions only cost a look.
fn short_hash(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    // FNV-1a: lies on disk, so it may not change with a compiler.
    let whole = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    whole & 0xffff_ffff | 1
}

struct Writer(Vec<u8>);

impl Writer {
    fn count(&mut self, count: usize) {
        self.0.push(u8::try_from(count).unwrap_or(u8::MAX));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let cut = bytes.get(..MOST_BYTES).unwrap_or(bytes);
        self.count(cut.len());
        self.0.extend_from_slice(cut);
    }

    /// Folded text is plain ASCII, so that any cut is a whole text.
    fn text(&mut self, text: &str) {
        if text.is_ascii() {
            self.bytes(text.as_bytes());
        } else {
            let plain: String = text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
            self.bytes(plain.as_bytes());
        }
    }

    fn domain(&mut self, domain: &str) {
        match PROVIDERS.iter().position(|provider| *provider == domain) {
            Some(at) => self.0.push(0x80 | u8::try_from(at).unwrap_or_default()),
            None => self.text(domain),
        }
    }

    fn number(&mut self, number: u64) {
        let mut left = number;
        while left >= 0x80 {
            self.0.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        self.0.push((left & 0x7f) as u8);
    }

    fn places(&mut self, order: &ShortOrder) {
        let (billing, shipping) = parts::places(order);
        let both = billing.is_some() && billing == shipping;
        let given = [(billing, BILLING), (shipping.filter(|_| !both), SHIPPING)];
        let given: Vec<(Place, u8)> =
            given.into_iter().filter_map(|(place, role)| Some((place?, role))).collect();
        self.count(given.len());
        for (place, role) in given {
            self.0.push(if both { BILLING | SHIPPING } else { role });
            for part in place.texts() {
                self.text(part);
            }
        }
    }
}

const BILLING: u8 = 1;
const SHIPPING: u8 = 2;

/// A print taken apart; borrows from its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View<'a> {
    names: [&'a str; MOST_NAMES],
    /// The mailbox's name, without what its provider ignores.
    pub(super) mailbox: &'a str,
    pub(super) domain: &'a str,
    phones: [u64; MOST_PHONES],
    places: [PlaceView<'a>; MOST_PLACES],
    pub(super) ip: &'a [u8],
    pub(super) card: u64,
    pub(super) device: u64,
    pub(super) customer: u64,
    pub(super) ended_badly: bool,
}

/// A place of a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlaceView<'a> {
    role: u8,
    pub(super) number: &'a str,
    pub(super) street: &'a str,
    pub(super) unit: &'a str,
    pub(super) postal: &'a str,
    pub(super) town: &'a str,
    pub(super) region: &'a str,
    pub(super) country: &'a str,
}

impl<'a> PlaceView<'a> {
    pub(super) fn is_billing(&self) -> bool {
        self.role & BILLING != 0
    }

    pub(super) fn is_shipping(&self) -> bool {
        self.role & SHIPPING != 0
    }

    /// The first three characters of the postal code, a district of a few towns; the town
    /// where there is no code.
    pub(super) fn area(&self) -> &'a str {
        if self.postal.len() < 3 { self.town } else { self.postal.get(..3).unwrap_or_default() }
    }

    /// Whether a house can be told from others.
    pub(super) fn has_house(&self) -> bool {
        !(self.street.is_empty() || self.postal.is_empty() && self.town.is_empty())
    }
}

impl<'a> View<'a> {
    /// Reads a kept print; `None` when it is of another version or damaged.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        if from.byte()? != PRINT_VERSION {
            return None;
        }
        let mut view = Self::default();
        let count = from.byte()?;
        for name in view.names.iter_mut().take(count.into()) {
            *name = from.text()?;
        }
        view.mailbox = from.text()?;
        view.domain = from.domain()?;
        let count = from.byte()?;
        for phone in view.phones.iter_mut().take(count.into()) {
            *phone = from.number()?;
        }
        let count = from.byte()?;
        for place in view.places.iter_mut().take(count.into()) {
            *place = from.place()?;
        }
        view.ip = from.bytes()?;
        view.card = from.number()?;
        view.device = from.number()?;
        view.customer = from.number()?;
        view.ended_badly = from.byte()? != 0;
        Some(view)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.names.into_iter().filter(|name| !name.is_empty())
    }

    pub(super) fn phones(&self) -> impl Iterator<Item = u64> + use<'a> {
        self.phones.into_iter().filter(|phone| *phone != 0)
    }

    pub(super) fn places(&self) -> impl Iterator<Item = PlaceView<'a>> + use<'a> {
        self.places.into_iter().filter(|place| place.role != 0)
    }

    /// Whether there is nothing that another order could share.
    pub fn is_empty(&self) -> bool {
        self.names().next().is_none()
            && self.mailbox.is_empty()
            && self.phones().next().is_none()
            && !self.places().any(|place| place.has_house())
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.byte()?;
        self.take(count.into())
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn domain(&mut self) -> Option<&'a str> {
        match self.byte()? {
            usual @ 0x80.. => PROVIDERS.get(usize::from(usual & 0x7f)).copied(),
            count => std::str::from_utf8(self.take(count.into())?).ok(),
        }
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn place(&mut self) -> Option<PlaceView<'a>> {
        Some(PlaceView {
            role: self.byte()?,
            number: self.text()?,
            street: self.text()?,
            unit: self.text()?,
            postal: self.text()?,
            town: self.text()?,
            region: self.text()?,
            country: self.text()?,
        })
    }
}
