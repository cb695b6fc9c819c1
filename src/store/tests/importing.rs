//! What the rows of a list know of those that were put in before them.

use rusqlite::StatementStatus;

use super::*;

type Row<'a> = (CustomerId, Option<&'a str>, ContactDetails);

impl Shop {
    /// Brings in rows as an import does: each is looked up, then put in.
    fn import(&mut self, rows: &[Row]) -> Vec<Put> {
        let (posting, key) = (posting(), self.store.key().expect("a key"));
        let occasion =
            Occasion { author: &self.author, now: at(1), nonce: [0; NONCE_BYTES], posting: &posting, key: &key };
        let put = self.store.import(&occasion, |import| {
            let put = |(customer, reference, details): &Row| {
                let name = (details.first_name.as_str(), details.last_name.as_str());
                import.known().contact(*customer, *reference, name)?;
                let (_, put) = import.put_contact(*customer, *reference, details)?.expect("no rule is broken");
                Ok(put)
            };
            rows.iter().map(put).collect::<Result<_, StoreError>>()
        });
        put.expect("the file answers")
    }
}

#[test]
fn the_people_of_a_customer_are_read_once_for_all_its_rows() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let rows = ["Ana", "Bea", "Cy", "Di"].map(|name| (lopez, None, person(name, "Hale")));
    assert_eq!(shop.import(&rows), [Put::Added; 4]);
    let reading = shop.store.conn.prepare_cached(by_name::PEOPLE).expect("a statement");
    assert_eq!(reading.get_status(StatementStatus::Run), 1);
}

#[test]
fn whoever_is_added_or_renamed_by_a_row_is_known_to_the_next() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let put = shop.import(&[
        (lopez, Some("K-1"), person("Zoë", "Hale")),
        (lopez, None, person("zoe", "HALE")),
        (lopez, Some("K-1"), person("Tom", "Hale")),
        (lopez, None, person("Tom", "Hale")),
        // Nobody has that name any more.
        (lopez, None, person("Zoë", "Hale")),
    ]);
    assert_eq!(put, [Put::Added, Put::Changed, Put::Changed, Put::Unchanged, Put::Added]);
    let names: Vec<String> = shop.record(lopez).contacts.iter().map(|contact| contact.details.name()).collect();
    assert_eq!(names, ["Tom Hale", "Zoë Hale"]);
}

#[test]
fn rows_of_several_customers_may_stand_in_any_order() {
    let mut shop = Shop::new();
    let (lopez, hale) = (shop.customer("Lopez Racing", None), shop.customer("Hale Motors", None));
    let put = shop.import(&[lopez, hale, lopez, hale].map(|customer| (customer, None, person("Ana", "Quinn"))));
    assert_eq!(put, [Put::Added, Put::Added, Put::Unchanged, Put::Unchanged]);
}
