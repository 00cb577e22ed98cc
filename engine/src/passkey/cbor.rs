//! As much of CBOR (RFC 8949) as authenticators write (CTAP 2.1 §8): definite lengths, no tags, no floating point numbers.

/// How deep values may lie in each other; authenticators nest four levels.
const DEPTH: usize = 8;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Int(i64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Self>),
    Map(Vec<(Self, Self)>),
    /// `false`, `true`, `null` and the like, by number.
    Simple(u8),
}

impl Value {
    /// Returns the value of a map under a key.
    pub(super) fn get(&self, key: &Self) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the value of a map under a number.
    pub(super) fn at(&self, key: i64) -> Option<&Self> {
        self.get(&Self::Int(key))
    }

    pub(super) const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Reads a value. Returns it with what follows it.
pub(super) fn read(bytes: &[u8]) -> Option<(Value, &[u8])> {
    item(bytes, DEPTH)
}

fn item(bytes: &[u8], depth: usize) -> Option<(Value, &[u8])> {
    let within = depth.checked_sub(1)?;
    let (first, rest) = bytes.split_first()?;
    let (major, info) = (first >> 5, first & 0x1f);
    if major == 7 {
        return (info < 24).then_some((Value::Simple(info), rest));
    }
    let (argument, rest) = argument(info, rest)?;
    match major {
        0 => Some((Value::Int(i64::try_from(argument).ok()?), rest)),
        1 => Some((Value::Int(-1 - i64::try_from(argument).ok()?), rest)),
        2 => string(argument, rest).map(|(bytes, rest)| (Value::Bytes(bytes.to_vec()), rest)),
        3 => {
            let (bytes, rest) = string(argument, rest)?;
            Some((Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()), rest))
        }
        4 => {
            let (mut items, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (value, after) = item(rest, within)?;
                items.push(value);
                rest = after;
            }
            Some((Value::Array(items), rest))
        }
        5 => {
            let (mut pairs, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (key, after) = item(rest, within)?;
                let (value, after) = item(after, within)?;
                pairs.push((key, value));
                rest = after;
            }
            Some((Value::Map(pairs), rest))
        }
        _ => None,
    }
}

/// Reads the argument of a head (RFC 8949 §3).
fn argument(info: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    match info {
        0..=23 => Some((u64::from(info), rest)),
        24..=27 => {
            let (bytes, rest) = rest.split_at_checked(1 << (info - 24))?;
            Some((bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
        }
        _ => None,
    }
}

fn string(length: u64, rest: &[u8]) -> Option<(&[u8], &[u8])> {
    rest.split_at_checked(usize::try_from(length).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Option<Value> {
        read(bytes).filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
    }

    /// RFC 8949 appendix A.
    #[test]
    fn values_are_read_as_the_standard_writes_them() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (bytes, value) in [
            (&[0x00][..], Value::Int(0)),
            (&[0x17], Value::Int(23)),
            (&[0x18, 0x18], Value::Int(24)),
            (&[0x19, 0x03, 0xe8], Value::Int(1000)),
            (&[0x1a, 0x00, 0x0f, 0x42, 0x40], Value::Int(1_000_000)),
            (&[0x1b, 0x00, 0x00, 0x00, 0xe8, 0xd4, 0xa5, 0x10, 0x00], Value::Int(1_000_000_000_000)),
            (&[0x20], Value::Int(-1)),
            (&[0x39, 0x03, 0xe7], Value::Int(-1000)),
            (&[0xf5], Value::Simple(21)),
            (&[0x44, 0x01, 0x02, 0x03, 0x04], Value::Bytes(vec![1, 2, 3, 4])),
            (&[0x64, 0x49, 0x45, 0x54, 0x46], text("IETF")),
            (&[0x80], Value::Array(Vec::new())),
            (&[0x82, 0x01, 0x81, 0x02], Value::Array(vec![Value::Int(1), Value::Array(vec![Value::Int(2)])])),
            (&[0xa2, 0x01, 0x02, 0x03, 0x04], Value::Map(vec![(Value::Int(1), Value::Int(2)), (Value::Int(3), Value::Int(4))])),
            (&[0xa1, 0x61, 0x61, 0x01], Value::Map(vec![(text("a"), Value::Int(1))])),
        ] {
            assert_eq!(whole(bytes), Some(value), "{bytes:02x?}");
        }
    }

    #[test]
    fn what_ends_early_or_lies_too_deep_is_no_value() {
        for bytes in [
            &[][..],
            &[0x18],
            &[0x44, 0x01],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0xa1, 0x01],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x9f, 0x01, 0xff],
            &[0xc0, 0x60],
            &[0xf9, 0x00, 0x00],
            &[0x61, 0xff],
            &[0x81; 64],
        ] {
            assert_eq!(read(bytes), None, "{bytes:02x?}");
        }
    }
}
