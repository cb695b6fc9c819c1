//! A mailer that keeps its letters and answers as it was told, for tests of whatever sends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Letter, MailError, Mailer};

/// Clones share one record, so that a test can look while another thread sends.
#[derive(Debug, Clone, Default)]
pub struct RecordingMailer {
    record: Arc<Mutex<Record>>,
}

#[derive(Debug, Default)]
struct Record {
    taken: Vec<Letter>,
    answers: VecDeque<MailError>,
}

impl RecordingMailer {
    /// The next letters meet these errors, one each; after them all are taken.
    pub fn fail_with(&self, answers: impl IntoIterator<Item = MailError>) {
        self.record().answers.extend(answers);
    }

    /// The letters that were taken so far.
    pub fn taken(&self) -> Vec<Letter> {
        self.record().taken.clone()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailer for RecordingMailer {
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError> {
        let mut record = self.record();
        if let Some(error) = record.answers.pop_front() {
            return Err(error);
        }
        record.taken.push(letter.clone());
        Ok(())
    }
}
