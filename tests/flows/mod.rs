//! Stories: what a person at the desk types, and what then stands on the screen and in the file.

mod access;
mod adding;
mod any_order;
mod archiving;
mod beginning;
mod closing_checks;
mod consent;
mod drafts;
mod finding;
mod history;
mod hostile;
mod inviting;
mod joining;
mod late_answers;
mod leaving;
mod look_alikes;
mod moving;
mod narrow;
mod pointing;
mod one_person;
mod pasting;
mod recounting;
mod removing;
mod reviewing;
mod roles;
mod runs;
mod several_desks;
mod wide;

/// Compares the screen with the picture of that name.
macro_rules! picture {
    ($name:expr, $desk:expr) => {
        insta::assert_snapshot!($name, $desk.picture());
    };
}
use picture;
