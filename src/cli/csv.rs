//! Lists as spreadsheets write them: any delimiter, any order of columns, UTF-8 or Windows-1252.

use std::path::Path;

use super::failure::{FAILED, Failure};

/// A cell longer than this is no name, no note and no address.
const LONGEST_CELL: usize = 10_000;
/// A list larger than this is not one of customers.
const LARGEST_FILE: u64 = 2 * 1024 * 1024 * 1024;

/// A list, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<String>,
    pub rows: Vec<Row>,
    /// What a person should know about the file.
    pub warnings: Vec<String>,
}

/// A row with the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    cells: Vec<String>,
}

impl Table {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |reason: String| {
            Failure::new(FAILED, format!("{} cannot be read: {reason} Nothing was changed.", path.display()))
        };
        let size = std::fs::metadata(path).map_err(|error| failed(format!("{error}.")))?.len();
        if size > LARGEST_FILE {
            return Err(failed("it is larger than 2 GB.".to_owned()));
        }
        let bytes = std::fs::read(path).map_err(|error| failed(format!("{error}.")))?;
        Self::of(&bytes).map_err(failed)
    }

    /// # Errors
    /// A sentence that says what is wrong with the whole file.
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        let mut warnings = Vec::new();
        let text = decoded(bytes, &mut warnings)?;
        if text.trim().is_empty() {
            return Err("it is empty.".to_owned());
        }
        let delimiter = delimiter(&text);
        check_quotes(&text, delimiter)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| format!("{error}."))?;
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        if let Some(twice) = columns.iter().enumerate().find(|(at, name)| columns[..*at].contains(name)) {
            return Err(format!("the column {} stands there twice.", twice.1));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| format!("{error}."))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = record.iter().map(plain).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { line, cells });
            }
        }
        Ok(Self { columns, rows, warnings })
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// A cell: `None` where the list has no such column, empty where the row has nothing in it.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|name| name == column)?;
        Some(row.cells.get(at).map_or("", String::as_str))
    }

    /// The first cell of a row that is too long to be anything.
    pub fn overlong<'a>(&'a self, row: &Row) -> Option<&'a str> {
        let at = row.cells.iter().position(|cell| cell.len() > LONGEST_CELL)?;
        self.columns.get(at).map(String::as_str)
    }
}

fn decoded(bytes: &[u8], warnings: &mut Vec<String>) -> Result<String, String> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        return if broken {
            Err(format!("it says that it is {} and is not.", encoding.name()))
        } else {
            Ok(text.into_owned())
        };
    }
    if bytes.contains(&0) {
        return Err("it is not a text (a list saved as CSV, UTF-8).".to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    warnings.push(
        "The file is not UTF-8: it was read as Windows-1252. Check names with accents; in the spreadsheet save it as CSV UTF-8."
            .to_owned(),
    );
    Ok(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
}

/// The delimiter that the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| header.bytes().filter(|byte| byte == delimiter).count())
        .unwrap_or(b',')
}

/// A quote that never closes swallows the rest of a list without a word: it is said instead, with its line.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), String> {
    let (mut open, mut line, mut opened, mut at_start) = (false, 1_u64, 0, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if open && bytes.peek() == Some(&b'"') => drop(bytes.next()),
            b'"' if open => open = false,
            b'"' if at_start => (open, opened) = (true, line),
            b'\n' => line += 1,
            _ => {}
        }
        at_start = !open && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    if open { Err(format!("the quote that opens on line {opened} is never closed.")) } else { Ok(()) }
}

/// A cell that an export defused for spreadsheets, as it was: one `'` off before a sign that would begin a formula.
fn plain(cell: &str) -> String {
    let rest = cell.trim_start_matches('\'');
    let defused = rest.len() < cell.len() && rest.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if defused { cell[1..].to_owned() } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, column: &str) -> Vec<String> {
        let table = Table::of(text.as_bytes()).expect("a table");
        table.rows.iter().map(|row| table.cell(row, column).unwrap_or("none").to_owned()).collect()
    }

    #[test]
    fn spreadsheets_differ_and_are_read_alike() {
        for text in
            ["name,phone\nAna,1\n", "phone;name\r\n1;Ana\r\n", "\u{feff}Name\tPhone\nAna\t1", "name,phone\r\nAna,1\n\n"]
        {
            assert_eq!(cells(text, "name"), ["Ana"], "{text:?}");
        }
        assert_eq!(cells("name\n\"a\nb\"\n", "name"), ["a\nb"]);
        assert_eq!(cells("name\n'=1+1\n''-x\n'tis\n", "name"), ["=1+1", "'-x", "'tis"]);
        assert_eq!(cells("name,phone\nAna\n", "phone"), [""]);
        assert_eq!(cells("name\nAna\n", "phone"), ["none"]);
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("name\nZoë\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(Table::of(&utf16).expect("a table").rows.len(), 1);
    }

    #[test]
    fn other_bytes_are_read_with_a_warning() {
        let table = Table::of(b"name\nM\xfcller\n").expect("a table");
        assert_eq!(table.cell(&table.rows[0], "name"), Some("Müller"));
        assert_eq!(table.warnings.len(), 1);
    }

    #[test]
    fn what_is_no_list_is_said() {
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"name\n\"Ana\nBen\n", "line 2 is never closed"),
            (b"\x7fELF\x00\x00", "not a text"),
            (b"name,name\nAna,Ben\n", "twice"),
        ] {
            let error = Table::of(bytes).expect_err("no list");
            assert!(error.contains(words), "{error}");
        }
    }
}
