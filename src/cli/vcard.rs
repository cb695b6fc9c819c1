//! vCards, read as phones and address books write them (2.1, 3.0, 4.0) and written as 4.0 (RFC 6350).

use encoding_rs::Encoding;
use quoted_printable::ParseMode;

/// Longest line of a written card, in bytes (RFC 6350, 3.2).
const FOLD: usize = 75;

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Where it begins.
    pub line: u64,
    pub properties: Vec<Property>,
    /// A card within it: its AGENT in 2.1 and 3.0.
    pub agents: Vec<Card>,
}

/// A line of a card: `item1.TEL;TYPE=cell:+1 509 555 0134`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Property {
    /// Ties it to others of the card, as `item1` does.
    pub group: Option<String>,
    /// In capitals.
    pub name: String,
    /// Names in capitals; a 2.1 type has the name TYPE.
    parameters: Vec<(String, String)>,
    value: String,
}

impl Card {
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The text of the first property of a name; empty without one.
    pub fn text(&self, name: &str) -> String {
        self.all(name).next().map(Property::text).unwrap_or_default()
    }

    /// The preferred one of several, else the first; empty without one.
    pub fn preferred(&self, name: &str) -> String {
        let best = self.all(name).find(|property| property.is_preferred()).or_else(|| self.all(name).next());
        best.map(Property::text).unwrap_or_default()
    }
}

impl Property {
    /// The value as one text.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The parts of a structured value, as N and ORG have.
    pub fn parts(&self) -> Vec<String> {
        split(&self.value, ';').into_iter().map(unescaped).collect()
    }

    /// The values of a list, as CATEGORIES has.
    pub fn list(&self) -> Vec<String> {
        split(&self.value, ',').into_iter().map(unescaped).collect()
    }

    /// The types of it, in small letters.
    pub fn types(&self) -> impl Iterator<Item = String> {
        let types = self.parameters.iter().filter(|(name, _)| name == "TYPE");
        types.flat_map(|(_, value)| value.split(',')).map(|kind| kind.trim_matches('"').to_lowercase())
    }

    fn is_preferred(&self) -> bool {
        self.parameters.iter().any(|(name, _)| name == "PREF") || self.types().any(|kind| kind == "pref")
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// The cards of a text, in order.
///
/// # Errors
/// A sentence with the line on which a card never ends.
pub fn read(text: &str) -> Result<Vec<Card>, String> {
    let mut cards = Vec::new();
    let mut open: Vec<Card> = Vec::new();
    for (line, content) in unfolded(text) {
        let property = property(&content);
        match (property.name.as_str(), property.value.trim().to_uppercase().as_str()) {
            ("BEGIN", "VCARD") => open.push(Card { line, ..Card::default() }),
            ("END", "VCARD") => match (open.pop(), open.last_mut()) {
                (Some(card), Some(outer)) => outer.agents.push(card),
                (Some(card), None) => cards.push(card),
                (None, _) => {}
            },
            // A card may be a value of another, with its lines escaped.
            ("AGENT", inner) if inner.starts_with("BEGIN:VCARD") => {
                let agents = read(&property.text())?;
                if let Some(card) = open.last_mut() {
                    card.agents.extend(agents);
                }
            }
            _ => {
                if let Some(card) = open.last_mut().filter(|_| !property.name.is_empty()) {
                    card.properties.push(property);
                }
            }
        }
    }
    match open.first() {
        Some(card) => Err(format!("the card that begins on line {} never ends.", card.line)),
        None => Ok(cards),
    }
}

/// The logical lines with the numbers on which they begin: folded ones joined, those of quoted-printable too.
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    let mut soft = false;
    for (number, line) in (1..).zip(text.split('\n').map(|line| line.trim_end_matches('\r'))) {
        match lines.last_mut() {
            Some((_, last)) if soft => {
                last.pop();
                last.push_str(line);
            }
            Some((_, last)) if line.starts_with([' ', '\t']) => last.push_str(&line[1..]),
            _ => lines.push((number, line.to_owned())),
        }
        let last = lines.last().map_or("", |(_, last)| last.as_str());
        soft = last.ends_with('=') && last.to_uppercase().contains("QUOTED-PRINTABLE");
    }
    lines
}

fn property(line: &str) -> Property {
    let (head, value) = line.split_at(colon(line).unwrap_or(0));
    let mut words = head.split(';');
    let name = words.next().unwrap_or_default();
    let (group, name) = name.rsplit_once('.').map_or((None, name), |(group, name)| (Some(group.to_lowercase()), name));
    let parameters = words
        .map(|word| match word.split_once('=') {
            Some((name, value)) => (name.to_uppercase(), value.to_owned()),
            // A bare word of 2.1 is a type or an encoding.
            None if word.eq_ignore_ascii_case("QUOTED-PRINTABLE") => ("ENCODING".to_owned(), word.to_owned()),
            None => ("TYPE".to_owned(), word.to_owned()),
        })
        .collect();
    let mut property = Property { group, name: name.trim().to_uppercase(), parameters, value: String::new() };
    let value = value.strip_prefix(':').unwrap_or_default();
    property.value = if property.parameter("ENCODING").is_some_and(|way| way.eq_ignore_ascii_case("QUOTED-PRINTABLE")) {
        let bytes = quoted_printable::decode(value, ParseMode::Robust).unwrap_or_default();
        let encoding = property.parameter("CHARSET").and_then(|name| Encoding::for_label(name.as_bytes()));
        encoding.unwrap_or(encoding_rs::UTF_8).decode(&bytes).0.into_owned()
    } else {
        value.to_owned()
    };
    property
}

/// The colon that ends the head; one in quotes belongs to a parameter.
fn colon(line: &str) -> Option<usize> {
    let mut quoted = false;
    line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ':' && !quoted).then_some(at)
    })
}

/// Splits where the sign is not escaped.
fn split(value: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in value.char_indices() {
        if c == sign && !escaped {
            parts.push(&value[start..at]);
            start = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&value[start..]);
    parts
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut signs = value.chars();
    while let Some(c) = signs.next() {
        match c {
            '\\' => match signs.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    text
}

/// A value with its signs escaped (RFC 6350, 3.4).
pub fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\n' => text.push_str("\\n"),
            '\\' | ',' | ';' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    text
}

/// A line of a card, folded; its value is written as it is.
pub fn line(head: &str, value: &str) -> String {
    let mut written = String::new();
    let mut length = 0;
    for c in head.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > FOLD {
            written.push_str("\r\n ");
            length = 1;
        }
        written.push(c);
        length += c.len_utf8();
    }
    written + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(lines: &str) -> Card {
        let text = format!("BEGIN:VCARD\r\n{lines}\r\nEND:VCARD\r\n");
        read(&text).expect("cards").pop().expect("a card")
    }

    #[test]
    fn folded_lines_groups_and_parameters() {
        let card = card("item1.TEL;type=CELL;type=pref:+1 509\r\n  555 0134\r\nNOTE:a\\, b\\nc\r\nN:Li;Ana;;;");
        let tel = card.all("TEL").next().expect("a phone");
        assert_eq!((tel.group.as_deref(), tel.text().as_str()), (Some("item1"), "+1 509 555 0134"));
        assert_eq!(tel.types().collect::<Vec<_>>(), ["cell", "pref"]);
        assert_eq!(card.text("NOTE"), "a, b\nc");
        assert_eq!(
            card.all("N").next().map(Property::parts),
            Some(["Li", "Ana", "", "", ""].map(str::to_owned).into())
        );
    }

    #[test]
    fn quoted_printable_with_soft_lines_and_charsets() {
        let card = card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\r\nller;Zo=C3=AB\r\nFN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller",
        );
        assert_eq!(card.all("N").next().map(Property::parts), Some(vec!["Müller".to_owned(), "Zoë".to_owned()]));
        assert_eq!(card.text("FN"), "Müller");
    }

    #[test]
    fn a_card_within_a_card() {
        for agent in
            ["AGENT:\r\nBEGIN:VCARD\r\nFN:Tom Hale\r\nEND:VCARD", "AGENT:BEGIN:VCARD\\nFN:Tom Hale\\nEND:VCARD\\n"]
        {
            let card = card(&format!("FN:Ana Li\r\n{agent}\r\nNOTE:x"));
            assert_eq!((card.text("FN"), card.text("NOTE")), ("Ana Li".to_owned(), "x".to_owned()), "{agent}");
            assert_eq!(card.agents.first().map(|agent| agent.text("FN")), Some("Tom Hale".to_owned()), "{agent}");
        }
    }

    #[test]
    fn what_never_ends_is_said() {
        assert_eq!(read("BEGIN:VCARD\nFN:x\n"), Err("the card that begins on line 1 never ends.".to_owned()));
    }

    #[test]
    fn what_is_written_is_read() {
        let value = "é; \\ x, ".repeat(30) + "\nend";
        let written = line("NOTE", &escaped(&value));
        assert!(written.split("\r\n").all(|line| line.len() <= FOLD));
        assert_eq!(card(written.trim_end_matches("\r\n")).text("NOTE"), value);
    }
}
