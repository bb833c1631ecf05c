//! One row per signal: name, weight, threshold, and the reason of the defaults.
//!
//! A row is a constant for its check and an entry of the list that the config sample, the
//! rules' version and the documentation are made from, so that none can be forgotten.
//! Weights are log-odds: 0.7 doubles the odds, above 0 raises suspicion.

use super::Rule;
use crate::domain::Check;

macro_rules! rows {
    ($($check:ident { $($id:ident $name:literal $weight:literal
        $(from $from:literal $unit:literal)?, $why:literal;)* })*) => {
        $($(
            #[doc = $why]
            pub const $id: Rule = Rule {
                name: $name,
                check: Check::$check,
                weight: $weight,
                from: rows!(@from $($from $unit)?),
                why: $why,
            };
        )*)*
        /// Every row, check by check.
        pub(super) const ALL: &[Rule] = &[$($($id,)*)*];
    };
    (@from) => { None };
    (@from $from:literal $unit:literal) => { Some(($from, $unit)) };
}

rows! {
    Ip {
        IP_TOR "ip_tor" 1.2, "Shops rarely see honest buyers come through Tor (S44).";
        IP_PROXY "ip_proxy" 0.9, "An open proxy hides where the buyer is (S44).";
        IP_VPN "ip_vpn" 0.5, "Many honest people use a VPN; it hides the place all the same (S44).";
        IP_HOSTING "ip_hosting" 0.9, "People do not shop from a data centre; offices sometimes do (S43).";
        IP_NEAR "ip_near" -0.4, "The buyer's computer is where the bill goes; a proxy near by could feign that.";
        IP_REGION "ip_region" 0.3 from 300.0 "km", "Another region, at least so far from the bill: travel, or a telephone company's hub far away; possible, not certain (S42, S78).";
        IP_COUNTRY "ip_country" 0.7 from 100.0 "km", "Another country than the bill's, at least so far; nearer ones are border towns (S42).";
        IP_CONTINENT "ip_continent" 1.0, "Another continent than the bill's (S42).";
        IP_SENTENCE "ip_sentence" 0.3, "The store objects to the address in a way that no table of ours answers (S42).";
        IP_SENTENCE_GOOD "ip_sentence_good" -0.2, "The store finds the address in order.";
    }

    Distance {
        DISTANCE_SAME "distance_same" -0.4, "Goods that go to the bill's address are of little use to a thief (S35).";
        DISTANCE_STREET "distance_street" 0.1, "Another street of the same town is ordinary: work, family (S35).";
        DISTANCE_TOWN "distance_town" 0.3, "Another town of the region (S35).";
        DISTANCE_REGION "distance_region" 0.5, "Another region (S35, S36).";
        DISTANCE_COUNTRY "distance_country" 0.9, "Another country: the farther, the less can be got back (S36).";
        DISTANCE_FAR "distance_far" 0.3 from 1500.0 "km", "A very large distance is a strong sign, beside the region or country (S36).";
        DISTANCE_NAME "distance_name" 0.1, "Another name at another address, abroad or without a name to compare; at home a gift looks so.";
        DISTANCE_FAMILY "distance_family" -0.2, "The same surname at another address: family, or a second home; takes away at most what it raised.";
        DISTANCE_GIFT "distance_gift" -0.5, "Words of a gift explain another address; they take away at most what it raised (S36).";
    }

    Card {
        CARD_AVS_MATCH "card_avs_match" -0.5, "A thief seldom knows street and postal code of the card's owner.";
        CARD_AVS_STREET "card_avs_street" 0.2, "Only the street matches.";
        CARD_AVS_POSTAL "card_avs_postal" 0.1, "Only the postal code matches: people move, typos happen.";
        CARD_AVS_NONE "card_avs_none" 0.8, "Neither street nor postal code matches.";
        CARD_CVV_MATCH "card_cvv_match" -0.5, "Numbers stolen from a database come without the code.";
        CARD_CVV_WRONG "card_cvv_wrong" 1.2, "Who holds the card reads the code off it.";
        CARD_CVV_MISSING "card_cvv_missing" 0.3, "The code was not given; subscriptions and some wallets do that.";
        CARD_WALLET "card_wallet" -0.4, "A wallet asks the card's owner on the owner's own device.";
        CARD_NAME_SAME "card_name_same" -0.2, "The name on the card is that of the bill; easily copied.";
        CARD_NAME_OTHER "card_name_other" 0.3, "Family and companies pay for each other; a thief mixes names as well.";
        CARD_DECLINED_ONE "card_declined_one" 0.2, "One declined attempt is mostly a typo.";
        CARD_DECLINED_TWO "card_declined_two" 0.5, "Two declined attempts before one went through.";
        CARD_DECLINED_MANY "card_declined_many" 0.9, "Three declined attempts or more: somebody is trying.";
        CARD_SUSPECTED "card_suspected" 0.8, "The issuer or gateway called an attempt suspected fraud, or the card lost or stolen.";
        CARD_COUNTRY "card_country" 0.5, "The store says that the card was issued in another country than the bill's.";
        CARD_SEVERAL "card_several" 1.2 from 3.0 "cards", "Many cards on one order is how stolen numbers are tried out.";
    }

    Phone {
        PHONE_INVALID "phone_invalid" 0.5, "Fraudsters often give numbers that do not exist; typos happen too (S82).";
        PHONE_COUNTRY "phone_country" 0.2, "A number of a third country; people who moved keep theirs (S82).";
        PHONE_PREMIUM "phone_premium" 0.6, "Nobody is reached privately on a number that costs the caller extra.";
        PHONE_VOIP "phone_voip" 0.2, "Numbers on the internet are quickly had; many honest people have one.";
        PHONE_REPEATED "phone_repeated" 0.4, "Seven equal or counting digits are mostly made up.";
    }

    Email {
        EMAIL_SYNTAX "email_syntax" 0.5, "Nobody can be asked at what is no address; a typo may be behind it.";
        EMAIL_DISPOSABLE "email_disposable" 0.9, "A throw-away mailbox is for not being found; careful people use them too.";
        EMAIL_LOOKS_LIKE "email_looks_like" 0.5, "A domain that looks like a common one is a trick or a typo.";
        EMAIL_SLIP "email_slip" 0.2, "One letter away from a common provider: mostly a slip of the hand, and no mail arrives.";
        EMAIL_SHOP "email_shop" 0.3, "Resellers write from mailboxes that sound like a shop (S81).";
    }

    Address {
        ADDRESS_UNREACHABLE "address_unreachable" 0.8, "No parcel arrives at test words, keys or digits; somebody is trying the form out.";
        ADDRESS_NO_HOUSE "address_no_house" 0.2, "The house number is missing where houses have one; mostly forgotten.";
        ADDRESS_NO_CODE "address_no_code" 0.2, "The postal code is missing where mail needs one; mostly forgotten.";
        ADDRESS_CODE_FORM "address_code_form" 0.2, "The postal code is not written as its country does; a typo, or another country's.";
        ADDRESS_CODE_TOWN "address_code_town" 0.4 from 60.0 "km", "Postal code and town lie at least so far apart: a typo, or an address put together from two.";
        ADDRESS_CODE_REGION "address_code_region" 0.4, "Postal code and region are not of one place: a typo, or an address put together from two.";
        ADDRESS_PO_BOX "address_po_box" 0.1, "Carriers of parcels reach no box at a post office, and nobody lives there; many honest people have one.";
        ADDRESS_FORWARDER "address_forwarder" 0.4, "A forwarder hides where the goods go; people abroad use them honestly.";
    }

    Name {
        NAME_DIGITS "name_digits" 0.4, "People have no digits in their names; typos happen (S80, C20).";
        NAME_KEYS "name_keys" 0.8, "A run of neighbouring keys is nobody's name (S80, C20).";
        NAME_TWICE "name_twice" 0.1, "First equals last: mostly a form filled in haste; some people are called so (C20).";
    }

    OrderForm {
        ORDER_VALUE "order_value" 0.2, "The order is of high value as the shop's policy says; a large order is a large loss (S21).";
        ORDER_VALUE_RARE "order_value_rare" 0.5, "The sum is above ninety-nine in a hundred of the shop's orders.";
        ORDER_PIECES "order_pieces" 0.1, "More pieces than usual; bulk is no fraud by itself: deals and upsells (S79).";
        ORDER_FIRST "order_first" 0.1, "A first order; every honest customer had one.";
        ORDER_FIRST_LARGE "order_first_large" 0.4, "A first order of high value: nobody knows the buyer, and much is at stake.";
        ORDER_DISCOUNT "order_discount" 0.2 from 40.0 "%", "So much off the goods: large coupons are a red flag, and also what sales are (S80).";
        ORDER_NIGHT "order_night" 0.1, "Between one and half past four by the sun where the bill goes; people do shop at night.";
    }

    History {
        HISTORY_GOOD "history_good" -0.8 from 90.0 "days", "Earlier orders were paid, sent and kept for so long that nobody took the money back (S33).";
        HISTORY_KNOWN "history_known" -0.8 from 3.0 "orders", "The store knows a customer of so many orders, for as long; counted only where no earlier order here says it.";
        HISTORY_AS_MUCH "history_as_much" -0.3, "They bought as much before, and it went well (S78).";
        HISTORY_CHARGEBACK "history_chargeback" 2.0, "The card's owner took the money of an earlier order back.";
        HISTORY_FRAUD "history_fraud" 1.2, "An earlier order was refused as fraud, here or in the store.";
        HISTORY_REFUNDS "history_refunds" 0.3 from 3.0 "refunds", "So many earlier orders were given back.";
    }

    HostileText {
        HOSTILE_FORMULA "hostile_formula" 0.8, "A formula runs when a list is opened in a spreadsheet; nobody types one by accident.";
        HOSTILE_CODE "hostile_code" 0.8, "Code for a browser or a database; nobody types it by accident.";
        HOSTILE_PROMPT "hostile_prompt" 0.8, "Words to a language model: who writes them hopes that a machine decides.";
        HOSTILE_LONG "hostile_long" 0.2, "Far more text than belongs there; mostly pasted.";
        HOSTILE_MARKS "hostile_marks" 0.5, "Nobody types hidden characters by accident; text that was pasted may carry some.";
    }
}
