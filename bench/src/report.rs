//! What a run found, and how it is told.

mod goals;
mod machine;
mod page;
mod plot;
mod results;

pub use self::{
    goals::{Goal, goals},
    machine::Machine,
    page::write,
    results::{Generator, Results, Start},
};
