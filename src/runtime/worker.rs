//! Threads beside the desk: none dies without a word.

use std::io;
use std::sync::mpsc::Sender;
use std::thread::{Builder, JoinHandle};

use super::fault;
use crate::app::vocabulary::Event;

/// Starts a thread without which the desk can still be used; should it fail, the desk says what does not work.
pub fn start(
    name: &'static str,
    last_words: Vec<Event>,
    inbox: Sender<Event>,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    Builder::new().name(name.to_owned()).spawn(move || {
        if fault::contained(work).is_err() {
            for event in last_words {
                // Nobody hears it when the desk has left already.
                inbox.send(event).ok();
            }
        }
    })
}
