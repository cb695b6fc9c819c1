//! The figures of the README: `cargo bench`, or `cargo bench -- import 100000` for one of them at one size.

mod bare;
mod desks;
mod import;
mod measure;
mod search;
mod terminal;
mod town;

/// Customers of the made-up shop where nothing is said.
const CUSTOMERS: u64 = 100_000;

/// Times one thing in a shop of so many customers, and says it as a table.
type Bench = fn(u64);

const BENCHES: &[(&str, Bench)] =
    &[("search", search::run), ("terminal", terminal::run), ("desks", desks::run), ("import", import::run)];

fn main() {
    // Cargo's own `--bench` is neither a name nor a number.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [first, database] = words.as_slice()
        && first == "bare"
    {
        bare::run(database.as_ref()).expect("a terminal");
        return;
    }
    let customers = words.iter().find_map(|word| word.parse().ok()).unwrap_or(CUSTOMERS);
    let is_wanted = |name: &str| words.iter().all(|word| word.parse::<u64>().is_ok() || word == name);
    for (name, run) in BENCHES.iter().filter(|(name, _)| is_wanted(name)) {
        measure::say(&format!("\n## {name}\n"));
        run(customers);
    }
}
