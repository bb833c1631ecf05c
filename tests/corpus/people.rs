//! People of ten countries, each with a house, a number, a mailbox and a line at home.
//!
//! Towns, postal codes, area codes and providers are from general knowledge, and so are the
//! labels: nothing here was taken from the tables or lists of the program.

/// A town with a postal code of it, its region, and the area code of its telephones.
pub struct Town {
    pub name: &'static str,
    pub region: &'static str,
    pub code: &'static str,
    pub postal: &'static str,
    /// As dialled from abroad; `#` stands for a digit of the number itself.
    pub phone: &'static str,
    /// The first three numbers of a home provider's addresses.
    pub line: &'static str,
}

pub struct Country {
    pub code: &'static str,
    pub name: &'static str,
    pub towns: [Town; 3],
    /// `#` stands for the house number.
    pub streets: [&'static str; 6],
    pub given: [&'static str; 8],
    pub family: [&'static str; 9],
    /// A mailbox provider that many there use.
    pub mail: &'static str,
}

const fn town(
    name: &'static str,
    (region, code): (&'static str, &'static str),
    postal: &'static str,
    phone: &'static str,
    line: &'static str,
) -> Town {
    Town { name, region, code, postal, phone, line }
}

pub const COUNTRIES: [Country; 10] = [
    Country {
        code: "US",
        name: "United States",
        towns: [
            town("San Francisco", ("California", "CA"), "94110", "+1 415 64# ####", "24.5.0"),
            town("New York", ("New York", "NY"), "10001", "+1 212 68# ####", "71.167.0"),
            town("Chicago", ("Illinois", "IL"), "60601", "+1 312 66# ####", "73.0.0"),
        ],
        streets: [
            "# Oak Street",
            "# Maple Avenue",
            "# Elm Road",
            "# Pine Lane",
            "# Cedar Drive",
            "# Lake Boulevard",
        ],
        given: ["Emily", "Jacob", "Olivia", "Tyrone", "Grace", "Caleb", "Naomi", "Wesley"],
        family: [
            "Anderson",
            "Washington",
            "Kowalczyk",
            "Nguyen",
            "O'Brien",
            "Ramirez",
            "Steinberg",
            "Tran",
            "Whitfield",
        ],
        mail: "gmail.com",
    },
    Country {
        code: "CA",
        name: "Canada",
        towns: [
            town("Toronto", ("Ontario", "ON"), "M5V 3L9", "+1 416 59# ####", "70.50.0"),
            town("Vancouver", ("British Columbia", "BC"), "V6B 1A1", "+1 604 68# ####", "24.80.0"),
            town("Montréal", ("Quebec", "QC"), "H2Y 1C6", "+1 514 84# ####", "70.50.1"),
        ],
        streets: [
            "# Front Street W",
            "# Granville Street",
            "# Rue Saint-Paul",
            "# King Street",
            "# Queen Street",
            "# Robson Street",
        ],
        given: ["Chloé", "Liam", "Maëlle", "Noah", "Étienne", "Priya", "Owen", "Sarah"],
        family: [
            "Tremblay",
            "Gagnon",
            "MacDonald",
            "Singh",
            "Bouchard",
            "Fraser",
            "Wong",
            "Leblanc",
            "Sinclair",
        ],
        mail: "hotmail.com",
    },
    Country {
        code: "GB",
        name: "United Kingdom",
        towns: [
            town("London", ("England", "ENG"), "SW1A 1AA", "+44 20 79## ####", "81.128.0"),
            town("Manchester", ("England", "ENG"), "M1 1AE", "+44 161 23# ####", "86.0.0"),
            town("Edinburgh", ("Scotland", "SCT"), "EH1 1RE", "+44 131 22# ####", "81.128.1"),
        ],
        streets: [
            "# High Street",
            "# Church Lane",
            "# Victoria Road",
            "# Mill Close",
            "# Station Road",
            "# Albert Terrace",
        ],
        given: ["Harriet", "Oliver", "Zara", "Angus", "Imogen", "Rhys", "Fiona", "Mohammed"],
        family: [
            "Ashworth",
            "Patel",
            "MacLeod",
            "Featherstone",
            "Okafor",
            "Hughes",
            "Khan",
            "Pemberton",
            "Wren",
        ],
        mail: "outlook.com",
    },
    Country {
        code: "DE",
        name: "Germany",
        towns: [
            town("Berlin", ("Berlin", "BE"), "10117", "+49 30 20## ####", "79.192.0"),
            town("München", ("Bayern", "BY"), "80331", "+49 89 23## ####", "79.192.1"),
            town("Hamburg", ("Hamburg", "HH"), "20095", "+49 40 32## ####", "79.192.2"),
        ],
        streets: [
            "Lindenstraße #",
            "Hauptstraße #",
            "Gartenweg #",
            "Bahnhofstraße #",
            "Am Markt #",
            "Schillerplatz #",
        ],
        given: ["Jörg", "Annika", "Günther", "Leonie", "Matthias", "Ayşe", "Friederike", "Uwe"],
        family: [
            "Müller", "Schäfer", "Weiß", "Yılmaz", "Köhler", "von Berg", "Lange", "Brandt",
            "Hoffmann",
        ],
        mail: "web.de",
    },
    Country {
        code: "FR",
        name: "France",
        towns: [
            town("Paris", ("Île-de-France", "IDF"), "75001", "+33 1 42 ## ## ##", "92.128.0"),
            town(
                "Marseille",
                ("Provence-Alpes-Côte d'Azur", "PAC"),
                "13001",
                "+33 4 91 ## ## ##",
                "92.128.1",
            ),
            town("Lyon", ("Auvergne-Rhône-Alpes", "ARA"), "69002", "+33 4 72 ## ## ##", "92.128.2"),
        ],
        streets: [
            "# rue de la Paix",
            "# avenue Victor Hugo",
            "# boulevard Voltaire",
            "# place du Marché",
            "# rue des Lilas",
            "# quai des Belges",
        ],
        given: ["Amélie", "Jean-Pierre", "Fatoumata", "Théo", "Océane", "Luc", "Solène", "Karim"],
        family: [
            "Dubois",
            "Lefèvre",
            "Diallo",
            "Moreau",
            "Benali",
            "Rousseau",
            "Chevalier",
            "d'Arcy",
            "Petit",
        ],
        mail: "orange.fr",
    },
    Country {
        code: "ES",
        name: "Spain",
        towns: [
            town("Madrid", ("Madrid", "M"), "28013", "+34 91 52# ## ##", "80.24.0"),
            town("Barcelona", ("Barcelona", "B"), "08002", "+34 93 31# ## ##", "80.24.1"),
            town("Sevilla", ("Sevilla", "SE"), "41001", "+34 95 42# ## ##", "80.24.2"),
        ],
        streets: [
            "Calle Mayor #",
            "Avenida de América #",
            "Plaza de España #",
            "Calle del Sol #",
            "Paseo de Gracia #",
            "Calle Luna #",
        ],
        given: ["Lucía", "Íñigo", "Carmen", "Javier", "Nerea", "Álvaro", "Montserrat", "Pablo"],
        family: [
            "García López",
            "Fernández",
            "Etxeberria",
            "Núñez",
            "Puig",
            "Ortega",
            "Vázquez",
            "Serrano",
            "Molina",
        ],
        mail: "gmail.com",
    },
    Country {
        code: "IT",
        name: "Italy",
        towns: [
            town("Roma", ("Roma", "RM"), "00184", "+39 06 48## ####", "151.24.0"),
            town("Milano", ("Milano", "MI"), "20121", "+39 02 76## ####", "151.24.1"),
            town("Torino", ("Torino", "TO"), "10121", "+39 011 56# ####", "151.24.2"),
        ],
        streets: [
            "Via Roma #",
            "Via Garibaldi #",
            "Corso Italia #",
            "Piazza Dante #",
            "Viale Europa #",
            "Via Verdi #",
        ],
        given: [
            "Giulia",
            "Niccolò",
            "Chiara",
            "Salvatore",
            "Beatrice",
            "Lorenzo",
            "Ilaria",
            "Dario",
        ],
        family: [
            "Rossi",
            "De Luca",
            "Esposito",
            "Bianchi",
            "D'Angelo",
            "Ferrari",
            "Greco",
            "Conti",
            "Marchetti",
        ],
        mail: "libero.it",
    },
    Country {
        code: "NL",
        name: "Netherlands",
        towns: [
            town("Amsterdam", ("Noord-Holland", "NH"), "1012 JS", "+31 20 62# ####", "84.80.0"),
            town("Rotterdam", ("Zuid-Holland", "ZH"), "3011 AA", "+31 10 41# ####", "84.80.1"),
            town("Utrecht", ("Utrecht", "UT"), "3511 AB", "+31 30 23# ####", "84.80.2"),
        ],
        streets: [
            "Damrak #",
            "Kerkstraat #",
            "Dorpsweg #",
            "Julianalaan #",
            "Molenplein #",
            "Herengracht #",
        ],
        given: ["Sanne", "Daan", "Femke", "Ruud", "Anouk", "Joris", "Yasmin", "Bram"],
        family: [
            "de Vries",
            "van den Berg",
            "Jansen",
            "Bakker",
            "el Idrissi",
            "Visser",
            "Smit",
            "Meijer",
            "Hoekstra",
        ],
        mail: "gmail.com",
    },
    Country {
        code: "SE",
        name: "Sweden",
        towns: [
            town("Stockholm", ("Stockholm", "AB"), "111 22", "+46 8 545 ### ##", "81.224.0"),
            town("Göteborg", ("Västra Götaland", "O"), "413 01", "+46 31 77# ## ##", "90.224.0"),
            town("Malmö", ("Skåne", "M"), "211 22", "+46 40 30# ## ##", "90.224.1"),
        ],
        streets: [
            "Storgatan #",
            "Kungsgatan #",
            "Björkvägen #",
            "Södra Torget #",
            "Skolgränd #",
            "Ringvägen #",
        ],
        given: ["Åsa", "Björn", "Linnéa", "Karl-Erik", "Elsa", "Göran", "Amina", "Nils"],
        family: [
            "Lindqvist",
            "Öberg",
            "Sjöström",
            "Hassan",
            "Ek",
            "Nordin",
            "Blom",
            "Åkesson",
            "Ström",
        ],
        mail: "telia.com",
    },
    Country {
        code: "AU",
        name: "Australia",
        towns: [
            town("Sydney", ("New South Wales", "NSW"), "2000", "+61 2 92## ####", "1.120.0"),
            town("Melbourne", ("Victoria", "VIC"), "3000", "+61 3 96## ####", "1.120.1"),
            town("Brisbane", ("Queensland", "QLD"), "4000", "+61 7 32## ####", "1.120.2"),
        ],
        streets: [
            "# George Street",
            "# Collins Street",
            "# Beach Road",
            "# Railway Parade",
            "# Wattle Grove",
            "# Ocean View Terrace",
        ],
        given: ["Matilda", "Lachlan", "Thi Mai", "Bruce", "Isla", "Jarrah", "Siobhan", "Hamish"],
        family: [
            "Campbell",
            "Nguyen",
            "Papadopoulos",
            "Wilson",
            "Murray",
            "Chen",
            "Baxter",
            "Doyle",
            "Harrison",
        ],
        mail: "bigpond.com",
    },
];

/// One person; no two numbers give the same house, mailbox, number or line.
pub struct Person {
    pub country: &'static Country,
    pub town: &'static Town,
    pub name: String,
    pub street: String,
    pub phone: String,
    pub email: String,
    pub ip: String,
}

impl Person {
    /// The person of a country with a number below 200.
    pub fn of(country: &'static Country, number: usize) -> Self {
        let given = country.given[number % country.given.len()];
        let family = country.family[number % country.family.len()];
        let town = &country.towns[number % country.towns.len()];
        let street = country.streets[number % country.streets.len()];
        let street = street.replacen('#', &(number * 7 % 190 + 3).to_string(), 1);
        let letters = |text: &str| -> String {
            let plain = deunicode(text);
            plain.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase()
        };
        let email = match number % 3 {
            0 => format!("{}.{}{number}@{}", letters(given), letters(family), country.mail),
            1 => format!("{}@{}-{number}.example", letters(given), letters(family)),
            _ => format!(
                "{}{}{number}@gmail.com",
                letters(family),
                letters(given).chars().next().unwrap()
            ),
        };
        Self {
            country,
            town,
            name: format!("{given} {family}"),
            street,
            phone: dialled(town.phone, number),
            email,
            ip: format!("{}.{}", town.line, number + 20),
        }
    }
}

/// Fills the free digits of a number so that none is a run or all the same.
fn dialled(form: &str, number: usize) -> String {
    let mut rest = number * 7_919 + 1_385_207;
    form.chars()
        .map(|c| {
            if c != '#' {
                return c;
            }
            let digit = rest % 10;
            rest = rest / 10 + 3;
            char::from(b'0' + u8::try_from(digit).unwrap())
        })
        .collect()
}

/// The letters of these lists without their marks.
fn deunicode(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'ä' | 'å' | 'Å' | 'Á' => "a",
        'é' | 'è' | 'ë' | 'ê' | 'É' => "e",
        'í' | 'Í' | 'ı' | 'ï' | 'î' | 'Î' => "i",
        'ó' | 'ò' | 'ö' | 'ô' | 'Ö' | 'Ó' => "o",
        'ú' | 'ü' => "u",
        'ñ' => "n",
        'ş' => "s",
        'ß' => "ss",
        _ => "",
    };
    text.chars()
        .flat_map(|c| if c.is_ascii() { vec![c] } else { plain(c).chars().collect() })
        .collect()
}
