//! Note, tags and the archive: one step each.

use super::Wish;
use super::build::{Draft, Setting, append_note};
use crate::domain::{Clean, Fault, Fulfilment, Kind, Order, Step};

pub(super) fn note(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let Some(text) = wish.note.as_ref().filter(|text| !text.is_blank()) else {
        return Err(Fault::new(Kind::Usage, format!("There is no text to add to {}", order.name))
            .hint("write the note first"));
    };
    Ok(Draft { steps: vec![append_note(order, text, setting)?], warnings: vec![] })
}

pub(super) fn tag(order: &Order, wish: &Wish) -> Result<Draft, Fault> {
    let Some(tags) = tags_to_add(order, wish)? else {
        let sentence = format!("{} already has every tag asked for", order.name);
        return Err(Fault::new(Kind::State, sentence));
    };
    Ok(Draft { steps: vec![Step::AddTags { tags }], warnings: vec![] })
}

pub(super) fn untag(order: &Order, wish: &Wish) -> Result<Draft, Fault> {
    named(order, wish)?;
    let wanted: Vec<String> = wish.tags.iter().map(folded).collect();
    let on_order: Vec<String> = order.tags.iter().map(folded).collect();
    if let Some((tag, _)) = wish.tags.iter().zip(&wanted).find(|(_, tag)| !on_order.contains(tag)) {
        return Err(Fault::new(Kind::State, format!("{} has no tag {tag}", order.name)));
    }
    // The store removes only what is spelled as on the order.
    let tags = order.tags.iter().filter(|tag| wanted.contains(&folded(tag))).cloned().collect();
    Ok(Draft { steps: vec![Step::RemoveTags { tags }], warnings: vec![] })
}

pub(super) fn archive(order: &Order) -> Draft {
    let mut draft = Draft { steps: vec![Step::SetArchived { archived: true }], warnings: vec![] };
    if order.fulfilment != Fulfilment::Fulfilled && !order.is_cancelled() {
        draft.warn("The goods have not all been sent; an archived order is easily forgotten.");
    }
    draft
}

pub(super) fn unarchive() -> Draft {
    Draft { steps: vec![Step::SetArchived { archived: false }], warnings: vec![] }
}

/// The tags that the order does not have yet, each once; the store tells tags apart
/// without regard to case. `None` when it has all of them.
pub(super) fn tags_to_add(order: &Order, wish: &Wish) -> Result<Option<Vec<Clean>>, Fault> {
    named(order, wish)?;
    let mut known: Vec<String> = order.tags.iter().map(folded).collect();
    let mut tags = Vec::new();
    for tag in &wish.tags {
        if !known.contains(&folded(tag)) {
            known.push(folded(tag));
            tags.push(Clean::new(tag.raw().trim()));
        }
    }
    Ok((!tags.is_empty()).then_some(tags))
}

/// A comma would make two tags of one in the store.
fn named(order: &Order, wish: &Wish) -> Result<(), Fault> {
    if wish.tags.is_empty() || wish.tags.iter().any(Clean::is_blank) {
        return Err(Fault::new(Kind::Usage, format!("No tag is named for {}", order.name))
            .hint("name at least one tag"));
    }
    if let Some(tag) = wish.tags.iter().find(|tag| tag.raw().contains(',')) {
        return Err(Fault::new(Kind::Usage, format!("The tag {tag} has a comma in it"))
            .hint("name the tags one by one"));
    }
    Ok(())
}

fn folded(tag: &Clean) -> String {
    tag.raw().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Verb;
    use crate::domain::sample::order;
    use crate::verbs::build::sample::build_with;

    fn tagged(wanted: &[&str]) -> Wish {
        Wish { tags: wanted.iter().map(|tag| Clean::new(tag)).collect(), ..Wish::default() }
    }

    fn order_with_tags(tags: &[&str]) -> Order {
        Order { tags: tags.iter().map(|tag| Clean::new(tag)).collect(), ..order() }
    }

    #[test]
    fn only_missing_tags_are_added_each_once() {
        let plan =
            build_with(Verb::Tag, &order_with_tags(&["Red"]), &tagged(&["red", "new ", "NEW"]));

        assert_eq!(plan.unwrap().steps, [Step::AddTags { tags: vec!["new".into()] }]);
    }

    #[test]
    fn tags_are_removed_as_they_are_spelled_on_the_order() {
        let order = order_with_tags(&["Fraud-Review", "vip"]);

        let plan = build_with(Verb::Untag, &order, &tagged(&["fraud-review"])).unwrap();

        assert_eq!(plan.steps, [Step::RemoveTags { tags: vec!["Fraud-Review".into()] }]);
    }

    #[test]
    fn tags_and_notes_that_say_nothing_are_refused() {
        let order = order_with_tags(&["red"]);
        for (verb, wish, sentence) in [
            (Verb::Tag, tagged(&["Red"]), "#2047 already has every tag asked for"),
            (Verb::Tag, tagged(&[]), "No tag is named for #2047"),
            (Verb::Tag, tagged(&["a", " "]), "No tag is named for #2047"),
            (Verb::Tag, tagged(&["a,b"]), "The tag a,b has a comma in it"),
            (Verb::Untag, tagged(&["blue"]), "#2047 has no tag blue"),
            (Verb::Note, Wish::default(), "There is no text to add to #2047"),
        ] {
            assert_eq!(build_with(verb, &order, &wish).unwrap_err().message(), sentence);
        }
    }

    #[test]
    fn archiving_unsent_goods_is_said() {
        let plan = build_with(Verb::Archive, &order(), &Wish::default()).unwrap();

        assert_eq!(plan.steps, [Step::SetArchived { archived: true }]);
        assert!(plan.warnings[0].contains("easily forgotten"));
    }
}
