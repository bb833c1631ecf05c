//! The store's timeline, read only.

use super::shapes::EventShape;
use crate::domain::{Clean, TimelineEvent};

/// Puts one line of the timeline into our words.
pub(super) fn event(shape: EventShape) -> TimelineEvent {
    let by = shape.author.filter(|author| !author.is_blank()).or(shape.app_title);
    TimelineEvent {
        at: shape.created_at,
        by: by.unwrap_or_default(),
        text: shape.message.map(|text| without_markup(text.raw())).unwrap_or_default(),
    }
}

/// Takes Shopify's HTML out of a timeline's line; a lone `<` in a sentence stays.
fn without_markup(text: &str) -> Clean {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        if !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            plain.push('<');
            rest = after;
            continue;
        }
        let Some((_, behind)) = after.split_once('>') else {
            plain.push('<');
            rest = after;
            break;
        };
        rest = behind;
    }
    plain.push_str(rest);
    for (entity, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, sign);
    }
    Clean::new(plain.trim())
}

#[cfg(test)]
mod tests {
    use super::without_markup;

    #[test]
    fn markup_of_a_timeline_line_goes_and_text_stays() {
        for (html, text) in [
            ("<p>Ann <a href=\"x\">placed</a> this &amp; paid</p>", "Ann placed this & paid"),
            ("3 < 4 and a<b", "3 < 4 and a<b"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(without_markup(html).raw(), text);
        }
    }
}
