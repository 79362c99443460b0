//! The dates of documents that are known from elsewhere.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{Citation, citations, has_abbreviation};
use crate::diagnostic::Place;
use crate::model::{Plan, Subject};
use crate::vi;

/// A date, and where it is written.
pub(super) type Dated = (NaiveDate, Option<Place>);

/// The dates of documents by number and issuer.
pub(super) struct Documents {
    dates: BTreeMap<(String, String), Vec<Dated>>,
}

impl Documents {
    /// The documents that are known from elsewhere: products of tasks, the plan, the unit's
    /// reports of this year.
    pub(super) fn new(subject: Subject<'_>) -> Self {
        let mut documents = Self {
            dates: BTreeMap::new(),
        };
        if let Some(plan) = subject.plan {
            documents.add_plan(plan);
        }
        let period = &subject.submission.period;
        let before = subject.regime.year_before(period);
        let of_year = before.iter().filter(|before| before.year == period.year);
        for earlier in of_year.filter_map(|period| subject.in_period(period)) {
            documents.add_products(earlier);
            for (_, text) in earlier.submission.texts() {
                for citation in citations(&text.value) {
                    if let Some((date, _)) = citation.date {
                        documents.other_date(&citation, date, text.place);
                    }
                }
            }
        }
        documents
    }

    pub(super) fn add_products(&mut self, subject: Subject<'_>) {
        let told = subject.submission.progress.values();
        for product in told.flat_map(|progress| &progress.products) {
            if let Some(symbol) = &product.symbol {
                let issuer = product.issuer.as_ref();
                let issuer = issuer.map_or_else(String::new, |name| key_of(&name.value));
                let date = &product.date;
                self.add(&symbol.value, &issuer, date.value, Some(date.place));
            }
        }
    }

    fn add_plan(&mut self, plan: &Plan) {
        for citation in citations(&plan.decision.value) {
            if let Some((date, _)) = citation.date {
                let issuer = citation.issuer.as_deref().map(key_of).unwrap_or_default();
                self.add(&citation.symbol, &issuer, date, Some(plan.decision.place));
            }
        }
    }

    fn add(&mut self, symbol: &str, issuer: &str, date: NaiveDate, place: Option<Place>) {
        let key = (symbol.to_owned(), issuer.to_owned());
        self.dates.entry(key).or_default().push((date, place));
    }

    /// Another date of the same document, if there is one; keeps the date otherwise.
    pub(super) fn other_date(
        &mut self,
        citation: &Citation,
        date: NaiveDate,
        place: Place,
    ) -> Option<Dated> {
        let other = self.date_of(citation, date);
        if other.is_none() {
            let issuer = citation.issuer.as_deref().map(key_of).unwrap_or_default();
            self.add(&citation.symbol, &issuer, date, Some(place));
        }
        other
    }

    /// Another date of the same document. Numbers begin anew each year, so that two years are
    /// two documents, unless only the year differs.
    pub(super) fn date_of(&self, citation: &Citation, date: NaiveDate) -> Option<Dated> {
        let issuer = citation.issuer.as_deref().map(key_of).unwrap_or_default();
        // Many committees have the same abbreviation: only the same issuer is the same document.
        let shared = has_abbreviation(&citation.symbol, "UBND")
            || has_abbreviation(&citation.symbol, "HĐND");
        let same = self.dates.iter().filter(|((symbol, of), _)| {
            *symbol == citation.symbol
                && (*of == issuer || (!shared && (of.is_empty() || issuer.is_empty())))
        });
        let dates: Vec<_> = same.flat_map(|(_, dates)| dates.iter().copied()).collect();
        if dates.iter().any(|(other, _)| *other == date) {
            return None;
        }
        let same_day =
            |other: &NaiveDate| (other.day(), other.month()) == (date.day(), date.month());
        dates
            .into_iter()
            .find(|(other, _)| other.year() == date.year() || same_day(other))
    }
}

/// The first words of an issuer's name in one spelling: what stands behind "về" is what the
/// document is about.
fn key_of(issuer: &str) -> String {
    let words = vi::comparable(issuer);
    let name = words.split(" về ").next().unwrap_or(&words);
    name.trim().to_owned()
}
