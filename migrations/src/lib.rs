#![doc = include_str!("../README.md")]

mod m0001_configuration;
mod m0002_tokens;
mod m0003_one_window;

pub use sea_orm_migration::{DbErr, MigratorTrait};
use sea_orm_migration::{MigrationTrait, async_trait};

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_configuration::Migration), Box::new(m0002_tokens::Migration), Box::new(m0003_one_window::Migration)]
    }
}
