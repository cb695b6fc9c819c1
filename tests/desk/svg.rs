//! A screen as an SVG image, for the README: the real cells with their real styles.

use std::fmt::Write as _;

use frontdesk::ui::text::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Pixels of a cell.
const COLUMN: usize = 9;
const LINE: usize = 18;
const EDGE: usize = 12;
const PAPER: &str = "#16181d";
const INK: &str = "#d7dae0";

/// Draws the cells, and the cursor as a block of its own colour.
pub fn drawn(buffer: &Buffer, cursor: Position) -> String {
    let area = buffer.area;
    let (columns, lines) = (usize::from(area.width), usize::from(area.height));
    let (wide, high) = (columns * COLUMN + 2 * EDGE, lines * LINE + 2 * EDGE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let (style, from) = (style_of(&buffer[(x, y)]), x);
            let mut text = String::new();
            while x < area.width && style_of(&buffer[(x, y)]) == style {
                text.push_str(buffer[(x, y)].symbol());
                x += u16::try_from(width(buffer[(x, y)].symbol()).max(1)).expect("a cell is one or two columns");
            }
            run(&mut svg, &text, (from, x, y), style);
        }
    }
    let (left, top) = place(cursor.x, cursor.y);
    writeln!(svg, "<rect x=\"{left}\" y=\"{top}\" width=\"2\" height=\"{LINE}\" fill=\"#e5c07b\"/>").expect("written");
    svg.push_str("</svg>\n");
    svg
}

/// What of a cell's style is seen: colour, bold, reversed.
fn style_of(cell: &Cell) -> (&'static str, bool, bool) {
    let ink = match cell.fg {
        _ if cell.modifier.contains(Modifier::DIM) => "#7f848e",
        Color::Cyan => "#56b6c2",
        Color::Green => "#98c379",
        Color::Red => "#e06c75",
        _ => INK,
    };
    (ink, cell.modifier.contains(Modifier::BOLD), cell.modifier.contains(Modifier::REVERSED))
}

fn run(svg: &mut String, text: &str, (from, to, y): (u16, u16, u16), (ink, bold, reversed): (&str, bool, bool)) {
    let ((left, top), long) = (place(from, y), usize::from(to - from) * COLUMN);
    let ink = if reversed {
        writeln!(svg, "<rect x=\"{left}\" y=\"{top}\" width=\"{long}\" height=\"{LINE}\" fill=\"{ink}\"/>")
            .expect("written");
        PAPER
    } else {
        ink
    };
    if text.trim().is_empty() {
        return;
    }
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let baseline = top + LINE - 5;
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{baseline}\" textLength=\"{long}\" xml:space=\"preserve\" fill=\"{ink}\"{weight}>{escaped}</text>"
    )
    .expect("written");
}

fn place(x: u16, y: u16) -> (usize, usize) {
    (EDGE + usize::from(x) * COLUMN, EDGE + usize::from(y) * LINE)
}
