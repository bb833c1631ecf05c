//! The kinds of cases.

use unhold::domain::Check::{
    Address, Card, Distance, Duplicates, Email, History, HostileText, Ip, Name, OrderForm, Phone,
};
use unhold::domain::{Clean, PaymentDetails, Readable, RiskLevel};

use crate::cases::{
    Kind, Making, Truth, address, basket, cancelled_as_fraud, card, charged_back, coupon, declined,
    pay, payment, scored,
};
use crate::people::Person;

macro_rules! kinds {
    ($($name:literal $truth:ident [$($check:ident $label:literal),*] $make:expr;)*) => {
        pub const KINDS: &[Kind] = &[$(Kind {
            name: $name,
            truth: Truth::$truth,
            labels: &[$(($check, $label)),*],
            make: $make,
        },)*];
    };
}

kinds! {
    "an ordinary order" Honest [] |_| {};
    "another ordinary order" Honest [] |_| {};
    "capitals only" Honest [] |m| m.both(|a| {
        a.line1 = Clean::new(&a.line1.raw().to_uppercase());
        a.city = Clean::new(&a.city.raw().to_uppercase());
        a.name = Clean::new(&a.name.raw().to_uppercase());
    });

    "a computer in a data centre" Honest [Ip "of a hosting company"] |m| {
        let hosts = ["52.95.110.", "46.101.100.", "88.198.0.", "3.8.0.", "104.131.0."];
        m.ip(&format!("{}{}", hosts[m.number() / 1_000 % 5], m.number() / 10 % 200 + 11));
    };
    "Mullvad" Honest [Ip "of a VPN company"] |m| m.ip(&mullvad(m));
    "Tor" Odd [Ip "an exit of Tor"] |m| m.ip(&tor(m));
    "on another continent" Odd [Ip "on another continent"] |m| {
        let line = m.stranger.ip.clone();
        // Five countries further in the list lies another continent, but for two.
        let line = match m.person.country.code { "GB" | "DE" | "FR" => "126.0.0.7".to_owned(), "NL" | "IT" | "ES" | "SE" => "177.32.0.7".to_owned(), _ => line };
        m.ip(&line);
    };
    "a private address" Honest [Ip "an address that tells nothing"] |m| m.ip("192.168.1.20");
    "no address" Honest [Ip "an address that tells nothing"] |m| m.order.ip = Readable::Absent;
    "carrier-grade NAT" Honest [Ip "an address that tells nothing"] |m| m.ip("100.72.3.4");

    "Street spelled out or not" Honest [Distance "one address in two spellings"] |m| {
        let line = m.shipping().line1.raw().replace("Street", "St.").replace("Avenue", "Ave").replace("straße", "str.").replace("Road", "Rd").replace("Calle", "C/").replace("avenue", "av.").replace("boulevard", "bd").to_lowercase();
        m.shipping().line1 = Clean::new(&line);
    };
    "to the office" Honest [Distance "another house of the town"] |m| {
        m.shipping().line1 = Clean::new(&m.friend.street);
    };
    "a present for grandmother" Honest [Distance "a present with words of one"] |m| {
        let there = address(&m.friend);
        m.order.shipping = Readable::Known(there);
        m.order.note = "A birthday gift, please no invoice in the parcel".into();
    };
    "a present without words" Honest [Distance "another person in another region"] |m| {
        m.order.shipping = Readable::Known(address(&m.friend));
    };
    "goods abroad" Odd [Distance "another person in another country"] |m| {
        m.order.shipping = Readable::Known(address(&m.stranger));
    };
    "nothing to send" Honest [Distance "cannot be compared", Address "complete"] |m| m.order.shipping = Readable::Absent;
    "both addresses refused" Honest [Distance "cannot be compared", Address "cannot be read", Name "cannot be read", Ip "with nothing to compare"] |m| {
        let why = "the token may not read addresses";
        m.order.billing = Readable::Denied(why.to_owned());
        m.order.shipping = Readable::Denied(why.to_owned());
        m.order.customer = Readable::Denied(why.to_owned());
    };

    "national notation" Honest [] |m| {
        let rest = m.person.phone.split_once(' ').unwrap().1.to_owned();
        let trunk = if matches!(m.person.country.code, "US" | "CA" | "IT" | "ES") { "" } else { "0" };
        m.phone(&format!("{trunk}{rest}"));
    };
    "a mobile abroad" Honest [Phone "of another country"] |m| {
        let phone = m.stranger.phone.clone();
        m.phone(&phone);
    };
    "another area" Honest [Phone "of another area of the country"] |m| {
        let phone = m.friend.phone.clone();
        m.phone(&phone);
    };
    "too short a number" Odd [Phone "cannot exist"] |m| {
        let code = m.person.phone.split(' ').next().unwrap().to_owned();
        m.phone(&format!("{code} 12 34"));
    };
    "one digit over and over" Odd [Phone "made up"] |m| {
        let code = m.person.phone.split(' ').next().unwrap().to_owned();
        let digit = [9, 7, 8, 4, 6, 3, 2, 5, 7, 4][m.number() / 1_000];
        m.phone(&format!("{code} {}", digit.to_string().repeat(9)));
    };
    "premium line" Odd [Phone "costs the caller extra"] |m| m.phone(&format!("+44 909 879 {:04}", m.number()));
    "no number" Honest [Phone "not given"] |m| m.order.phone = Readable::Absent;

    "with a plus" Honest [] |m| {
        let (mailbox, domain) = m.person.email.split_once('@').unwrap();
        let email = format!("{mailbox}+vitamins@{domain}");
        m.email(&email);
    };
    "a throw-away mailbox" Odd [Email "a throw-away mailbox"] |m| {
        let hosts = ["mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "trashmail.com"];
        let email = format!("x{}@{}", m.number(), hosts[m.number() / 1_000 % 5]);
        m.email(&email);
    };
    "a domain that imitates" Odd [Email "imitates a provider"] |m| {
        let hosts = ["gmai1.com", "gmial.com", "hotmai1.com", "outlok.com", "yahooo.com"];
        let email = m.person.email.split('@').next().unwrap().to_owned() + "@" + hosts[m.number() / 1_000 % 5];
        m.email(&email);
    };
    "a storefront" Odd [Email "a storefront's"] |m| {
        let email = format!("sales@vitamin-outlet{}.example", m.number());
        m.email(&email);
    };
    "no mailbox" Honest [Email "no mailbox at all"] |m| m.email("none");
    "no e-mail" Honest [Email "not given"] |m| m.order.email = Readable::Absent;

    "the house left out" Honest [Address "without a house number"] |m| m.both(|a| {
        let line: String = a.line1.raw().chars().filter(|c| !c.is_ascii_digit()).collect();
        a.line1 = Clean::new(line.trim());
    });
    "the code of another town" Odd [Address "postal code of another region"] |m| {
        let code = m.friend.town.postal;
        let code = if code == m.person.town.postal { m.person.country.towns[0].postal } else { code };
        let other = m.person.country.towns.iter().find(|t| t.postal != m.person.town.postal && t.code != m.person.town.code).map_or(code, |t| t.postal);
        m.both(|a| a.postal_code = other.into());
    };
    "small letters in the code" Honest [] |m| m.both(|a| {
        a.postal_code = Clean::new(&a.postal_code.raw().to_lowercase().replace(' ', ""));
    });
    "nowhere" Odd [Address "no address that a parcel finds"] |m| m.both(|a| {
        a.line1 = "asdf".into();
    });
    "letters for digits" Odd [Address "a known place in disguise"] |m| m.both(|a| {
        let line = a.line1.raw().replace('a', "4").replace('e', "3").replace('o', "0");
        a.line1 = Clean::new(&format!("!!{line}~~"));
    });
    "a post-office box" Honest [Address "a box"] |m| {
        let words = match m.person.country.code { "DE" => "Postfach", "FR" => "BP", "ES" => "Apartado de Correos", "IT" => "Casella Postale", "NL" => "Postbus", "SE" => "Box", _ => "PO Box" };
        let line = format!("{words} {}", m.number() % 900 + 100);
        m.both(|a| a.line1 = Clean::new(&line));
    };

    "neither street nor code" Odd [Card "neither street nor postal code right"] |m| pay_with(m, "N", "M");
    "a wrong security code" Odd [Card "a wrong security code"] |m| pay_with(m, "Y", "N");
    "only the postal code" Honest [Card "only the postal code right"] |m| pay_with(m, "Z", "M");
    "a wallet" Honest [Card "by wallet"] |m| {
        let name = m.person.name.clone();
        let mut paid = card(&name, "Y", "M", m.number());
        paid.wallet = Some("APPLE_PAY".into());
        pay(&mut m.order, paid);
    };
    "one slip" Honest [Card "one attempt refused"] |m| {
        let again = card(&m.person.name, "Y", "N", m.number());
        declined(&mut m.order, vec![again]);
    };
    "one card tried out" Fraud [Card "many attempts refused"] |m| {
        let again = card(&m.person.name, "N", "N", m.number());
        declined(&mut m.order, vec![again.clone(), again.clone(), again.clone(), again]);
    };
    "cards tried out" Fraud [Card "many cards tried"] |m| {
        let cards = (1..5).map(|n| card(&m.person.name, "N", "N", m.number() + n * 11)).collect();
        declined(&mut m.order, cards);
    };
    "paid by transfer" Honest [Card "no card"] |m| {
        m.order.transactions = vec![payment(&m.order, PaymentDetails::Method("bank_transfer".into()))];
    };
    "the spouse's card" Honest [Card "another name of the family"] |m| {
        let family = m.person.name.rsplit(' ').next().unwrap().to_owned();
        let paid = card(&format!("Robin {family}"), "Y", "M", m.number());
        pay(&mut m.order, paid);
    };

    "twenty bottles, dear, first order" Odd [OrderForm "large for a first order"] |m| basket(&mut m.order, 20, 2_990);
    "a deal: many cheap ones" Honest [OrderForm "many pieces for little money"] |m| basket(&mut m.order, 14, 990);
    "most of the price taken off" Odd [OrderForm "a large coupon"] |m| {
        basket(&mut m.order, 6, 4_990);
        coupon(&mut m.order, "STAFF70", 70);
    };
    "a welcome code" Honest [OrderForm "a small coupon"] |m| coupon(&mut m.order, "WELCOME10", 10);

    "keys in a row" Odd [Name "keys in a row"] |m| m.called("asdfgh qwerty");
    "digits in the name" Odd [Name "digits in it"] |m| m.called("J0hn Sm1th");
    "the same twice" Honest [Name "the same word twice"] |m| m.called("Robin Robin");
    "short and rare" Honest [] |m| m.called("Xu Ng");
    "another script" Honest [] |m| m.called("山田 太郎");
    "three words and marks" Honest [] |m| m.called("Nguyễn Thị Ánh-Tuyết");

    "a customer for long" Honest [History "earlier orders, all good", Duplicates "the buyer's own earlier orders"] |m| {
        for days in [40, 25, 15] { m.earlier(days, |_| {}); }
        if let Readable::Known(customer) = &mut m.order.customer {
            customer.orders = Some(4);
            customer.since = Some(m.order.placed_at.plus_seconds(-86_400 * 120));
        }
    };
    "charged back before" Fraud [History "an earlier order charged back", Duplicates "of one who did harm"] |m| m.earlier(30, charged_back);
    "cancelled as fraud before" Fraud [History "an earlier order cancelled as fraud", Duplicates "of one who did harm"] |m| m.earlier(10, cancelled_as_fraud);
    "twice in a minute" Honest [Duplicates "the buyer's own earlier orders", History "another order of the day"] |m| {
        m.earlier(0, |o| { o.fulfilment = unhold::domain::Fulfilment::Unfulfilled; });
    };

    "many who pay, one who gets it" Fraud [Duplicates "several bills, one door", Distance "another person in another region"] |m| {
        let door = address(&m.friend);
        m.order.shipping = Readable::Known(door.clone());
        for n in [41, 43, 47] {
            let victim = Person::of(m.person.country, 120 + (n + m.number() / 10) % 60);
            m.beside(&victim, |o| o.shipping = Readable::Known(door.clone()));
        }
    } ;
    "another flat of the house" Honest [Duplicates "a neighbour's"] |m| {
        let house = m.person.street.clone();
        let neighbour = m.friend_in_town();
        m.both(|a| a.line2 = "2".into());
        m.beside(&neighbour, |o| {
            for side in [&mut o.billing, &mut o.shipping] {
                if let Readable::Known(a) = side {
                    a.line1 = Clean::new(&house);
                    a.line2 = "9".into();
                }
            }
        });
    };
    "the same mailbox under another name" Odd [Duplicates "one mailbox, several names"] |m| {
        let email = m.order.email.clone();
        let (one, two) = (Person::of(m.person.country, 180), Person::of(m.person.country, 181));
        m.beside(&one, |o| o.email = email.clone());
        m.beside(&two, |o| o.email = email.clone());
    };

    "turned around" Odd [HostileText "characters that turn text around"] |m| m.both(|a| {
        a.name = Clean::new(&format!("{}\u{202E}kcohs", a.name.raw()));
    });
    "nothing between the letters" Odd [HostileText "characters that nobody sees"] |m| {
        let email = m.person.email.replacen('@', "\u{200B}@", 1);
        m.email(&email);
        m.both(|a| a.line1 = Clean::new(&format!("{}\u{2063}\u{2063}", a.line1.raw())));
    };
    "a family emoji" Honest [HostileText "joiners of honest writing"] |m| m.order.note = "Thanks 👨‍👩‍👧 می‌خواهم".into();

    // Whole stories.
    "a stolen card" Fraud [Ip "of a hosting company", Distance "another person in another country", Phone "cannot exist", Email "a throw-away mailbox", Card "neither street nor postal code right", OrderForm "large for a first order"] |m| {
        m.order.risk = scored(RiskLevel::High);
        m.order.shipping = Readable::Known(address(&m.stranger));
        m.ip("88.198.0.77");
        let email = format!("q{}@yopmail.com", m.number());
        m.email(&email);
        let code = m.person.phone.split(' ').next().unwrap().to_owned();
        m.phone(&format!("{code} 12 34"));
        pay_with(m, "N", "N");
        basket(&mut m.order, 18, 3_990);
    };
    "a tester of cards" Fraud [Name "keys in a row", Card "many cards tried", Ip "an exit of Tor", Address "no address that a parcel finds"] |m| {
        m.order.risk = scored(RiskLevel::High);
        m.called("qwerty asdf");
        m.both(|a| a.line1 = "asdf".into());
        m.ip(&tor(m));
        let cards = (1..5).map(|n| card("qwerty asdf", "N", "N", m.number() + n * 13)).collect();
        declined(&mut m.order, cards);
    };
    "a quiet thief" Fraud [Distance "another person in another region", Ip "of a VPN company"] |m| {
        m.order.risk = scored(RiskLevel::High);
        m.order.shipping = Readable::Known(address(&m.friend));
        m.ip(&mullvad(m));
    };
    "one who sells on" Reseller [Email "a storefront's", OrderForm "large for a first order"] |m| {
        let email = format!("orders@supplement-store{}.example", m.number());
        m.email(&email);
        m.order.note = "Please send your wholesale price list".into();
        basket(&mut m.order, 36, 2_490);
    };
    "on holiday" Honest [Ip "on another continent", Card "by wallet"] |m| {
        let line = match m.person.country.code { "US" | "CA" | "AU" => "151.24.0.9", _ => "1.120.0.9" };
        m.ip(line);
        let mut paid = card(&m.person.name, "Y", "M", m.number());
        paid.wallet = Some("GOOGLE_PAY".into());
        pay(&mut m.order, paid);
    };
}

/// Exits of Tor fill this network, and Mullvad's computers in Malmö that one.
fn tor(m: &Making) -> String {
    format!("185.220.101.{}", m.number() / 1_000 * 7 + m.number() % 1_000 / 10 % 5 + 1)
}

fn mullvad(m: &Making) -> String {
    format!("193.138.218.{}", m.number() / 1_000 + m.number() % 1_000 / 10 % 2 * 130 + 74)
}

fn pay_with(m: &mut Making, avs: &str, cvv: &str) {
    let paid = card(&m.person.name, avs, cvv, m.number());
    pay(&mut m.order, paid);
}

impl Making {
    /// Somebody else who lives in the same town.
    fn friend_in_town(&self) -> Person {
        let mut friend = Person::of(self.person.country, 60 + self.number() / 10 % 30);
        friend.town = self.person.town;
        friend
    }
}
