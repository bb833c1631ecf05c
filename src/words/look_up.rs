//! Addresses of pages that a reviewer opens by hand (S36, S39, S40, S46).
//!
//! Everything is encoded, and hidden characters go out as visible marks: a URL must not
//! say anything that the screen does not.

use std::net::IpAddr;

use url::Url;

use crate::domain::{Address, Clean, Fault, Kind, LookUp, Order, Readable};

const SEARCH: &str = "https://www.google.com/search";
const DIRECTIONS: &str = "https://www.google.com/maps/dir/";
const IP_PAGE: &str = "https://www.ip2location.com/demo/";

/// The URL of a look-up. `store_page` is the order's page in the store's admin, which only
/// the store knows. Refused, with the reason, when the order lacks what is looked up.
pub fn look_up_url(look_up: LookUp, order: &Order, store_page: &str) -> Result<String, Fault> {
    match look_up {
        LookUp::StoreAdmin => Ok(store_page.to_owned()),
        LookUp::Map => {
            let from = address(order, &order.billing, "billing address")?;
            let to = address(order, &order.shipping, "shipping address")?;
            let ends = [("api", "1"), ("origin", &from), ("destination", &to)];
            with_query(DIRECTIONS, &ends)
        }
        LookUp::WebName => order.buyer().map_or_else(|| Err(lacks(order, "name")), search),
        LookUp::WebEmail => search(text(order, &order.email, "e-mail address")?),
        LookUp::WebPhone => search(text(order, &order.phone, "phone number")?),
        LookUp::WebIp => ip_page(order, text(order, &order.ip, "IP address")?),
    }
}

fn search(text: &Clean) -> Result<String, Fault> {
    let exact = format!("\"{}\"", text.shown().replace('"', " ").trim());
    with_query(SEARCH, &[("q", &exact)])
}

fn ip_page(order: &Order, text: &Clean) -> Result<String, Fault> {
    let Ok(ip) = text.raw().trim().parse::<IpAddr>() else {
        return Err(Fault::new(
            Kind::State,
            format!("What {} gives as IP address is none: {text}", order.name),
        ));
    };
    let url = Url::parse(IP_PAGE).and_then(|page| page.join(&format!("./{ip}")));
    url.map(String::from).map_err(unbuilt)
}

fn with_query(page: &str, pairs: &[(&str, &str)]) -> Result<String, Fault> {
    Url::parse_with_params(page, pairs).map(String::from).map_err(unbuilt)
}

fn unbuilt(cause: url::ParseError) -> Fault {
    Fault::new(Kind::Failed, "The address of the page could not be built").because(cause)
}

fn text<'a>(order: &Order, value: &'a Readable<Clean>, what: &str) -> Result<&'a Clean, Fault> {
    match value {
        Readable::Known(text) if !text.is_blank() => Ok(text),
        Readable::Known(_) | Readable::Absent => Err(lacks(order, what)),
        Readable::Denied(why) => Err(Fault::new(Kind::State, why.clone())),
    }
}

fn address(order: &Order, value: &Readable<Address>, what: &str) -> Result<String, Fault> {
    match value {
        Readable::Known(address) if !address.is_blank() => Ok(address.one_line()),
        Readable::Known(_) | Readable::Absent => Err(lacks(order, what)),
        Readable::Denied(why) => Err(Fault::new(Kind::State, why.clone())),
    }
}

fn lacks(order: &Order, what: &str) -> Fault {
    Fault::new(Kind::State, format!("{} has no {what} to look up", order.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{address, order};

    fn url(look_up: LookUp, order: &Order) -> String {
        look_up_url(look_up, order, "https://shop.example/admin/orders/2047").unwrap()
    }

    #[test]
    fn every_look_up_has_an_encoded_url() {
        let order = order();
        let place = "12+Main+Street%2C+Apt+4%2C+Oakland%2C+CA%2C+94607%2C+US";
        let map =
            format!("https://www.google.com/maps/dir/?api=1&origin={place}&destination={place}");
        for (look_up, wanted) in [
            (LookUp::StoreAdmin, "https://shop.example/admin/orders/2047"),
            (LookUp::Map, map.as_str()),
            (LookUp::WebName, "https://www.google.com/search?q=%22Ada+Lindgren%22"),
            (LookUp::WebEmail, "https://www.google.com/search?q=%22ada%40example.org%22"),
            (LookUp::WebPhone, "https://www.google.com/search?q=%22%2B1+415+555+0134%22"),
            (LookUp::WebIp, "https://www.ip2location.com/demo/93.184.216.34"),
        ] {
            assert_eq!(url(look_up, &order), wanted);
        }
    }

    #[test]
    fn text_of_the_order_cannot_leave_its_place_in_the_url() {
        let mut order = order();
        order.billing = Readable::Known(address("A\"&q=x#y \u{202e}z"));
        assert_eq!(
            url(LookUp::WebName, &order),
            "https://www.google.com/search?q=%22A+%26q%3Dx%23y+%E2%9F%A8U%2B202E%E2%9F%A9z%22"
        );

        order.ip = Readable::Known("2606:2800:220:1::1".into());
        assert_eq!(
            url(LookUp::WebIp, &order),
            "https://www.ip2location.com/demo/2606:2800:220:1::1"
        );
        order.ip = Readable::Known("../evil".into());
        let fault = look_up_url(LookUp::WebIp, &order, "").unwrap_err();
        assert_eq!(fault.message(), "What #2047 gives as IP address is none: ../evil");
    }

    #[test]
    fn what_is_missing_or_withheld_is_refused_with_the_reason() {
        let mut order = order();
        order.email = Readable::Denied("E-mail is withheld.".to_owned());
        order.phone = Readable::Absent;
        order.shipping = Readable::Absent;
        for (look_up, why) in [
            (LookUp::WebEmail, "E-mail is withheld."),
            (LookUp::WebPhone, "#2047 has no phone number to look up"),
            (LookUp::Map, "#2047 has no shipping address to look up"),
        ] {
            assert_eq!(look_up_url(look_up, &order, "").unwrap_err().message(), why);
        }
    }
}
