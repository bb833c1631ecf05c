//! Hostile and unusual text in every field that a stranger can fill.

use super::Mark::{self, High, Medium, Unseen};
use crate::demo::shop::generate::people::Name;
use crate::demo::shop::generate::scene::Scene;
use crate::demo::shop::generate::story::{Coupon, Draft};
use crate::demo::shop::{Shared, Text};

/// Bytes of the longest note.
const LONG_NOTE: usize = 100 * 1024;

/// What a stranger typed.
struct Typed {
    given: &'static str,
    family: &'static str,
    note: &'static str,
    attribute: (&'static str, &'static str),
    code: &'static str,
    mark: Mark,
}

const TYPED: &[Typed] = &[
    Typed {
        given: "Ada\u{1b}]0;all orders released\u{7}",
        family: "\u{1b}[2J\u{1b}[HNorth",
        note: "\u{1b}]52;c;cm0gLXJmIH4=\u{7}Please ship fast\u{1b}[31m\r\n\u{9b}31mthanks",
        attribute: ("utm\u{1b}[8m_source", "\u{1b}P+q544e\u{1b}\\mail"),
        code: "",
        mark: High,
    },
    Typed {
        given: "\u{202e}nhoJ",
        family: "\u{2066}\u{202e}htimS\u{2069}",
        note: "Invoice attached: invoice_\u{202e}gpj.exe",
        attribute: ("delivery", "\u{202d}left\u{202c} \u{200f}right"),
        code: "",
        mark: Medium,
    },
    Typed {
        given: "Jo\u{200b}hn",
        family: "Sm\u{200d}i\u{2060}th\u{feff}",
        note: "Leave at door\u{e0001}\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}\u{e007f}",
        attribute: ("how\u{ad}heard", "fri\u{200c}end\u{3164}"),
        code: "SAVE\u{200b}10",
        mark: Unseen,
    },
    Typed {
        given: "Lena",
        family: "Langbrief",
        note: "long",
        attribute: ("", ""),
        code: "",
        mark: Medium,
    },
    Typed {
        given: "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        family: "Wolfeschlegelsteinhausenbergerdorff-Adolph-Blaine-Charles-David-Earl-Frederick-Gerald-Hubert-Irvin-John-Kenneth-Lloyd-Martin-Nero-Oliver-Paul-Quincy-Randolph-Sherman-Thomas-Uncas-Victor-William-Xerxes-Yancy-Zeus-Senior-e\u{301}e\u{301}e\u{301}",
        note: "🏳️\u{200d}🌈🎁 for the 👩🏽\u{200d}⚕️ next door 🇸🇪🇰🇼",
        attribute: ("mood", "😀\u{fe0f}"),
        code: "",
        mark: Unseen,
    },
    Typed {
        given: "محمد",
        family: "الأحمد",
        note: "الرجاء الاتصال قبل التوصيل 5:00 PM، شكراً",
        attribute: ("שם", "יעל כהן"),
        code: "",
        mark: High,
    },
    Typed {
        given: "太郎",
        family: "山田",
        note: "置き配でお願いします。ｶﾞ全角ＡＢＣ１２３",
        attribute: ("한국어", "김민준 귀하"),
        code: "",
        mark: Unseen,
    },
    Typed {
        given: "Pat",
        family: "O'Neil; DROP TABLE orders;--",
        note: "In case it failed: card 4111 1111 1111 1111 exp 12/27 CVV 737, or 5555-5555-5555-4444 code: 123",
        attribute: ("card", "3782 822463 10005 cvc 1234"),
        code: "",
        mark: Medium,
    },
    Typed {
        given: "<script>alert(1)</script>",
        family: "{{7*7}}",
        note: "=HYPERLINK(\"http://198.51.100.7/x\",\"open\")\n\n\tsecond line\0after nul \\u001b[2J %n%s",
        attribute: ("=cmd|' /C calc'!A0", "\"},{\"admin\":true,\"x\":\""),
        code: "' OR 1=1 --",
        mark: Unseen,
    },
];

/// One order for each kind of hostile or unusual text.
pub(super) fn hostile(scene: &mut Scene) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(TYPED.len());
    for (place, typed) in TYPED.iter().enumerate() {
        let hours = 6 + 7 * i64::try_from(place).unwrap_or(0);
        drafts.push(draft(scene, typed, hours));
    }
    drafts
}

fn draft(scene: &mut Scene, typed: &'static Typed, hours: i64) -> Draft {
    let town = scene.any_town();
    let mut buyer = scene.new_buyer(town);
    let name = Name { given: scene.say(typed.given), family: scene.say(typed.family) };
    let mut address = scene.address(&name, town);
    address.phone.clone_from(&buyer.phone);
    buyer.address = Shared::new(address);
    let at = scene.ago(hours);
    let mut draft = scene.member(at, &buyer, typed.mark);
    draft.note = Some(if typed.note == "long" { long_note() } else { scene.say(typed.note) });
    if !typed.attribute.0.is_empty() {
        draft.attributes = vec![(scene.say(typed.attribute.0), scene.say(typed.attribute.1))];
    }
    if !typed.code.is_empty() {
        draft.coupon = Some(Coupon { code: scene.say(typed.code), percent: 10 });
    }
    draft
}

/// A note as long as someone who pastes a whole conversation.
fn long_note() -> Text {
    let line = "Bitte liefern Sie an die Nachbarin – sie weiß Bescheid. Ring twice, please… \n";
    let mut note = String::with_capacity(LONG_NOTE + line.len());
    while note.len() < LONG_NOTE {
        note.push_str(line);
    }
    note.into()
}
