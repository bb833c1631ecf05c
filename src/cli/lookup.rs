//! `unhold lookup`: the tables and number plans on their own, without an order or a network.

use std::net::IpAddr;

use clap::{Args, Subcommand};

use super::data;
use super::json::{Distance, DistanceDocument, LookupDocument, Seen};
use super::out::Printer;
use super::place::Sought;
use super::session::Ended;
use super::table::row;
use crate::config::Paths;
use crate::domain::{Clean, Fault, Kind, Network, Place, Places};
use crate::evidence::look_up::{self, EmailSeen, PhoneSeen};
use crate::places::{Sources, open};

#[derive(Debug, Args)]
pub(crate) struct LookupArgs {
    /// What to look up
    #[command(subcommand)]
    pub(crate) what: LookupWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LookupWhat {
    /// Where addresses of the internet are, and whose
    Ip(LookupManyArgs),
    /// How far two places are apart: `LAT,LON`, `POSTAL, COUNTRY` or `CITY[, REGION], COUNTRY`
    Distance(LookupDistanceArgs),
    /// Whether telephone numbers exist, where and on which kind of line
    Phone(LookupManyArgs),
    /// The mailboxes that e-mail addresses lead to
    Email(LookupManyArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LookupManyArgs {
    /// One or several
    #[arg(required = true, value_name = "WHAT")]
    pub(crate) inputs: Vec<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LookupDistanceArgs {
    /// From where
    #[arg(value_name = "PLACE", allow_negative_numbers = true, allow_hyphen_values = true)]
    pub(crate) from: String,
    /// To where
    #[arg(value_name = "PLACE", allow_negative_numbers = true, allow_hyphen_values = true)]
    pub(crate) to: String,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// Looks up what was asked for; needs no config, no order and no network.
pub(super) fn run(paths: &Paths, args: &LookupArgs, out: &mut Printer<'_>) -> Result<Ended, Fault> {
    let tables = open(&Sources { folder: Some(data::folder(paths)) });
    let places: &dyn Places = &*tables;
    match &args.what {
        LookupWhat::Distance(args) => distance(places, args, out),
        LookupWhat::Ip(args) => many(args, |written| ip(places, written).map(Seen::Ip), out),
        LookupWhat::Phone(args) => {
            many(args, |written| look_up::phone(written, places).map(Seen::Phone), out)
        }
        LookupWhat::Email(args) => many(args, |text| look_up::email(text).map(Seen::Email), out),
    }
}

fn ip(places: &dyn Places, written: &str) -> Result<Network, String> {
    // A zone (`fe80::1%eth0`) names a door of one machine, and says nothing of the address.
    let bare = written.trim().split('%').next().unwrap_or_default();
    let bare = bare.trim_start_matches('[').trim_end_matches(']');
    let address: IpAddr = bare.parse().map_err(|_| {
        "This is no IP address; write it like 203.0.113.9 or 2001:db8::9".to_owned()
    })?;
    places.network(address)
}

fn many(
    args: &LookupManyArgs,
    ask: impl Fn(&str) -> Result<Seen, String>,
    out: &mut Printer<'_>,
) -> Result<Ended, Fault> {
    let answers: Vec<(String, Result<Seen, String>)> = args
        .inputs
        .iter()
        .map(|written| (Clean::new(written).fitted(120).into_owned(), ask(written)))
        .collect();
    let failed = answers.iter().filter(|(_, answer)| answer.is_err()).count();
    let fault = (failed > 0).then(|| {
        Fault::new(Kind::Failed, format!("{failed} of {} were not found", answers.len()))
            .hint("the reason stands beside each")
    });
    if args.json {
        out.json(&LookupDocument::of(&answers, fault.as_ref()))?;
        return Ok(fault.map_or(Ended::Good, Ended::Told));
    }
    for (input, answer) in &answers {
        out.line(input)?;
        for line in told(answer) {
            out.line(&line)?;
        }
    }
    out.end()?;
    // Each reason stands beside its input already; the code tells a script.
    Ok(fault.map_or(Ended::Good, Ended::Told))
}

fn told(answer: &Result<Seen, String>) -> Vec<String> {
    let fact = |(label, value): (&str, String)| row([("", 0), (label, 12), (&value, 0)]);
    let facts = match answer {
        Err(why) => vec![("unknown", why.clone())],
        Ok(Seen::Ip(network)) => network_facts(network),
        Ok(Seen::Phone(seen)) => phone_facts(seen),
        Ok(Seen::Email(seen)) => email_facts(seen),
    };
    facts.into_iter().map(fact).collect()
}

fn network_facts(network: &Network) -> Vec<(&'static str, String)> {
    let place = [&network.city, &network.region, &network.country];
    let place: Vec<&str> = place.into_iter().filter_map(Option::as_deref).collect();
    let mut facts = Vec::new();
    if !place.is_empty() {
        facts.push(("place", place.join(", ")));
    }
    if let (Some(point), Some(radius)) = (network.point, network.radius_km) {
        let at =
            format!("{:.2}, {:.2}, within {radius:.0} km nine times of ten", point.lat, point.lon);
        facts.push(("about", at));
    }
    let company = network.network.as_deref().unwrap_or("unknown");
    let asn = network.asn.map_or_else(String::new, |asn| format!(" (AS{asn})"));
    facts.push(("network", format!("{company}{asn}")));
    let provider =
        network.provider.as_ref().map_or_else(String::new, |provider| format!(", {provider}"));
    facts.push(("kind", format!("{}{provider}", network.kind.word())));
    facts.push(("source", source(network)));
    facts
}

/// Where it is known from, with its day unless the name of the source has it.
fn source(network: &Network) -> String {
    match network.as_of.map(|day| day.to_string()) {
        Some(day) if !network.source.contains(&day) => format!("{}, as of {day}", network.source),
        _ => network.source.clone(),
    }
}

fn phone_facts(seen: &PhoneSeen) -> Vec<(&'static str, String)> {
    let valid = if seen.valid { "valid" } else { "no number that its country gives out" };
    let mut facts = vec![
        ("number", format!("{}, {valid}", seen.international)),
        ("line", seen.line.to_owned()),
    ];
    let more = [("country", &seen.country), ("area", &seen.area), ("carrier", &seen.carrier)];
    facts.extend(more.into_iter().filter_map(|(label, value)| Some((label, value.clone()?))));
    facts
}

fn email_facts(seen: &EmailSeen) -> Vec<(&'static str, String)> {
    let mut facts = vec![("mailbox", seen.mailbox.clone()), ("domain", seen.domain.clone())];
    facts.extend(seen.looks_like.map(|looks| ("looks like", looks.to_owned())));
    facts.push(("age", "unknown: nobody is asked".to_owned()));
    facts
}

fn distance(
    places: &dyn Places,
    args: &LookupDistanceArgs,
    out: &mut Printer<'_>,
) -> Result<Ended, Fault> {
    let from = located(places, &args.from)?;
    let to = located(places, &args.to)?;
    let apart = from.1.point.to(to.1.point);
    if args.json {
        out.json(&DistanceDocument::of(&Distance { from: &from, to: &to, apart }))?;
        return Ok(Ended::Good);
    }
    for (label, (input, place)) in [("from", &from), ("to", &to)] {
        let Place { point, precision, matched, .. } = place;
        let matched = format!("{matched}, by {}", precision.word());
        let value = format!("{input} ({matched}: {:.3}, {:.3})", point.lat, point.lon);
        out.line(&row([(label, 10), (&value, 0)]))?;
    }
    out.line(&row([("distance", 10), (&format!("{:.1} km", apart.kilometres), 0)]))?;
    out.line(&row([("bearing", 10), (&format!("{:.0}°", apart.bearing_degrees), 0)]))?;
    out.end()?;
    Ok(Ended::Good)
}

fn located(places: &dyn Places, written: &str) -> Result<(String, Place), Fault> {
    let shown = Clean::new(written).fitted(80).into_owned();
    let place = Sought::read(written).and_then(|sought| sought.locate(places)).map_err(|why| {
        Fault::new(Kind::Failed, format!("“{shown}” is not found: {why}")).hint(
            "write `LAT,LON`, `POSTAL, COUNTRY` or `CITY[, REGION], COUNTRY`, such as \"94110, US\"",
        )
    })?;
    Ok((shown, place))
}
