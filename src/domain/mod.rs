//! What is true: people, cars, messages, invites and the rules of the shop. Pure values and functions: no I/O,
//! no SQL, no terminal, no clock and no randomness (both arrive as arguments).

pub mod act;
pub mod address;
pub mod alike;
pub mod attention;
pub mod car;
pub mod change;
pub mod contact;
pub mod customer;
pub mod deed;
pub mod draft;
pub mod editing;
pub mod email;
pub mod history;
pub mod importing;
pub mod invite;
pub mod inviting;
pub mod joining;
pub mod marks;
pub mod moment;
pub mod nearest;
pub mod outbox;
pub mod pasted;
pub mod phone;
pub mod preference;
pub mod problem;
pub mod reach;
pub mod record;
pub mod remedy;
pub mod review;
pub mod role;
pub mod search;
pub mod secret;
pub mod story;
pub mod text;
pub mod words;
