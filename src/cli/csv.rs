//! Lists as spreadsheets write them: any delimiter, any order of columns; read row by row, so that a list may be of
//! any length.

use csv::StringRecord;

use super::text_file::{TextFile, io_words};

/// A cell longer than this is no name, no note and no address.
const LONGEST_CELL: usize = 10_000;
/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What a spreadsheet writes where a formula has failed.
const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"];

/// A list with the names of its columns.
#[derive(Debug)]
pub struct Table {
    columns: Vec<String>,
    source: Source,
    /// What a person should know about the file.
    pub warnings: Vec<String>,
}

#[derive(Debug)]
enum Source {
    Text { text: TextFile, delimiter: u8 },
    Rows(Vec<Row>),
}

/// The cells of a row by the names of their columns.
pub type Cells = Vec<(String, String)>;

/// A row that a row of another list was turned into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// On which the other one begins.
    pub line: u64,
    pub cells: Cells,
    /// What was spoiled of the other one.
    pub spoiled: Option<Spoiled>,
}

/// A row with the line on which it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub line: u64,
    /// How much of the list has been read with it, of 1.
    pub part: f64,
    cells: StringRecord,
    /// In the list that it was turned from.
    spoiled_before: Option<Spoiled>,
}

/// A cell that no longer says what it said, by its column, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoiled {
    pub column: String,
    pub why: &'static str,
}

impl Table {
    /// # Errors
    /// A sentence that says what is wrong with the whole file.
    pub fn of(mut text: TextFile) -> Result<Self, String> {
        let delimiter = delimiter(&text)?;
        check_quotes(&text, delimiter)?;
        let warnings = std::mem::take(&mut text.warnings);
        let mut table = Self { columns: Vec::new(), source: Source::Text { text, delimiter }, warnings };
        let mut header = StringRecord::new();
        table.reader()?.read_record(&mut header).map_err(io_words)?;
        table.columns = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let columns = &table.columns;
        let twice = columns.iter().enumerate().find(|(at, name)| !name.is_empty() && columns[..*at].contains(name));
        match twice {
            Some((_, name)) => Err(format!("the column {name} stands there twice.")),
            None => Ok(table),
        }
    }

    /// A list that another was turned into: each row as the cells that it has.
    pub fn of_rows(rows: &[Turned]) -> Self {
        let mut columns: Vec<String> = Vec::new();
        for (name, _) in rows.iter().flat_map(|row| &row.cells) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        let total = rows.len().max(1);
        let row = |(place, Turned { line, cells, spoiled }): (usize, &Turned)| {
            // They say what they say: what was spoiled is known.
            let cell = |column| {
                cells.iter().find(|(name, _)| name == column).map(|(_, cell)| defused(cell)).unwrap_or_default()
            };
            #[expect(clippy::cast_precision_loss, reason = "a part of a list, for a person")]
            let part = (place + 1) as f64 / total as f64;
            Row { line: *line, part, cells: columns.iter().map(cell).collect(), spoiled_before: spoiled.clone() }
        };
        let rows = rows.iter().enumerate().map(row).collect();
        Self { columns, source: Source::Rows(rows), warnings: Vec::new() }
    }

    /// Rows that have anything in them.
    pub fn rows(&self) -> Result<Box<dyn Iterator<Item = Result<Row, String>> + '_>, String> {
        let text = match &self.source {
            Source::Rows(rows) => return Ok(Box::new(rows.iter().cloned().map(Ok))),
            Source::Text { text, .. } => text,
        };
        #[expect(clippy::cast_precision_loss, reason = "a part of a list, for a person")]
        let part = |at: u64| at as f64 / text.length().max(1) as f64;
        let mut reader = self.reader()?;
        // The first record names the columns.
        reader.read_record(&mut StringRecord::new()).map_err(io_words)?;
        let rows = reader.into_records().map(move |record| {
            let cells = record.map_err(io_words)?;
            let (line, at) = cells.position().map_or((0, 0), |place| (place.line(), place.byte()));
            Ok(Row { line, part: part(at), cells, spoiled_before: None })
        });
        Ok(Box::new(
            rows.filter(|row| {
                row.as_ref().map_or(true, |row: &Row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
            }),
        ))
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
        Some(row.cells.get(at).map_or("", plain))
    }

    /// The first cell of a row that was spoiled, of the columns that are taken: what nobody takes does no harm.
    pub fn spoiled(&self, row: &Row, takes: impl Fn(&str) -> bool) -> Option<Spoiled> {
        let now = || {
            self.columns.iter().zip(&row.cells).find_map(|(column, cell)| {
                let why = spoiled(cell)?;
                takes(column).then(|| Spoiled { column: column.clone(), why })
            })
        };
        row.spoiled_before.clone().or_else(now)
    }

    fn reader(&self) -> Result<csv::Reader<Box<dyn std::io::Read>>, String> {
        let (bytes, delimiter): (Box<dyn std::io::Read>, u8) = match &self.source {
            Source::Text { text, delimiter } => (Box::new(text.reader()?), *delimiter),
            Source::Rows(_) => (Box::new(std::io::empty()), b','),
        };
        Ok(csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bytes))
    }
}

fn spoiled(cell: &str) -> Option<&'static str> {
    if cell.len() > LONGEST_CELL {
        return Some("this cell is too long to be read");
    }
    let cell = cell.trim();
    if ERRORS.contains(&cell) {
        return Some("a spreadsheet could not work out this cell. Write there what it should say");
    }
    // `5.09556E+09` was a phone.
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, zeros) = cell.split_once("E+")?;
    (number.split(['.', ',']).all(is_digits) && is_digits(zeros)).then_some(
        "a spreadsheet has shortened this number, and its last digits are gone. Write it again in a column of text",
    )
}

/// The delimiter that the header has most of.
fn delimiter(text: &TextFile) -> Result<u8, String> {
    let mut header = String::new();
    std::io::BufRead::read_line(&mut text.reader()?, &mut header).map_err(io_words)?;
    let most =
        [b',', b';', b'\t'].into_iter().max_by_key(|delimiter| header.bytes().filter(|byte| byte == delimiter).count());
    Ok(most.unwrap_or(b','))
}

/// Where a byte of a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    CellStart,
    Cell,
    Quoted,
    /// After a quote in a quoted cell: its end, or the first of two that mean one.
    Quote,
}

/// A quote that never closes swallows the rest of a list without a word: it is said instead, with its line.
fn check_quotes(text: &TextFile, delimiter: u8) -> Result<(), String> {
    let (mut within, mut line, mut opened) = (Within::CellStart, 1_u64, 0);
    text.chunks(|bytes, _| {
        for byte in bytes {
            within = match (within, *byte) {
                (Within::CellStart, b'"') => {
                    opened = line;
                    Within::Quoted
                }
                (Within::Quoted, b'"') => Within::Quote,
                (Within::Quote, b'"') | (Within::Quoted, _) => Within::Quoted,
                (_, b'\n' | b'\r') => Within::CellStart,
                (_, byte) if byte == delimiter => Within::CellStart,
                _ => Within::Cell,
            };
            line += u64::from(*byte == b'\n');
        }
        Ok(())
    })?;
    if within == Within::Quoted {
        return Err(format!("the quote that opens on line {opened} is never closed."));
    }
    Ok(())
}

/// A cell as a spreadsheet takes it for what it is: `'` before a sign that would begin a formula (interfaces.md), and
/// before what would be taken for a spoiled cell when it comes back.
pub fn defused(cell: &str) -> String {
    if is_mistaken(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

fn is_mistaken(cell: &str) -> bool {
    cell.starts_with(FORMULA) || spoiled(cell).is_some()
}

/// A cell that was defused, as it was: one `'` off.
fn plain(cell: &str) -> &str {
    let rest = cell.trim_start_matches('\'');
    let defused = rest.len() < cell.len() && is_mistaken(rest);
    if defused { &cell[1..] } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Result<Table, String> {
        Table::of(TextFile::of(bytes)?)
    }

    fn cells(text: &str, column: &str) -> Vec<String> {
        let table = table(text.as_bytes()).expect("a table");
        let rows = table.rows().expect("rows").map(|row| row.expect("a row"));
        rows.map(|row| table.cell(&row, column).unwrap_or("none").to_owned()).collect()
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
        assert_eq!(table(&utf16).expect("a table").rows().expect("rows").count(), 1);
    }

    #[test]
    fn what_is_defused_comes_back_as_it_was() {
        for cell in
            ["", "Ana", "=1+1", "+15095550134", "'=x", "''@", "'tis", "-", "\tx", "a=b", "#N/A", "'1E+5", "1.5E+09"]
        {
            assert_eq!(plain(&defused(cell)), cell);
        }
        assert_eq!(defused("+1"), "'+1");
        assert_eq!(defused("'tis"), "'tis");
    }

    #[test]
    fn other_bytes_are_read_with_a_warning() {
        let table = table(b"name\nM\xfcller\n").expect("a table");
        let row = table.rows().expect("rows").next().expect("a row").expect("read");
        assert_eq!(table.cell(&row, "name"), Some("Müller"));
        assert_eq!(table.warnings.len(), 1);
    }

    #[test]
    fn a_sign_across_two_pieces_is_still_utf8() {
        let text = format!("name\n{}ü\n", "x".repeat(64 * 1024 - 6));
        assert!(table(text.as_bytes()).expect("a table").warnings.is_empty());
    }

    #[test]
    fn what_is_no_list_is_said() {
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"name\n\"Ana\nBen\n", "line 2 is never closed"),
            (b"\x7fELF\x00\x00", "not a text"),
            (b"name,name\nAna,Ben\n", "twice"),
        ] {
            let error = table(bytes).expect_err("no list");
            assert!(error.contains(words), "{error}");
        }
    }
}
