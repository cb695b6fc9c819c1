//! What makes it run: the event loop, its threads, the terminal, signals, the clock and chance.

mod canvas;
pub mod chance;
pub mod clock;
pub mod fault;
mod input;
mod signals;
pub mod terminal;
mod worker;
