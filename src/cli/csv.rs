//! The queue as comma-separated values (RFC 4180).

use super::json::When;
use crate::desk::QueueRow;
use crate::domain::Clean;

const COLUMNS: [&str; 22] = [
    "order",
    "id",
    "shop",
    "lane",
    "risk",
    "score",
    "provider",
    "total",
    "currency",
    "charged",
    "charged_currency",
    "placed_at",
    "customer",
    "payment",
    "fulfilment",
    "held",
    "archived",
    "cancelled",
    "clock",
    "clock_at",
    "overdue",
    "recommendation",
];

/// The names of the columns.
pub(super) fn header() -> String {
    COLUMNS.join(",")
}

/// One order.
pub(super) fn line(row: &QueueRow, when: When) -> String {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let clock = row.clock;
    let cells: [String; 22] = [
        outside(&row.order),
        row.id.to_string(),
        row.shop.to_string(),
        row.lane.word().to_owned(),
        row.risk.word().to_owned(),
        row.score.as_ref().map(outside).unwrap_or_default(),
        outside(&row.provider),
        row.total.shop.decimal(),
        row.total.shop.currency.code().to_owned(),
        row.total.charged.decimal(),
        row.total.charged.currency.code().to_owned(),
        when.zone.rfc3339(row.placed_at),
        outside(&row.customer),
        row.payment.word().to_owned(),
        row.fulfilment.word().to_owned(),
        yes(row.held),
        yes(row.archived),
        yes(row.cancelled),
        clock.map_or("", |clock| clock.name.word()).to_owned(),
        clock.map(|clock| when.zone.rfc3339(clock.at)).unwrap_or_default(),
        yes(clock.is_some_and(|clock| clock.is_overdue(when.now))),
        row.recommendation.word().to_owned(),
    ];
    cells.map(quoted).join(",")
}

/// Outside text on one line. A spreadsheet would run a cell that begins like a formula,
/// so that a buyer's "name" could send the sheet away: an apostrophe stops it.
fn outside(text: &Clean) -> String {
    let shown = text.shown().into_owned();
    let begins = shown.trim_start().chars().next();
    if matches!(begins, Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠' | '^'))
    {
        return format!("'{shown}");
    }
    shown
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_stopped() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1 415 555", "'+1 415 555"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "'^I=1"),
            ("Ada", "Ada"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(outside(&Clean::new(text)), cell);
        }
    }

    #[test]
    fn commas_and_quotes_stay_inside_their_cell() {
        assert_eq!(quoted("a, \"b\"".into()), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("plain".into()), "plain");
    }
}
