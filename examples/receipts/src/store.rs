//! Where receipts are kept: one table, and a row is never changed.

use rusqlite::{Connection, OptionalExtension, params};

use crate::receipt::Receipt;

pub struct Store(Connection);

/// What became of a receipt.
pub enum Kept {
    New,
    /// The same was kept before.
    Before,
    /// Another one has its id.
    Another,
}

impl Store {
    /// Opens the file, or makes it.
    pub fn open(file: &str) -> rusqlite::Result<Store> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit is on the disk when it returns.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute(
            "CREATE TABLE IF NOT EXISTS receipts (
               id TEXT PRIMARY KEY, made TEXT NOT NULL, policy TEXT NOT NULL, body TEXT NOT NULL
             ) WITHOUT ROWID",
            [],
        )?;
        Ok(Store(connection))
    }

    /// Keeps a receipt, once.
    pub fn keep(&self, receipt: &Receipt) -> rusqlite::Result<Kept> {
        let added = self.0.execute(
            "INSERT INTO receipts (id, made, policy, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
            params![receipt.id, receipt.at, receipt.policy, receipt.body],
        )?;
        if added == 1 {
            return Ok(Kept::New);
        }
        let find = "SELECT body FROM receipts WHERE id = ?1";
        let body: Option<String> = self.0.query_row(find, [&receipt.id], |row| row.get(0)).optional()?;
        Ok(if body.as_deref() == Some(&receipt.body) { Kept::Before } else { Kept::Another })
    }
}
