//! Taking back what is done and proved: the verb that does it, as a plan to be read.

use super::{Wish, row};
use crate::domain::{Clean, Step, Verb};

/// What takes a confirmed plan back: an ordinary plan of another verb, to be read and
/// confirmed like any other; or why there is none, as a sentence.
pub fn inverse(verb: Verb, steps: &[Step]) -> Result<(Verb, Wish), &'static str> {
    match (verb, row(verb).inverse) {
        (Verb::Tag | Verb::Untag, Some(inverse)) => {
            Ok((inverse, Wish { tags: tags(steps), ..Wish::default() }))
        }
        (_, Some(inverse)) => Ok((inverse, Wish::default())),
        (verb, None) => Err(nothing(verb)),
    }
}

fn tags(steps: &[Step]) -> Vec<Clean> {
    let of = |step: &Step| match step {
        Step::AddTags { tags } | Step::RemoveTags { tags } => tags.clone(),
        _ => vec![],
    };
    steps.iter().flat_map(of).collect()
}

/// Why no verb takes it back.
fn nothing(verb: Verb) -> &'static str {
    match verb {
        Verb::Cancel => {
            "a cancelled order cannot be opened again; the customer would have to order anew"
        }
        Verb::Refund => {
            "money that went back is not fetched again; the customer would have to pay anew"
        }
        Verb::Note => {
            "what was written into the note stays, colleagues may have read it; n adds a line"
        }
        Verb::Release | Verb::Hold | Verb::Tag | Verb::Untag | Verb::Archive | Verb::Unarchive => {
            "no verb takes it back"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_an_inverse_that_leads_back_or_a_sentence_that_says_why_not() {
        for verb in Verb::ALL {
            match inverse(verb, &[]) {
                Ok((back, _)) => {
                    assert_eq!(inverse(back, &[]).map(|(verb, _)| verb), Ok(verb), "{verb:?}");
                }
                Err(why) => {
                    assert!(matches!(verb, Verb::Cancel | Verb::Refund | Verb::Note), "{verb:?}");
                    assert!(why.len() > 30, "{why}");
                }
            }
        }
    }

    #[test]
    fn tags_that_were_set_are_the_ones_taken_off() {
        let steps = [Step::AddTags { tags: vec!["vip".into(), "b".into()] }];

        let (verb, wish) = inverse(Verb::Tag, &steps).unwrap();

        assert_eq!(verb, Verb::Untag);
        assert_eq!(wish.tags, ["vip".into(), "b".into()] as [Clean; 2]);
    }
}
