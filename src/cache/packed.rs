//! The short form as the file keeps it: a sixth of its JSON.
//!
//! Shop and id lie in columns of their own. A text that stood in the same record before
//! (the name on both addresses, a phone given three times) is one byte, and so is a
//! country or a state by its usual name. Only ever extended: the first byte is the version.

use super::pack::{Pack, Unpack, Unreadable};
use crate::domain::{
    Address, BadEnd, CardPrint, Clean, Ended, Fulfilment, MoneyPair, OrderId, Payment, Readable,
    RiskLevel, ShopId, ShortOrder, Timestamp,
};

const VERSION: u8 = 1;

const PAYMENTS: [Payment; 9] = [
    Payment::Pending,
    Payment::Authorised,
    Payment::PartlyPaid,
    Payment::Paid,
    Payment::PartlyRefunded,
    Payment::Refunded,
    Payment::Voided,
    Payment::Expired,
    Payment::Unknown,
];
const FULFILMENTS: [Fulfilment; 5] = [
    Fulfilment::Unfulfilled,
    Fulfilment::Partial,
    Fulfilment::Fulfilled,
    Fulfilment::Scheduled,
    Fulfilment::Unknown,
];
const RISKS: [RiskLevel; 6] = [
    RiskLevel::Unscored,
    RiskLevel::None,
    RiskLevel::Pending,
    RiskLevel::Low,
    RiskLevel::Medium,
    RiskLevel::High,
];
const BAD_ENDS: [BadEnd; 3] =
    [BadEnd::Chargeback, BadEnd::CancelledAsFraud, BadEnd::RefundedAsFraud];

/// Packs an order, but for its shop and id.
pub(super) fn pack(order: &ShortOrder) -> Vec<u8> {
    let mut to = Pack::new(VERSION);
    to.text(order.name.raw());
    let placed = order.placed_at.millis();
    to.signed(placed);
    for moment in [Some(order.updated_at), order.archived_at, order.cancelled_at] {
        after(&mut to, placed, moment);
    }
    to.enumerated(&PAYMENTS, &order.payment);
    to.enumerated(&FULFILMENTS, &order.fulfilment);
    to.enumerated(&RISKS, &order.risk);
    optional(&mut to, order.total.as_ref(), |to, total| money(to, *total));
    to.number(u64::from(order.pieces));
    for text in [&order.email, &order.phone, &order.ip, &order.customer_name] {
        readable(&mut to, text, |to, text| to.text(text.raw()));
    }
    readable(&mut to, &order.billing, address);
    if order.shipping == order.billing {
        to.byte(SAME);
    } else {
        readable(&mut to, &order.shipping, address);
    }
    optional(&mut to, order.customer_id.as_deref(), Pack::digits);
    list(&mut to, &order.coupons);
    list(&mut to, &order.tags);
    optional(&mut to, order.card.as_ref(), card);
    optional(&mut to, order.device.as_ref(), |to, token| to.text(token.raw()));
    optional(&mut to, order.bad_end.as_ref(), |to, end| to.enumerated(&BAD_ENDS, end));
    optional(&mut to, order.ended.as_ref(), |to, end| to.enumerated(&Ended::ALL, end));
    to.finish()
}

/// Unpacks an order of a shop.
pub(super) fn unpack(packed: &[u8], shop: ShopId, id: OrderId) -> Result<ShortOrder, Unreadable> {
    let mut from = Unpack::new(packed, VERSION)?;
    let name = Clean::new(from.text()?);
    let placed = from.signed()?;
    let updated_at = moment_after(&mut from, placed)?.ok_or(Unreadable)?;
    let archived_at = moment_after(&mut from, placed)?;
    let cancelled_at = moment_after(&mut from, placed)?;
    let payment = from.enumerated(&PAYMENTS)?;
    let fulfilment = from.enumerated(&FULFILMENTS)?;
    let risk = from.enumerated(&RISKS)?;
    let total = optional_from(&mut from, money_from)?;
    let pieces = u32::try_from(from.number()?).map_err(|_| Unreadable)?;
    let email = readable_from(&mut from, plain)?;
    let phone = readable_from(&mut from, phone)?;
    let ip = readable_from(&mut from, plain)?;
    let customer_name = readable_from(&mut from, plain)?;
    let billing = readable_from(&mut from, address_from)?;
    let shipping = if from.peek() == Some(SAME) {
        from.byte()?;
        billing.clone()
    } else {
        readable_from(&mut from, address_from)?
    };
    Ok(ShortOrder {
        shop,
        id,
        name,
        placed_at: Timestamp::from_millis(placed),
        updated_at,
        archived_at,
        cancelled_at,
        email,
        phone,
        ip,
        billing,
        shipping,
        customer_id: optional_from(&mut from, |from| Ok(from.digits()?.into()))?,
        customer_name,
        total,
        pieces,
        coupons: list_from(&mut from)?,
        tags: list_from(&mut from)?,
        payment,
        fulfilment,
        risk,
        card: optional_from(&mut from, card_from)?,
        device: optional_from(&mut from, plain)?,
        bad_end: optional_from(&mut from, |from| from.enumerated(&BAD_ENDS))?,
        ended: optional_from(&mut from, |from| from.enumerated(&Ended::ALL))?,
    })
}

const ABSENT: u8 = 0;
const KNOWN: u8 = 1;
const DENIED: u8 = 2;
const SAME: u8 = 3;

fn readable<T>(to: &mut Pack, value: &Readable<T>, put: impl FnOnce(&mut Pack, &T)) {
    match value {
        Readable::Absent => to.byte(ABSENT),
        Readable::Known(value) => {
            to.byte(KNOWN);
            put(to, value);
        }
        Readable::Denied(why) => {
            to.byte(DENIED);
            to.text(why);
        }
    }
}

fn readable_from<T>(
    from: &mut Unpack<'_>,
    take: impl FnOnce(&mut Unpack<'_>) -> Result<T, Unreadable>,
) -> Result<Readable<T>, Unreadable> {
    Ok(match from.byte()? {
        ABSENT => Readable::Absent,
        KNOWN => Readable::Known(take(from)?),
        DENIED => Readable::Denied(from.text()?.to_owned()),
        _ => return Err(Unreadable),
    })
}

fn optional<T: ?Sized>(to: &mut Pack, value: Option<&T>, put: impl FnOnce(&mut Pack, &T)) {
    to.byte(u8::from(value.is_some()));
    if let Some(value) = value {
        put(to, value);
    }
}

fn optional_from<T>(
    from: &mut Unpack<'_>,
    take: impl FnOnce(&mut Unpack<'_>) -> Result<T, Unreadable>,
) -> Result<Option<T>, Unreadable> {
    if from.byte()? == 0 { Ok(None) } else { take(from).map(Some) }
}

/// A moment by its distance from the placing, in the finest unit that is whole.
fn after(to: &mut Pack, placed: i64, moment: Option<Timestamp>) {
    match moment.map(|moment| moment.millis().wrapping_sub(placed)) {
        None => to.byte(0),
        Some(apart) if apart % 1000 == 0 => {
            to.byte(1);
            to.signed(apart / 1000);
        }
        Some(apart) => {
            to.byte(2);
            to.signed(apart);
        }
    }
}

fn moment_after(from: &mut Unpack<'_>, placed: i64) -> Result<Option<Timestamp>, Unreadable> {
    let apart = match from.byte()? {
        0 => return Ok(None),
        1 => from.signed()?.wrapping_mul(1000),
        2 => from.signed()?,
        _ => return Err(Unreadable),
    };
    Ok(Some(Timestamp::from_millis(placed.wrapping_add(apart))))
}

fn money(to: &mut Pack, total: MoneyPair) {
    to.text(total.shop.currency.code());
    to.signed(total.shop.minor);
    let same = total.charged == total.shop;
    to.byte(u8::from(!same));
    if !same {
        to.text(total.charged.currency.code());
        to.signed(total.charged.minor);
    }
}

fn money_from(from: &mut Unpack<'_>) -> Result<MoneyPair, Unreadable> {
    let shop = from.money()?;
    let charged = if from.byte()? == 0 { shop } else { from.money()? };
    Ok(MoneyPair { shop, charged })
}

fn list(to: &mut Pack, texts: &[Clean]) {
    to.number(texts.len() as u64);
    for text in texts {
        to.text(text.raw());
    }
}

fn list_from(from: &mut Unpack<'_>) -> Result<Vec<Clean>, Unreadable> {
    let count = from.number()?;
    (0..count).map(|_| plain(from)).collect()
}

fn plain(from: &mut Unpack<'_>) -> Result<Clean, Unreadable> {
    from.text().map(Clean::new)
}

fn phone(from: &mut Unpack<'_>) -> Result<Clean, Unreadable> {
    from.text().map(Clean::phone)
}

fn address(to: &mut Pack, address: &Address) {
    let Address {
        name,
        company,
        line1,
        line2,
        city,
        region,
        region_code,
        postal_code,
        country,
        country_code,
        phone,
    } = address;
    for part in [
        name,
        company,
        line1,
        line2,
        city,
        region,
        region_code,
        postal_code,
        country,
        country_code,
        phone,
    ] {
        to.text(part.raw());
    }
}

fn address_from(from: &mut Unpack<'_>) -> Result<Address, Unreadable> {
    Ok(Address {
        name: plain(from)?,
        company: plain(from)?,
        line1: plain(from)?,
        line2: plain(from)?,
        city: plain(from)?,
        region: plain(from)?,
        region_code: plain(from)?,
        postal_code: plain(from)?,
        country: plain(from)?,
        country_code: plain(from)?,
        phone: phone(from)?,
    })
}

fn card(to: &mut Pack, card: &CardPrint) {
    to.text(card.bin.raw());
    to.text(card.last_four.raw());
    let (month, year) = card.expiry.unwrap_or((0, 0));
    to.number(u64::from(month));
    to.number(u64::from(year));
}

fn card_from(from: &mut Unpack<'_>) -> Result<CardPrint, Unreadable> {
    let (bin, last_four) = (plain(from)?, plain(from)?);
    let month = u8::try_from(from.number()?).map_err(|_| Unreadable)?;
    let year = u16::try_from(from.number()?).map_err(|_| Unreadable)?;
    let expiry = (month != 0 || year != 0).then_some((month, year));
    Ok(CardPrint { bin, last_four, expiry })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::order;
    use crate::domain::{Currency, Money};

    fn text() -> impl Strategy<Value = Clean> {
        prop_oneof![
            Just(Clean::default()),
            Just("US".into()),
            Just("California".into()),
            Just("same".into()),
            ".{0,40}".prop_map(|text| Clean::new(&text)),
        ]
    }

    fn known<T: std::fmt::Debug + Clone + 'static>(
        value: impl Strategy<Value = T> + 'static,
    ) -> BoxedStrategy<Readable<T>> {
        prop_oneof![
            Just(Readable::Absent),
            Just(Readable::Denied("The app may not read it.".to_owned())),
            value.prop_map(Readable::Known),
        ]
        .boxed()
    }

    fn any_address() -> impl Strategy<Value = Address> {
        prop::collection::vec(text(), 11).prop_map(|parts| Address {
            name: parts[0].clone(),
            company: parts[1].clone(),
            line1: parts[2].clone(),
            line2: parts[3].clone(),
            city: parts[4].clone(),
            region: parts[5].clone(),
            region_code: parts[6].clone(),
            postal_code: parts[7].clone(),
            country: parts[8].clone(),
            country_code: parts[9].clone(),
            phone: Clean::phone(parts[10].raw()),
        })
    }

    fn moment() -> impl Strategy<Value = Timestamp> {
        (0_i64..4_000_000_000_000).prop_map(Timestamp::from_millis)
    }

    prop_compose! {
        fn any_order()(
            texts in (text(), text(), prop::collection::vec(text(), 0..4)),
            moments in (moment(), moment(), prop::option::of(moment())),
            readable in (known(text()), known(text()), known(text())),
            places in (known(any_address()), prop::option::of(known(any_address()))),
            sums in (any::<i64>(), any::<i64>(), any::<u32>()),
            numbers in (0_usize..9, 0_usize..5, 0_usize..6, prop::option::of(0_usize..3)),
            rest in (prop::option::of("[0-9a-z]{0,20}"), prop::option::of((text(), any::<u8>()))),
        ) -> ShortOrder {
            let money = |minor, code| Money { minor, currency: Currency::new(code).unwrap() };
            let expiry = |month: u8| (month > 0).then_some((month, 2030));
            ShortOrder {
                name: texts.0.clone(),
                placed_at: moments.0,
                updated_at: moments.1,
                archived_at: moments.2,
                cancelled_at: None,
                email: readable.0.clone(),
                phone: readable.1.map(|text| Clean::phone(text.raw())),
                ip: readable.2,
                shipping: places.1.unwrap_or_else(|| places.0.clone()),
                billing: places.0,
                customer_id: rest.0.map(Into::into),
                customer_name: readable.0,
                total: Some(MoneyPair { shop: money(sums.0, "USD"), charged: money(sums.1, "XTS") }),
                pieces: sums.2,
                coupons: texts.2.clone(),
                tags: texts.2,
                payment: PAYMENTS[numbers.0],
                fulfilment: FULFILMENTS[numbers.1],
                risk: RISKS[numbers.2],
                card: rest.1.map(|(bin, month)| CardPrint {
                    bin, last_four: "4242".into(), expiry: expiry(month),
                }),
                device: Some(texts.1),
                bad_end: numbers.3.map(|at| BAD_ENDS[at]),
                ..ShortOrder::from(&order())
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_the_same(order in any_order()) {
            let packed = pack(&order);

            let out = unpack(&packed, order.shop.clone(), order.id.clone());

            prop_assert_eq!(out, Ok(order));
        }

        #[test]
        fn damaged_bytes_are_refused_and_never_a_panic(
            order in any_order(), at in any::<prop::sample::Index>(), byte in any::<u8>()
        ) {
            let mut packed = pack(&order);
            let at = at.index(packed.len());
            packed[at] = byte;

            let _either = unpack(&packed, order.shop.clone(), order.id.clone());

            prop_assert!(unpack(&packed[..at.min(3)], order.shop, order.id).is_err());
        }
    }

    #[test]
    fn the_bytes_on_disk_stay_as_they_are() {
        let packed = pack(&ShortOrder::from(&order()));

        let mut written = String::new();
        for byte in &packed {
            write!(written, "{byte:02x}").unwrap();
        }
        assert_eq!(
            written,
            "0114233230343780e692c5be68010000000300000155fcca010003013c616461406578616d706c652e6f\
             7267013c2b3120343135203535352030313334013439332e3138342e3231362e333400013041646120\
             4c696e646772656e01383132204d61696e205374726565741441707420341c4f616b6c616e648d010d\
             1439343630370905010300000000000000"
        );
    }

    #[test]
    fn an_ordinary_order_is_small() {
        let order = ShortOrder::from(&order());

        let json = serde_json::to_vec(&order).unwrap();

        assert!(pack(&order).len() * 6 < json.len(), "{} of {}", pack(&order).len(), json.len());
    }
}
