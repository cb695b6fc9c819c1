//! The program to measure against: a list in ratatui over the same file and the same index, on one thread, that
//! checks nothing, marks nothing and knows nobody else.

use std::io;
use std::path::Path;

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::widgets::{Block, Borders, List, ListItem, Paragraph};
use ratatui::{Frame, layout};
use rusqlite::{Connection, OpenFlags};

const ROWS: u32 = 50;

pub fn run(database: &Path) -> io::Result<()> {
    let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(io::Error::other)?;
    let mut typed = String::new();
    let mut terminal = ratatui::init();
    loop {
        let rows = rows(&conn, &typed).map_err(io::Error::other)?;
        terminal.draw(|frame| draw(frame, &typed, &rows))?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char(letter) => typed.push(letter),
                KeyCode::Backspace => drop(typed.pop()),
                _ => break,
            }
        }
    }
    ratatui::restore();
    Ok(())
}

fn rows(conn: &Connection, typed: &str) -> rusqlite::Result<Vec<String>> {
    let sql = if typed.is_empty() {
        "SELECT coalesce(company, last_name || ', ' || first_name), coalesce(phone, '') FROM customer
         WHERE archived_at IS NULL AND ?1 = '' ORDER BY sort_key, id LIMIT ?2"
    } else {
        "SELECT coalesce(company, last_name || ', ' || first_name), coalesce(phone, '') FROM customer WHERE id IN
         (SELECT 4294967295 - rowid FROM search_all WHERE search_all MATCH ?1 ORDER BY rowid LIMIT ?2) ORDER BY id DESC"
    };
    let words: Vec<String> = typed.split_whitespace().map(|word| format!("\"{word}\"*")).collect();
    conn.prepare_cached(sql)?
        .query_map((words.join(" "), ROWS), |row| {
            Ok(format!("{:40} {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?
        .collect()
}

fn draw(frame: &mut Frame, typed: &str, rows: &[String]) {
    let [search, list] =
        layout::Layout::vertical([layout::Constraint::Length(2), layout::Constraint::Min(1)]).areas(frame.area());
    frame.render_widget(Paragraph::new(format!("Search {typed}")).block(Block::new().borders(Borders::BOTTOM)), search);
    frame.render_widget(List::new(rows.iter().map(|row| ListItem::new(row.as_str()))), list);
}
