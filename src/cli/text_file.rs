//! A file of text, whatever wrote it: as UTF-8, from its start, as often as it is wanted, and never whole in memory.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::domain::text::reason;

/// A list larger than this is not one of customers.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// Read at a time.
const CHUNK: usize = 64 * 1024;

#[derive(Debug)]
pub struct TextFile {
    file: File,
    /// Where the text begins: after its byte order mark.
    start: u64,
    end: u64,
    /// What a person should know about the file.
    pub warnings: Vec<String>,
}

impl TextFile {
    /// # Errors
    /// A sentence that says what is wrong with the file.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(io_words)?;
        if file.metadata().map_err(io_words)?.is_dir() {
            return Err("it is a folder.".to_owned());
        }
        Self::read(file)
    }

    /// A text that is part of the program.
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        let mut file = tempfile::tempfile().map_err(io_words)?;
        file.write_all(bytes).map_err(io_words)?;
        Self::read(file)
    }

    fn read(file: File) -> Result<Self, String> {
        let end = file.metadata().map_err(io_words)?.len();
        if end > LARGEST {
            return Err("it is larger than 2 GB.".to_owned());
        }
        let mut text = Self { file, start: 0, end, warnings: Vec::new() };
        let mut first = Vec::new();
        text.reader()?.take(4).read_to_end(&mut first).map_err(io_words)?;
        match Encoding::for_bom(&first) {
            Some((encoding, mark)) if encoding == UTF_8 => text.start = mark as u64,
            Some((encoding, _)) => text.decode(encoding)?,
            None => {}
        }
        match text.look()? {
            Bytes::Blank => Err("it is empty.".to_owned()),
            Bytes::NoText => Err("it is not a text (a list saved as CSV, UTF-8).".to_owned()),
            Bytes::Utf8 => Ok(text),
            Bytes::Other => {
                text.decode(WINDOWS_1252)?;
                text.warnings.push(
                    "The file is not UTF-8: it was read as Windows-1252. Check names with accents; in the spreadsheet save it as CSV UTF-8."
                        .to_owned(),
                );
                Ok(text)
            }
        }
    }

    /// The text from its start. One reader at a time: they share their place in the file.
    pub fn reader(&self) -> Result<BufReader<File>, String> {
        let mut file = self.file.try_clone().map_err(io_words)?;
        file.seek(SeekFrom::Start(self.start)).map_err(io_words)?;
        Ok(BufReader::with_capacity(CHUNK, file))
    }

    /// In bytes.
    pub fn length(&self) -> u64 {
        self.end - self.start
    }

    /// Takes another encoding's place by UTF-8, in a file without a name.
    fn decode(&mut self, encoding: &'static Encoding) -> Result<(), String> {
        let mut utf8 = io::BufWriter::new(tempfile::tempfile().map_err(io_words)?);
        let (mut decoder, mut broken) = (encoding.new_decoder(), false);
        let mut text = String::new();
        self.chunks(|bytes, last| {
            text.clear();
            text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
            let (_, _, replaced) = decoder.decode_to_string(bytes, &mut text, last);
            broken |= replaced;
            utf8.write_all(text.as_bytes()).map_err(io_words)
        })?;
        if broken {
            return Err(format!("it says that it is {} and is not.", encoding.name()));
        }
        self.file = utf8.into_inner().map_err(|error| io_words(error.into_error()))?;
        self.start = 0;
        self.end = self.file.metadata().map_err(io_words)?.len();
        Ok(())
    }

    /// What kind of bytes it has.
    fn look(&self) -> Result<Bytes, String> {
        let (mut blank, mut zero, mut utf8) = (true, false, true);
        let mut open = Vec::new();
        self.chunks(|bytes, last| {
            blank &= bytes.iter().all(u8::is_ascii_whitespace);
            zero |= bytes.contains(&0);
            // A sign may lie across two chunks.
            open.extend_from_slice(bytes);
            match std::str::from_utf8(&open) {
                Ok(_) => open.clear(),
                Err(error) if error.error_len().is_none() && !last => drop(open.drain(..error.valid_up_to())),
                Err(_) => {
                    utf8 = false;
                    open.clear();
                }
            }
            Ok(())
        })?;
        Ok(match (blank, zero, utf8) {
            (true, ..) => Bytes::Blank,
            (_, true, _) => Bytes::NoText,
            (.., true) => Bytes::Utf8,
            _ => Bytes::Other,
        })
    }

    /// Hands out the bytes, piece by piece; the last piece is empty.
    pub fn chunks(&self, mut take: impl FnMut(&[u8], bool) -> Result<(), String>) -> Result<(), String> {
        let mut reader = self.reader()?.into_inner();
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = reader.read(&mut chunk).map_err(io_words)?;
            take(&chunk[..count], count == 0)?;
            if count == 0 {
                return Ok(());
            }
        }
    }
}

enum Bytes {
    Blank,
    NoText,
    Utf8,
    Other,
}

/// What the system says of a file, as a sentence.
pub fn io_words(error: impl Into<io::Error>) -> String {
    format!("{}.", reason(&error.into()))
}
