//! Mailboxes as people make them up.

use super::countries::Country;
use super::dice::Dice;
use super::people::{Name, other_form};
use super::plain::plain;

/// The two sides of an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    pub local: String,
    pub domain: String,
}

impl Mailbox {
    /// The address as text.
    pub fn written(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// Whether its provider ignores dots.
    pub fn is_gmail(&self) -> bool {
        matches!(self.domain.as_str(), "gmail.com" | "googlemail.com")
    }
}

type Shares = &'static [(&'static str, usize)];

const WORLD: Shares = &[
    ("gmail.com", 540),
    ("yahoo.com", 130),
    ("hotmail.com", 90),
    ("outlook.com", 60),
    ("icloud.com", 70),
    ("aol.com", 45),
    ("live.com", 12),
    ("msn.com", 10),
    ("me.com", 8),
    ("proton.me", 8),
    ("protonmail.com", 6),
    ("ymail.com", 6),
];
const US: Shares = &[
    ("comcast.net", 300),
    ("att.net", 110),
    ("sbcglobal.net", 150),
    ("verizon.net", 130),
    ("bellsouth.net", 90),
    ("cox.net", 100),
    ("charter.net", 60),
    ("earthlink.net", 40),
];

/// Providers of one country, and how many of 1,000 of its people use one of them.
fn own(country: Country) -> (usize, Shares) {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    match country {
        Us => (80, US),
        Gb => (
            260,
            &[("hotmail.co.uk", 40), ("yahoo.co.uk", 30), ("btinternet.com", 25), ("sky.com", 10)],
        ),
        Ca => (
            220,
            &[
                ("yahoo.ca", 30),
                ("rogers.com", 25),
                ("shaw.ca", 25),
                ("videotron.ca", 15),
                ("telus.net", 15),
            ],
        ),
        De => (
            620,
            &[
                ("web.de", 35),
                ("gmx.de", 35),
                ("t-online.de", 20),
                ("gmx.net", 12),
                ("freenet.de", 5),
            ],
        ),
        Fr => (
            420,
            &[
                ("orange.fr", 35),
                ("free.fr", 25),
                ("hotmail.fr", 20),
                ("laposte.net", 15),
                ("wanadoo.fr", 12),
            ],
        ),
        Es => (200, &[("hotmail.es", 40), ("yahoo.es", 30), ("telefonica.net", 10)]),
        It => (
            450,
            &[
                ("libero.it", 45),
                ("virgilio.it", 15),
                ("alice.it", 15),
                ("tiscali.it", 10),
                ("hotmail.it", 15),
            ],
        ),
        Nl => (
            350,
            &[
                ("hotmail.nl", 20),
                ("ziggo.nl", 30),
                ("kpnmail.nl", 20),
                ("planet.nl", 10),
                ("live.nl", 15),
            ],
        ),
        Se => (200, &[("telia.com", 40), ("hotmail.se", 20), ("live.se", 15), ("comhem.se", 10)]),
        Br => (
            260,
            &[("hotmail.com.br", 10), ("yahoo.com.br", 40), ("uol.com.br", 25), ("bol.com.br", 10)],
        ),
        Jp => (
            500,
            &[
                ("yahoo.co.jp", 50),
                ("docomo.ne.jp", 20),
                ("ezweb.ne.jp", 10),
                ("softbank.ne.jp", 10),
            ],
        ),
        Au => (
            250,
            &[
                ("bigpond.com", 40),
                ("optusnet.com.au", 20),
                ("yahoo.com.au", 20),
                ("live.com.au", 10),
            ],
        ),
        Pl => (650, &[("wp.pl", 35), ("onet.pl", 30), ("o2.pl", 20), ("interia.pl", 15)]),
    }
}

/// Whether the plain form of a name is still free in people's minds, or has a number behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    No,
    /// Somebody had it before; this number makes it another.
    By(u64),
}

/// A mailbox of somebody of this name.
pub fn drawn(name: &Name, country: Country, taken: Taken, dice: &mut Dice) -> Mailbox {
    let (share, providers) = own(country);
    let mut local = local(name, dice);
    let kind = dice.below(1000);
    let domain = match kind {
        0..25 => format!("{}.{}", company(name, dice), dice.pick(&["com", "net", "org", "biz"])),
        _ if dice.hits(share) => (*dice.weighed(providers)).to_owned(),
        _ => (*dice.weighed(WORLD)).to_owned(),
    };
    if let Taken::By(number) = taken {
        local.push_str(&number.to_string());
    }
    Mailbox { local, domain }
}

fn company(name: &Name, dice: &mut Dice) -> String {
    const WHAT: [&str; 14] = [
        "consulting",
        "law",
        "homes",
        "group",
        "studio",
        "works",
        "media",
        "family",
        "design",
        "farms",
        "dental",
        "build",
        "tech",
        "health",
    ];
    format!("{}{}", plain(&name.family), dice.pick(&WHAT))
}

/// The part before the sign, as its owner thought of it.
fn local(name: &Name, dice: &mut Dice) -> String {
    let mut first = plain(&name.given);
    if dice.hits(150) {
        first = other_form(&name.given, dice).map_or(first, |form| plain(&form));
    }
    let last = plain(&name.family);
    let initial: String = first.chars().take(1).collect();
    let family: String = last.chars().take(1).collect();
    let base = match dice.below(1000) {
        0..190 => format!("{first}.{last}"),
        190..330 => format!("{first}{last}"),
        330..430 => format!("{initial}{last}"),
        430..470 => format!("{first}_{last}"),
        470..530 => format!("{first}{family}"),
        530..570 => format!("{last}.{first}"),
        570..610 => format!("{last}{first}"),
        610..650 => format!("{last}{initial}"),
        650..690 => format!("{initial}.{last}"),
        690..780 => format!("{first}{}", dice.digits(3)),
        780..830 => last,
        830..910 => hobby(dice),
        910..950 => format!("{}{first}", adjective(dice)),
        _ => return scrambled(dice),
    };
    numbered(base, dice)
}

fn numbered(base: String, dice: &mut Dice) -> String {
    match dice.below(1000) {
        0..180 => format!("{base}{:02}", (50 + dice.below(56)) % 100),
        180..260 => format!("{base}{}", 1950 + dice.below(56)),
        260..370 => format!("{base}{}", 1 + dice.low(99)),
        370..420 => format!("{base}{}", dice.digits(3)),
        _ => base,
    }
}

fn adjective(dice: &mut Dice) -> &'static str {
    *dice.pick(&[
        "crazy", "happy", "lucky", "the", "mr", "its", "super", "wild", "sweet", "big", "lil",
        "just", "real", "iam", "ms", "old", "blue", "sunny",
    ])
}

fn hobby(dice: &mut Dice) -> String {
    const THINGS: [&str; 48] = [
        "runner",
        "fishing",
        "guitar",
        "garden",
        "coffee",
        "tiger",
        "wolf",
        "eagle",
        "dragon",
        "biker",
        "golfer",
        "hunter",
        "yoga",
        "soccer",
        "surfer",
        "writer",
        "baker",
        "kitty",
        "doglover",
        "horses",
        "sunshine",
        "butterfly",
        "rainbow",
        "moon",
        "star",
        "ocean",
        "mountain",
        "river",
        "cowboy",
        "trucker",
        "gamer",
        "ninja",
        "teacher",
        "nurse",
        "mom",
        "dad",
        "grandma",
        "chef",
        "pilot",
        "sailor",
        "angel",
        "rose",
        "lily",
        "bear",
        "hawk",
        "storm",
        "snow",
        "music",
    ];
    format!("{}{}{}", adjective(dice), dice.pick(&THINGS), dice.digits(2))
}

fn scrambled(dice: &mut Dice) -> String {
    let letter = |_| char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[dice.below(36)]);
    (0..9).map(letter).collect()
}
