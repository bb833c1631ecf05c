use std::io::{BufRead, Cursor};

use super::jsonl::{self, Lines};
use super::sheet::Sheet;
use super::{Format, Found, LONGEST, Source, Step, guessed, order_desk, shopify};
use crate::cache::ShopFacts;
use crate::domain::{
    BadEnd, Clean, Currency, Ended, Fault, Fulfilment, Payment, RiskLevel, ShopId, ShortOrder, Zone,
};

pub(super) fn facts() -> ShopFacts {
    ShopFacts {
        shop: ShopId::new("shop-1"),
        name: Clean::new("Example"),
        currency: Currency::USD,
        zone: Zone::named("America/New_York").unwrap(),
        reach_days: None,
    }
}

/// Every step of a file.
pub(super) fn read_as(
    from: Box<dyn BufRead + '_>,
    format: Format,
    shop: &ShopFacts,
) -> Result<Vec<Step>, Fault> {
    let mut source: Box<dyn Source + '_> = match format {
        Format::Jsonl => Box::new(Lines::new(from, shop.clone())),
        Format::ShopifyCsv => Box::new(shopify::orders(Sheet::new(from)?, shop.clone())?),
        Format::OrderDeskCsv => Box::new(order_desk::orders(Sheet::new(from)?, shop.clone())?),
    };
    let mut steps = Vec::new();
    while let Some(step) = source.step()? {
        steps.push(step);
    }
    Ok(steps)
}

/// What was taken, and what was refused on which line.
fn table(text: &str, format: Format) -> (Vec<Found>, Vec<(u64, String)>) {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for step in read_as(Box::new(Cursor::new(text.as_bytes())), format, &facts()).unwrap() {
        match step {
            Step::Read => {}
            Step::Order(order) => found.push(*order),
            Step::Refused(why) => refused.push((why.line, why.why)),
        }
    }
    (found, refused)
}

fn line(line: &str) -> Result<ShortOrder, String> {
    jsonl::order(line.as_bytes(), &facts()).map(|found| found.order)
}

const PLACED: &str = r#""placed_at":"2026-03-02T14:05:00Z""#;

#[test]
fn a_line_with_everything_is_taken_as_it_stands() {
    let text = include_str!("../../../tests/commands/orders.jsonl");

    let order = line(text.lines().next().unwrap()).unwrap();

    assert_eq!((order.id.as_str(), order.name.raw()), ("9001", "EX-9001"));
    assert_eq!(order.total.unwrap().shop.decimal(), "129.90");
    assert_eq!((order.pieces, order.payment, order.risk), (3, Payment::Paid, RiskLevel::High));
    assert_eq!(order.fulfilment, Fulfilment::Unfulfilled);
    assert_eq!((order.ended, order.bad_end), (Some(Ended::Chargeback), Some(BadEnd::Chargeback)));
    assert_eq!(order.customer_name.known().unwrap().raw(), "Ann Example");
    assert_eq!(order.billing.known().unwrap().region_code.raw(), "CA");
    assert_eq!((order.tags[0].raw(), order.coupons[0].raw()), ("vip", "SPRING"));
    assert!(order.cancelled_at.is_none() && order.archived_at.is_none());
    assert!(!serde_json::to_string(&order).unwrap().contains("1111"), "the note stays outside");
}

#[test]
fn a_line_with_an_id_and_a_time_is_an_order_of_which_the_rest_is_unknown() {
    let order = line(&format!(r#"{{"id":9001,{PLACED},"email":null}}"#)).unwrap();

    assert_eq!((order.id.as_str(), order.name.raw()), ("9001", "9001"));
    assert_eq!((order.total, order.ended, order.pieces), (None, None, 0));
    assert_eq!((order.payment, order.risk), (Payment::Unknown, RiskLevel::Unscored));
    assert!(order.email.known().is_none() && order.billing.known().is_none());
}

#[test]
fn what_is_not_taken_says_why_and_quotes_no_value() {
    let long = format!(r#"{{"id":"1",{PLACED},"note":"{}"}}"#, "x".repeat(LONGEST));
    let cases = [
        (format!("{{{PLACED}}}"), "`id` is missing"),
        (format!(r#"{{"id":" ",{PLACED}}}"#), "`id` is missing"),
        (format!(r#"{{"id":"4111111111111111",{PLACED}}}"#), "`id` is no id"),
        (r#"{"id":"1"}"#.to_owned(), "`placed_at` is missing"),
        (r#"{"id":"1","placed_at":"secret"}"#.to_owned(), "`placed_at` is no time"),
        (format!(r#"{{"id":"1",{PLACED},"emial":"secret@example.org"}}"#), "`emial` is no known"),
        (format!(r#"{{"id":"1",{PLACED},"billing":{{"town":"secret"}}}}"#), "`town` is no known"),
        (format!(r#"{{"id":"1",{PLACED},"items":[{{"colour":"secret"}}]}}"#), "`colour`"),
        (format!(r#"{{"id":"1",{PLACED},"id":"2"}}"#), "`id` is there twice"),
        (format!(r#"{{"id":"1",{PLACED},"total":"1.234"}}"#), "the total is no amount"),
        (format!(r#"{{"id":"1",{PLACED},"total":"-1.00"}}"#), "the total is no amount"),
        (format!(r#"{{"id":"1",{PLACED},"currency":"Euro"}}"#), "the currency is no code"),
        (format!(r#"{{"id":"1",{PLACED},"ended":"secret"}}"#), "`ended` is none of the words"),
        (format!(r#"{{"id":"1",{PLACED},"items":[{{"quantity":"secret"}}]}}"#), "`quantity`"),
        (format!(r#"{{"id":"1",{PLACED},"tags":"secret"}}"#), "`tags` is not of the kind"),
        (r#"["secret"]"#.to_owned(), "no JSON object"),
        (r#"{"id":"1","#.to_owned(), "ends in the middle"),
        ("hello secret".to_owned(), "no JSON"),
        (long, "longer than a mebibyte"),
    ];
    for (text, expected) in cases {
        let why = line(&text).unwrap_err();
        assert!(why.contains(expected) && !why.contains("secret"), "{text:.80}: {why}");
    }
}

#[test]
fn card_numbers_are_masked_wherever_they_stand() {
    let card = "4111 1111 1111 1111";
    let text = format!(
        r#"{{"id":"1","order":"{card}",{PLACED},"email":"{card}","ip":"{card}","phone":"{card}",
        "tags":["{card}"],"discount_codes":["{card}"],"customer_id":"4111111111111111",
        "billing":{{"name":"{card}","address2":"{card}","phone":"{card}","city":"{card}"}}}}"#
    );

    let kept = serde_json::to_string(&line(&text).unwrap()).unwrap();

    assert!(!kept.contains("4111"), "{kept}");
    assert!(kept.contains("[card …1111]"), "{kept}");
}

#[test]
fn a_store_id_that_has_the_check_digit_of_a_card_by_chance_is_kept() {
    // Thirteen digits whose sum holds; Shopify's ids are as long.
    let text = format!(r#"{{"id":"4222222222222",{PLACED}}}"#);

    assert_eq!(line(&text).unwrap().id.as_str(), "4222222222222");
}

const SHOPIFY: &str = "\u{feff}Name,Email,Financial Status,Fulfillment Status,Currency,Total,\
Discount Code,Created at,Lineitem quantity,Lineitem name,Billing Name,Billing Address1,\
Billing Zip,Billing Province,Billing Country,Shipping Name,Shipping City,Notes,Cancelled at,Id,\
Tags,Risk Level,Phone\r\n\
#1001,a@example.org,paid,unfulfilled,USD,129.90,SPRING,2026-03-02 14:05:00 -0500,2,\"Wine, red\",\
Ann Example,\"12 Oak\nStreet\",'01234,MA,US,Bo Gift,Reno,4111 1111 1111 1111,,5551,\"vip, new\",\
High,'+14155550134\r\n\
#1001,a@example.org,,,,,,2026-03-02 14:05:00 -0500,3,Other,,,,,,,,,,,,,\r\n\
#1002,b@example.org,refunded,partial,EUR,,,2026-03-03 09:00:00 +0100,1,Third,,,,,,,,,\
2026-03-04 10:00:00 +0100,,,,\r\n";

#[test]
fn rows_of_one_order_in_shopifys_export_are_one_order() {
    let (found, refused) = table(SHOPIFY, Format::ShopifyCsv);

    assert_eq!(refused, []);
    let [first, second] = &found[..] else { panic!("two orders, not {}", found.len()) };
    assert_eq!((first.order.id.as_str(), first.has_id), ("5551", true));
    assert_eq!((first.order.name.raw(), first.order.pieces), ("#1001", 5));
    assert_eq!(first.order.placed_at.to_string(), "2026-03-02T19:05:00Z");
    let billing = first.order.billing.known().unwrap();
    assert_eq!((billing.postal_code.raw(), billing.line1.raw()), ("01234", "12 Oak\nStreet"));
    assert_eq!(first.order.phone.known().unwrap().raw(), "+14155550134");
    assert_eq!(first.order.tags.iter().map(Clean::raw).collect::<Vec<_>>(), ["vip", "new"]);
    assert_eq!(first.order.risk, RiskLevel::High);
    assert_eq!((second.order.id.as_str(), second.has_id), ("#1002", false));
    assert_eq!((second.order.total, second.order.payment), (None, Payment::Refunded));
    assert!(second.order.cancelled_at.is_some());
}

#[test]
fn a_row_that_cannot_be_read_is_refused_with_its_line_and_the_others_are_taken() {
    let text = "Name,Created at,Lineitem quantity,Total\n\
        #1,2026-03-02 14:05:00 -0500,1,10.00\n\
        #2,yesterday,1,10.00\n\
        #2,,2,\n\
        \n\
        #3,2026-03-02 14:05:00 -0500,1\n\
        #4,2026-03-02 14:05:00 -0500,many,10.00\n\
        #5,2026-03-02,1,\"10.00\n";

    let (found, refused) = table(text, Format::ShopifyCsv);

    assert_eq!(found.iter().map(|found| found.order.name.raw()).collect::<Vec<_>>(), ["#1"]);
    let whys: Vec<_> = refused.iter().map(|(line, why)| (*line, why.as_str())).collect();
    assert_eq!(
        whys,
        [
            (3, "“Created at” is no time such as 2026-03-02 14:05:00 -0500"),
            (4, "the first row of this order was refused"),
            (6, "the row has 3 fields where the head has 4"),
            (7, "“Lineitem quantity” is no number"),
            (8, "a quotation mark is not closed before the file ends"),
        ]
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_no_more_than_a_mebibyte() {
    let rows = "#2,2026-03-02 14:05:00 -0500,1\n".repeat(70_000);
    let text = format!("Name,Created at,Lineitem quantity\n\"#1,x,1\n{rows}");

    let (found, refused) = table(&text, Format::ShopifyCsv);

    assert_eq!(found.len(), 1, "what follows is taken");
    assert!(refused[0].1.starts_with("a quotation mark is not closed before line"), "{refused:?}");
    assert_eq!((refused.len(), refused[0].0), (1, 2));
}

#[test]
fn order_desks_columns_are_found_by_their_titles() {
    let text = "order_id,source_id,date_added,email,order_total,shipping_first_name,\
        shipping_last_name,shipping_address1,shipping_state,shipping_country,customer_first_name,\
        customer_last_name,ip_address,item_name,item_quantity,cc_number_masked\n\
        26211,10021,2026-03-02 14:05:00,pat@example.com,$139.00,Pat,Lee,1 High St,,GB,Bo,Berg,\
        203.0.113.9,Filter,6,xxxxxxxxxxxx4242\n\
        26211,10021,2026-03-02 14:05:00,pat@example.com,$139.00,Pat,Lee,1 High St,,GB,Bo,Berg,\
        203.0.113.9,Other,1.00,xxxxxxxxxxxx4242\n";

    let (found, refused) = table(text, Format::OrderDeskCsv);

    assert_eq!(refused, []);
    assert_eq!(found.len(), 1);
    let order = &found[0].order;
    assert_eq!((order.name.raw(), found[0].has_id, order.pieces), ("10021", false, 7));
    assert_eq!(order.total.unwrap().shop.decimal(), "139.00");
    assert_eq!(order.placed_at.to_string(), "2026-03-02T19:05:00Z", "in the shop's zone");
    assert_eq!(order.shipping.known().unwrap().name.raw(), "Pat Lee");
    assert_eq!(order.customer_name.known().unwrap().raw(), "Bo Berg");
    assert!(!serde_json::to_string(order).unwrap().contains("4242"));
}

#[test]
fn a_table_of_another_kind_is_refused_by_the_columns_that_it_lacks() {
    for (format, text, lacks) in [
        (Format::ShopifyCsv, "Name,Total\n#1,2\n", "Created at; Lineitem quantity"),
        (Format::OrderDeskCsv, "Source ID,Colour\n1,red\n", "its day (“Date Added”"),
        (Format::OrderDeskCsv, "", "the file is empty"),
    ] {
        let Err(fault) = read_as(Box::new(Cursor::new(text)), format, &facts()) else {
            panic!("{text} is taken")
        };

        assert!(fault.message().contains(lacks), "{}", fault.message());
        assert!(fault.remedy().is_some(), "{text}");
    }
}

#[test]
fn the_beginning_of_a_file_tells_what_it_is() {
    for (text, format) in [
        ("\u{feff}{\"id\":1}", Format::Jsonl),
        ("\n  {\"id\":1}", Format::Jsonl),
        (SHOPIFY, Format::ShopifyCsv),
        ("Source ID,Date Added\n", Format::OrderDeskCsv),
    ] {
        assert_eq!(guessed(&mut Cursor::new(text)).unwrap(), format, "{text:.30}");
    }
}
