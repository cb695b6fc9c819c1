//! Draws a conflict: what both have changed, side by side where all of it fits and else one below the other, and below
//! that what is kept by itself.

use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::{width, wrap, wrap_within};
use crate::app::App;
use crate::app::conflict::{Clash, Conflict, Side};
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::domain::change::{Change, Field, Value};

/// Where the fields' names end.
const VALUES: u16 = 22;
/// Columns of the mark before a value.
const MARK: u16 = 4;
/// So many columns two values have in any case, and more only where they need them.
const NEAR: usize = 40;
/// In a lower window no line is left empty above and below the fields.
const LOW: u16 = 24;

pub fn draw(pen: &mut Pen, app: &App, conflict: &Conflict) {
    frame::title(pen, app, &format!("Contacts > {} > Edit · {}", conflict.customer_name, conflict.name));
    let colleague = &conflict.colleague;
    let words = format!("{} ({}) saved this {}, while you edited it.", colleague.staff, colleague.desk, colleague.at);
    pen.text(1, 1, &words, pen.width() - 1, Part::Alarm);
    pen.rule(2);
    pen.text(1, 3, "Choose where both changed. Nothing you typed is lost.", pen.width(), Part::Plain);
    let blank = u16::from(pen.height() >= LOW);
    let (head, buttons) = (4 + blank, pen.height() - 5 - blank);
    pen.text(1, head, "Both changed", VALUES, Part::Strong);
    // As near to one another as the longest value lets them: they are to be compared.
    let both = conflict.clashes.iter().flat_map(|clash| [(&clash.theirs, clash.field), (&clash.mine, clash.field)]);
    let longest = both.map(|(value, field)| width(&shown(app, field, value))).max().unwrap_or_default();
    let half = usize::from((pen.width() - VALUES) / 2);
    let needed = longest + usize::from(MARK) + 1;
    let mine = (needed <= half).then(|| VALUES + u16::try_from(needed.max(NEAR).min(half)).unwrap_or(VALUES));
    if let Some(mine) = mine {
        pen.text(VALUES, head, &format!("{}, {}", colleague.staff, colleague.at), mine - VALUES - 1, Part::Strong);
        pen.text(mine, head, "You", pen.width() - mine, Part::Strong);
    }
    Fields { app, conflict, mine, first: head + 1, height: usize::from(buttons - head - 1), top: 0, pen }.draw();
    foot(pen, app, conflict, buttons);
}

/// The fields as far as they are in view.
struct Fields<'f, 'b> {
    pen: &'f mut Pen<'b>,
    app: &'f App,
    conflict: &'f Conflict,
    /// Where the second of two columns begins; `None` where the values stand below one another.
    mine: Option<u16>,
    /// Where their lines begin on the screen, how many there are, and how many lie above.
    first: u16,
    height: usize,
    top: usize,
}

impl Fields<'_, '_> {
    fn draw(mut self) {
        let conflict = self.conflict;
        let values: Vec<[Vec<String>; 2]> = conflict.clashes.iter().map(|clash| self.values(clash)).collect();
        let lines = |[theirs, mine]: &[Vec<String>; 2]| {
            if self.mine.is_some() { 2 } else { 1 + theirs.len() + mine.len() }
        };
        let mut starts = vec![0];
        for both in &values {
            starts.push(starts[starts.len() - 1] + lines(both));
        }
        let kept = starts[values.len()];
        let end = starts[conflict.at + 1];
        // With the last of them comes into view what there is room for below it.
        let wanted = if end == kept { kept + 2 + conflict.kept.len() } else { end };
        self.top = wanted.saturating_sub(self.height).min(starts[conflict.at]);
        for (row, both) in values.iter().enumerate() {
            self.clash(starts[row], row, both);
        }
        if !conflict.kept.is_empty() {
            // With nothing below it the heading would say that nothing is kept.
            let more = if self.y(kept + 2).is_none() { " …" } else { "" };
            let heading = format!("Only one changed: kept by itself{more}");
            self.text(kept + 1, 1, self.pen.width(), &heading, Part::Strong);
        }
        for (line, (side, change)) in (kept + 2..).zip(&conflict.kept) {
            self.kept(line, *side, change);
        }
    }

    /// The line of the screen for a line of the fields.
    fn y(&self, line: usize) -> Option<u16> {
        let shown = line.checked_sub(self.top).filter(|shown| *shown < self.height)?;
        u16::try_from(shown).ok().map(|shown| self.first + shown)
    }

    fn text(&mut self, line: usize, x: u16, end: u16, words: &str, part: Part) {
        if let Some(y) = self.y(line) {
            self.pen.text(x, y, words, end.saturating_sub(x), part);
        }
    }

    fn clash(&mut self, line: usize, row: usize, [theirs, mine]: &[Vec<String>; 2]) {
        let clash = &self.conflict.clashes[row];
        let (end, here) = (self.pen.width(), row == self.conflict.at);
        if here {
            self.text(line, 0, 1, "►", Part::Strong);
        }
        self.text(line, 1, VALUES - 1, clash.field.label(), if here { Part::Strong } else { Part::Plain });
        let before = format!("before: {}", shown(self.app, clash.field, &clash.before));
        if let Some(middle) = self.mine {
            self.value(line, VALUES, middle - 1, row, Side::Theirs, theirs);
            self.value(line, middle, end, row, Side::Mine, mine);
            self.text(line + 1, VALUES + MARK, end, &before, Part::Faint);
        } else {
            self.text(line, VALUES, end, &before, Part::Faint);
            self.text(line + 1, 3, VALUES - 1, &self.whose(Side::Theirs), Part::Plain);
            self.value(line + 1, VALUES, end, row, Side::Theirs, theirs);
            let line = line + 1 + theirs.len();
            self.text(line, 3, VALUES - 1, &self.whose(Side::Mine), Part::Plain);
            self.value(line, VALUES, end, row, Side::Mine, mine);
        }
    }

    /// A value with its mark, in as many lines as it takes.
    fn value(&mut self, line: usize, x: u16, end: u16, row: usize, side: Side, words: &[String]) {
        let taken = self.conflict.clashes[row].taken;
        let (mark, part) = if taken == Some(side) { ("(•)", Part::Strong) } else { ("( )", Part::Plain) };
        self.text(line, x, end, mark, part);
        for (line, words) in (line..).zip(words) {
            self.text(line, x + MARK, end, words, part);
            if let Some(y) = self.y(line) {
                let column = usize::from(side == Side::Mine);
                self.pen.spot(x, y, end - x, Spot::Cell { row, column });
            }
        }
        if let Some(y) = self.y(line)
            && row == self.conflict.at
            && side == taken.unwrap_or(Side::Theirs)
        {
            self.pen.put_cursor(x + 1, y);
        }
    }

    /// Both values of a field in lines; of what is too long for the window, where they part.
    fn values(&self, clash: &Clash) -> [Vec<String>; 2] {
        let [theirs, mine] = [&clash.theirs, &clash.mine].map(|value| shown(self.app, clash.field, value));
        let columns = usize::from(self.pen.width() - VALUES - MARK - 1);
        let most = self.height.saturating_sub(1) / 2;
        if [&theirs, &mine].into_iter().all(|value| wrap(value, columns).len() <= most) {
            return [&theirs, &mine].map(|value| wrap(value, columns));
        }
        let same: usize = theirs.chars().zip(mine.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let from = theirs[..same].rfind(' ').map_or(0, |blank| blank + 1);
        let begins = if from > 0 { "…" } else { "" };
        [&theirs, &mine].map(|value| wrap_within(&format!("{begins}{}", &value[from..]), columns, most))
    }

    fn kept(&mut self, line: usize, side: Side, change: &Change) {
        self.text(line, 3, VALUES - 1, change.field.label(), Part::Plain);
        let (words, end) = (shown(self.app, change.field, &change.new), self.pen.width());
        match (self.mine, side) {
            (None, _) => self.text(line, VALUES, end, &format!("{}: {words}", self.whose(side)), Part::Plain),
            (Some(middle), Side::Theirs) => self.text(line, VALUES + MARK, middle - 1, &words, Part::Plain),
            (Some(middle), Side::Mine) => self.text(line, middle + MARK, end, &words, Part::Plain),
        }
    }

    fn whose(&self, side: Side) -> String {
        match side {
            Side::Theirs => format!("{}'s", self.conflict.colleague.staff),
            Side::Mine => "yours".to_owned(),
        }
    }
}

fn foot(pen: &mut Pen, app: &App, conflict: &Conflict, buttons: u16) {
    let rule = pen.height() - 4;
    let mut x = pen.width() / 10;
    for (key, label) in [(Key::F(2), "Save Changes"), (Key::Esc, "Back to the form")] {
        let button = format!("[ {label}: {} ]", app.printed(key));
        pen.spot(x, buttons, u16::try_from(width(&button)).unwrap_or(1), Spot::Key(key));
        x = pen.text(x, buttons, &button, pen.width(), Part::Plain) + 5;
    }
    pen.rule(rule);
    match &app.notice {
        Some(notice) => frame::notice(pen, app, rule + 1, 2, notice),
        None if conflict.too_early => {
            frame::paragraph(pen, rule + 1, 2, &format!(" {}", conflict.sentence(&app.desk())), Part::Alarm);
        }
        None => frame::paragraph(pen, rule + 1, 2, &format!(" {}", conflict.sentence(&app.desk())), Part::Plain),
    }
    let mut hints = conflict.hints();
    hints.insert(1, Hint::new(Key::Esc, "back"));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

fn shown(app: &App, field: Field, value: &Value) -> String {
    value.shown(field, app.settings.region)
}
