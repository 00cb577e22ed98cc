//! The chain of audit lines. Each line of a tenant has a number, the hash of the line before it, and its own; lines that belong to no tenant
//! have a chain of their own. So a line that was changed, removed or moved shows.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    clock::Timestamp,
    digest::{Digest, InvalidDigest},
    id::{AuditEventId, TenantId, WorkspaceId},
};

/// A place in a chain: the number of a line and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Counted from 1.
    pub number: i64,
    /// The hash of the line.
    pub hash: Digest,
}

impl Link {
    /// Before the first line.
    pub const BEGINNING: Self = Self { number: 0, hash: Digest::ZERO };
}

/// `12:9f86d0…`, as an auditor notes it down.
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl std::str::FromStr for Link {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        let (number, hash) = text.split_once(':').ok_or(InvalidDigest)?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or(InvalidDigest)?;
        Ok(Self { number, hash: hash.parse()? })
    }
}

/// How far the chain of a tenant, or of the installation, reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChain {
    /// Whose chain it is; none for the lines that belong to no tenant.
    pub tenant_id: Option<TenantId>,
    /// The last line that was deleted because of its age: the first one that is kept follows it.
    pub anchor: Link,
    /// The last line.
    pub head: Link,
}

impl AuditChain {
    /// The chain before its first line.
    pub const fn begin(tenant_id: Option<TenantId>) -> Self {
        Self { tenant_id, anchor: Link::BEGINNING, head: Link::BEGINNING }
    }
}

/// An audit line word for word as it is stored, with codes and fields that this version may not know.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRecord {
    /// Its identifier.
    pub id: AuditEventId,
    /// The tenant it happened in.
    pub tenant_id: Option<TenantId>,
    /// The workspace it happened in.
    pub workspace_id: Option<WorkspaceId>,
    /// When.
    pub at: Timestamp,
    /// The kind of actor.
    pub actor_kind: String,
    /// Who acted.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// The identifier of what it was done to.
    pub target_id: String,
    /// What was changed about it.
    pub changes: Value,
    /// How it was done; none where that is not known.
    pub context: Option<Value>,
}

/// A line with its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainedRecord {
    /// The line.
    pub record: AuditRecord,
    /// The hash of the line before it.
    pub previous_hash: Digest,
    /// Its own place.
    pub link: Link,
}

/// A line as it is stored, with where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLine {
    /// The line.
    pub record: AuditRecord,
    /// The hash of the line before it in its chain, and its own place; none where it has no place yet.
    pub place: Option<(Digest, Link)>,
    /// The tenant's address.
    pub tenant: Option<String>,
    /// The workspace's address within the tenant.
    pub workspace: Option<String>,
}

impl AuditRecord {
    /// Returns the line as an object. In a chain it has its number and the hash of the line before it.
    pub fn object(&self, place: Option<(i64, Digest)>) -> Value {
        let text = |text: &str| Some(Value::from(text));
        let fields = [
            ("action", text(&self.action)),
            ("actor", text(&self.actor)),
            ("actor_kind", text(&self.actor_kind)),
            ("at", Some(Value::from(self.at.as_millis()))),
            ("changes", Some(self.changes.clone())),
            ("context", self.context.clone()),
            ("id", Some(Value::from(self.id.to_string()))),
            ("number", place.map(|(number, _)| Value::from(number))),
            ("previous_hash", place.map(|(_, previous)| Value::from(previous.to_string()))),
            ("target", text(&self.target)),
            ("target_id", text(&self.target_id)),
            ("tenant_id", self.tenant_id.map(|id| Value::from(id.to_string()))),
            ("workspace_id", self.workspace_id.map(|id| Value::from(id.to_string()))),
        ];
        Value::Object(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>())
    }

    /// Returns the text that the hash of the line is made over: its object in the form of RFC 8785, UTF-8.
    pub fn canonical(&self, number: i64, previous: Digest) -> String {
        canonical(&self.object(Some((number, previous))))
    }
}

/// Writes JSON in its one form (RFC 8785): no spaces, fields sorted by their names, no escape that is not needed.
///
/// Names are sorted by their bytes, which is the order of RFC 8785 as long as they are ASCII, and numbers are whole: audit lines have no others.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(value, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            text.push('{');
            for (index, (name, value)) in fields.into_iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(&Value::from(name.as_str()), text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        // serde_json escapes the quote, the backslash and control characters, in the spellings of RFC 8785 §3.2.2.2. Writing to a text does
        // not fail.
        scalar => drop(write!(text, "{scalar}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record() -> AuditRecord {
        let now = Timestamp::from_millis(1_795_000_000_123);
        AuditRecord {
            id: AuditEventId::new(now, [1; 10]),
            tenant_id: Some(TenantId::new(now, [2; 10])),
            workspace_id: None,
            at: now,
            actor_kind: "administrator".to_owned(),
            actor: "ann@example.com".to_owned(),
            action: "client.updated".to_owned(),
            target: "Shop \"Ü\"\n".to_owned(),
            target_id: "x".to_owned(),
            changes: json!([{ "to": "b", "from": "a", "field": "name" }]),
            context: Some(json!({ "request_id": "r", "address": "203.0.113.7" })),
        }
    }

    #[test]
    fn a_line_has_one_text_whatever_the_order_of_its_fields() {
        assert_eq!(
            record().canonical(7, Digest::ZERO),
            format!(
                r#"{{"action":"client.updated","actor":"ann@example.com","actor_kind":"administrator","at":1795000000123,"changes":[{{"field":"name","from":"a","to":"b"}}],"context":{{"address":"203.0.113.7","request_id":"r"}},"id":"{}","number":7,"previous_hash":"{}","target":"Shop \"Ü\"\n","target_id":"x","tenant_id":"{}"}}"#,
                record().id,
                "0".repeat(64),
                record().tenant_id.unwrap(),
            )
        );
    }

    /// RFC 8785, appendix: what its examples hold that lines of ours can hold.
    #[test]
    fn text_is_escaped_as_rfc_8785_has_it() {
        let text = "\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"\u{2028}/\u{7f}";
        assert_eq!(canonical(&json!({ "s": text, "literals": [null, true, false] })), {
            let escaped = "\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"\u{2028}/\u{7f}";
            format!(r#"{{"literals":[null,true,false],"s":"{escaped}"}}"#)
        });
    }

    #[test]
    fn a_place_is_noted_as_number_and_hash() {
        let link = Link { number: 12, hash: Digest::from_bytes([7; 32]) };
        assert_eq!(link.to_string().parse(), Ok(link));
        for refused in ["12", "0:07", "-1:07", &format!("0:{}", link.hash), &format!("x:{}", link.hash)] {
            assert!(refused.parse::<Link>().is_err(), "{refused}");
        }
    }
}
