//! What people, companies and cars are called, in the order of their frequency.

use std::sync::LazyLock;

use super::chance::Chance;

type Words = LazyLock<Vec<&'static str>>;

macro_rules! words {
    ($text:literal) => {
        LazyLock::new(|| $text.split_whitespace().collect())
    };
}

/// The 100 most frequent surnames of the United States (2010), which a quarter of the town has.
static LAST: Words = words!(
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson \
     Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis \
     Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera \
     Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart \
     Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim \
     Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo \
     Sanders Patel Myers Long Ross Foster Jiménez"
);
/// The long tail is put together.
static BEGINNINGS: Words = words!(
    "Ander Ash Bar Beck Black Bow Brad Bridge Burn Cald Carl Chal Clay Cole Crow Dal Den Don Dun East El Fair Fin \
     Fitz Gar Gil Gold Grim Hag Hal Hart Hath Hol Hunt Kel Ken Kirk Lam Lang Lind Mac Mar Mill Nor Oak Os Pem Pres \
     Quin Rad Rock Rosen Schmid Schul Shel Stan Stein Strat Thorn Van Wal West Whit Wolf"
);
static ENDINGS: Words = words!(
    "away bach berg born bridge brook burn by cliff dale den ell er ers ey field ford gate ham hardt hurst ington \
     kamp land ley lock man mann more ner rick sen shaw son stein ston ton well wick worth"
);
static ACCENTED: Words = words!("Müller O'Brien Quiñones García-Lopez Søndergaard Nuñez D'Angelo Wałęsa Weiß Peña");
static FIRST: Words = words!(
    "James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph \
     Jessica Thomas Sarah Christopher Karen Charles Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret \
     Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa \
     Timothy Deborah Ronald Stephanie George Rebecca Jason Sharon Edward Laura Jeffrey Cynthia Ryan Kathleen Jacob \
     Amy Gary Angela Nicholas Shirley Eric Anna Jonathan Brenda Stephen Pamela Larry Emma Justin Nicole Scott Helen \
     Brandon Samantha Maria José Beatriz Siobhán Jürgen Zoë Vera Ines Ana Tom Chloé Łukasz Søren Nguyet Priya Mei"
);
static TRADES: Words = words!(
    "Racing Plumbing Roofing Electric Landscaping Bakery Logistics Dental Farms Realty Construction Catering \
     Consulting Cleaning"
);
static DOMAINS: Words = words!(
    "gmail.example yahoo.example hotmail.example icloud.example outlook.example aol.example comcast.example \
     post.example ledger.example riverside.example fleet.example office.example"
);
static CARS: Words = LazyLock::new(|| {
    "Ford F-150, Chevrolet Silverado, Toyota RAV4, Honda CR-V, Ram 1500, Toyota Camry, Honda Civic, Nissan Rogue, \
     Jeep Grand Cherokee, Toyota Corolla, Ford Explorer, Subaru Outback, Tesla Model Y, Chevrolet Equinox, Honda \
     Accord, Hyundai Tucson, GMC Sierra, Mazda CX-5, Kia Sportage, Ford Transit, Subaru Forester, Volkswagen Jetta, \
     BMW 330i, Mazda MX-5, Porsche 911, Mercedes-Benz C 300, Audi A4, Citroën 2CV"
        .split(", ")
        .collect()
});

pub fn first(chance: &mut Chance) -> String {
    chance.ranked(&FIRST).to_string()
}

pub fn last(chance: &mut Chance) -> String {
    match chance.below(1000) {
        // Which makes 1.8 % of the town a Smith.
        0..270 => chance.ranked(&LAST).to_string(),
        270..290 => chance.one_of(&ACCENTED).to_string(),
        _ => {
            let before = chance.ranked(&["", "", "", "Mc", "O'", "De "]);
            format!("{before}{}{}", chance.ranked(&BEGINNINGS), chance.ranked(&ENDINGS))
        }
    }
}

pub fn company(chance: &mut Chance, owner: &str) -> String {
    let trade = chance.one_of(&TRADES);
    match chance.below(3) {
        0 => format!("{owner} {trade}"),
        1 => format!("{owner} & Sons {trade}"),
        _ => format!("{} {trade} LLC", chance.one_of(&["Riverside", "Summit", "Evergreen", "Columbia", "Cascade"])),
    }
}

pub fn email(chance: &mut Chance, first: &str, last: &str) -> String {
    let (first, last) = (email_name(first), email_name(last));
    let name = match chance.below(4) {
        0 => format!("{first}.{last}"),
        1 => format!("{first}{last}{}", chance.below(100)),
        2 => format!("{}{last}", &first[..1]),
        _ => format!("{last}{}", chance.below(1000)),
    };
    format!("{name}@{}", domain(chance))
}

/// A name as it stands in an address.
pub fn email_name(name: &str) -> String {
    frontdesk::domain::text::fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

pub fn domain(chance: &mut Chance) -> &'static str {
    chance.ranked(&DOMAINS)
}

pub fn car(chance: &mut Chance) -> (&'static str, &'static str) {
    chance.ranked(&CARS).split_once(' ').expect("a make and a model")
}
