//! What goes over the line: over SSH from a mobile phone every byte is waited for.

use super::{Desk, Home, Window, key};

/// What moving by one row over Contacts may send where the cursor is a mark alone.
const A_MOVE: usize = 60;
const MOVES: usize = 8;

fn home(screen: &str) -> Home {
    let list: String = (0..40).fold("ref,company\n".to_owned(), |list, n| list + &format!("C{n},Company {n:02}\n"));
    let home = Home::with_customers(&list);
    home.configure(screen);
    home
}

/// A desk whose first screen has come to its end: what was asked for after it is there.
fn opened(home: &Home, window: Window) -> Desk {
    let mut desk = Desk::open(home, window);
    desk.wait_for("40 customers");
    for (arrow, row) in [(key::DOWN, "► Company 01"), (key::UP, "► Company 00")] {
        desk.typed(arrow);
        desk.wait_for(row);
    }
    desk
}

#[test]
fn moving_over_contacts_sends_a_few_bytes() {
    let home = home("[screen]\ncursor = 'mark'\n");
    for (columns, lines) in [(80, 24), (120, 50)] {
        let mut desk = opened(&home, Window { columns, lines, ..Window::USUAL });
        let mut before = desk.bytes().len();
        let down = (1..=MOVES).map(|row| (key::DOWN, row));
        let up = (0..MOVES).rev().map(|row| (key::UP, row));
        for (arrow, row) in down.chain(up) {
            desk.typed(arrow);
            desk.wait_for(&format!("► Company {row:02}"));
            let after = desk.bytes().len();
            assert!(after - before <= A_MOVE, "{columns}x{lines}: {} bytes for row {row}", after - before);
            before = after;
        }
        desk.typed(key::CTRL_Q);
        assert_eq!(desk.wait_for_the_end().code, 0);
    }
}

#[test]
fn what_changes_nothing_sends_nothing() {
    // As long as the desk is: a home that goes away takes the file with it.
    let home = home("");
    let mut desk = opened(&home, Window::USUAL);
    let before = desk.bytes().len();
    // At the top already, nothing to clear, and no key at all.
    desk.typed(key::UP);
    desk.typed("\x1b[2~");
    desk.typed(key::DOWN);
    desk.wait_for("► Company 01");
    let moved = desk.bytes().len() - before;
    desk.typed(key::UP);
    desk.wait_for("► Company 00");
    // Whatever the keys before it sent would have arrived before the move.
    let back = desk.bytes().len() - before - moved;
    assert!(moved <= back, "{moved} bytes for one move and what changed nothing, {back} for one move");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}
