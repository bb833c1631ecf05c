//! From verb options to a wish.

use chrono::NaiveDate;

use super::args::{PlanArgs, RefundWord, VerbArgs};
use crate::domain::{Clean, Currency, Fault, Kind, Money, Notify, RefundTo, Restock, Verb};
use crate::verbs::{Amount, Wish};
use crate::words;

/// One option: its flag, whether it was given, and the verbs that know it.
struct Known {
    flag: &'static str,
    is_given: bool,
    verbs: &'static [Verb],
}

use Verb::{Cancel, Hold, Note, Refund, Release, Tag, Untag};

fn options(options: &VerbArgs) -> [Known; 9] {
    let option = |flag, is_given, verbs| Known { flag, is_given, verbs };
    [
        option("--note", options.note.is_some(), &[Release, Hold, Cancel, Refund, Note]),
        option("--reason", options.reason.is_some(), &[Hold, Cancel, Refund]),
        option("--amount", options.amount.is_some(), &[Refund]),
        option("--hold", !options.hold.is_empty(), &[Release]),
        option("--until", options.until.is_some(), &[Hold]),
        option("--refund", options.refund.is_some(), &[Cancel]),
        option("--restock", options.restock || options.no_restock, &[Cancel, Refund]),
        option("--notify", options.notify, &[Cancel, Refund]),
        option("--no-notify", options.no_notify, &[Cancel, Refund]),
    ]
}

/// Refuses options that say nothing to the verb: whoever writes them expects something.
pub(super) fn check(args: &PlanArgs) -> Result<(), Fault> {
    let usage = |sentence: String| Err(Fault::new(Kind::Usage, sentence));
    let verb = args.verb;
    let stray = options(&args.options).into_iter().find(|o| o.is_given && !o.verbs.contains(&verb));
    if let Some(stray) = stray {
        return usage(format!("`{}` does not go with {}", stray.flag, verb.word()));
    }
    match verb {
        Tag | Untag if args.values.is_empty() => usage(format!("{} needs a tag", verb.word())),
        Tag | Untag => Ok(()),
        _ if !args.values.is_empty() => usage(format!("{} takes no values after it", verb.word())),
        Note if args.options.note.is_none() => usage("note needs `--note TEXT`".to_owned()),
        _ => Ok(()),
    }
}

/// Reads the day of a hold on the shop's calendar; `closed` are the days to come on which
/// the shop is closed.
pub(super) fn until(
    typed: Option<&str>,
    today: NaiveDate,
    closed: &[NaiveDate],
) -> Result<Option<NaiveDate>, Fault> {
    let Some(typed) = typed else { return Ok(None) };
    let day = words::typed_day(typed, today, |day| !closed.contains(&day));
    day.map(Some).ok_or_else(|| {
        Fault::new(Kind::Usage, format!("`--until` is no day: {}", Clean::new(typed).shown()))
            .hint(words::DAY_FORMS)
    })
}

/// Builds the wish, but for the day of a hold, which needs the shop's calendar; amounts
/// are in the currency that the customer was charged in.
pub(super) fn wish(args: &PlanArgs, charged: Option<Currency>) -> Result<Wish, Fault> {
    let options = &args.options;
    Ok(Wish {
        holds: (!options.hold.is_empty())
            .then(|| options.hold.iter().map(|id| id.as_str().into()).collect()),
        note: options.note.as_deref().map(Clean::new),
        reason: options.reason,
        amount: amount(options.amount.as_deref(), charged)?,
        until: None,
        refund: options.refund.map(refund_to),
        restock: choice(options.restock, options.no_restock, Restock::Yes, Restock::No),
        notify: choice(options.notify, options.no_notify, Notify::Customer, Notify::Nobody),
        tags: args.values.iter().map(|tag| Clean::new(tag)).collect(),
    })
}

fn choice<T>(yes: bool, no: bool, on: T, off: T) -> Option<T> {
    match (yes, no) {
        (true, _) => Some(on),
        (_, true) => Some(off),
        _ => None,
    }
}

fn amount(typed: Option<&str>, charged: Option<Currency>) -> Result<Amount, Fault> {
    let (Some(typed), Some(currency)) = (typed, charged) else { return Ok(Amount::All) };
    let money = Money::parse(typed, currency).filter(|money| money.is_positive());
    money.map(Amount::Part).ok_or_else(|| {
        Fault::new(Kind::Usage, format!("`--amount` is not an amount in {currency}"))
            .hint(format!("write it as {}", example(currency)))
    })
}

fn example(currency: Currency) -> String {
    Money { minor: 1050, currency }.decimal()
}

fn refund_to(word: RefundWord) -> RefundTo {
    match word {
        RefundWord::Original => RefundTo::Original,
        RefundWord::Credit => RefundTo::Credit,
        RefundWord::None => RefundTo::None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Arguments, Command};

    fn parse(line: &str) -> PlanArgs {
        let words = ["unhold", "plan", "#2047"].into_iter().chain(line.split(' '));
        match Arguments::try_parse_from(words).unwrap().command {
            Some(Command::Plan(args)) => args,
            other => panic!("{other:?}"),
        }
    }

    fn wished(line: &str) -> Wish {
        let args = parse(line);
        check(&args).unwrap();
        wish(&args, Some(Currency::USD)).unwrap()
    }

    #[test]
    fn options_become_a_wish() {
        let dollars = Money::parse("12.50", Currency::USD).unwrap();
        for (line, expected) in [
            ("release", Wish::default()),
            (
                "unhold --hold 7 --hold 8",
                Wish { holds: Some(vec!["7".into(), "8".into()]), ..Wish::default() },
            ),
            ("note --note seen", Wish { note: Some("seen".into()), ..Wish::default() }),
            (
                "refund --amount 12.5 --notify",
                Wish {
                    amount: Amount::Part(dollars),
                    notify: Some(Notify::Customer),
                    ..Wish::default()
                },
            ),
            (
                "cancel --refund none --no-restock --no-notify",
                Wish {
                    refund: Some(RefundTo::None),
                    restock: Some(Restock::No),
                    notify: Some(Notify::Nobody),
                    ..Wish::default()
                },
            ),
            ("tag vip b", Wish { tags: vec!["vip".into(), "b".into()], ..Wish::default() }),
        ] {
            assert_eq!(wished(line), expected, "{line}");
        }
    }

    #[test]
    fn options_that_say_nothing_to_the_verb_are_refused() {
        for line in [
            "release --amount 3",
            "hold --refund none",
            "archive --note x",
            "note",
            "tag",
            "cancel vip",
            "untag",
            "refund --until 2026-11-26",
            "tag x --no-notify",
        ] {
            assert_eq!(check(&parse(line)).unwrap_err().kind(), Kind::Usage, "{line}");
        }
    }

    #[test]
    fn the_day_of_a_hold_is_read_as_people_write_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (today, closed) = (day("2026-11-25"), [day("2026-11-26")]);

        assert_eq!(until(None, today, &closed).unwrap(), None);
        for (typed, read) in
            [("friday", "2026-11-27"), ("+1", "2026-11-27"), ("1.12.", "2026-12-01")]
        {
            assert_eq!(until(Some(typed), today, &closed).unwrap(), Some(day(read)), "{typed}");
        }
        let fault = until(Some("12/05/2026"), today, &closed).unwrap_err();
        assert_eq!(fault.kind(), Kind::Usage);
        assert_eq!(fault.message(), "`--until` is no day: 12/05/2026");
    }

    #[test]
    fn an_amount_must_fit_the_currency_and_be_more_than_nothing() {
        for amount in ["0", "-1", "1.005", "ten", "1,5"] {
            let args = parse(&format!("refund --amount={amount}"));

            let fault = wish(&args, Some(Currency::USD)).unwrap_err();
            assert_eq!(fault.kind(), Kind::Usage, "{amount}");
            assert_eq!(fault.message(), "`--amount` is not an amount in USD");
            assert_eq!(fault.remedy(), Some("write it as 10.50"));
        }
    }
}
