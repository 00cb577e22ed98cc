//! Where the values of a text in JSON are. The text is known to be JSON, so that nothing has to be checked again.

use std::collections::{HashMap, HashSet};

use domain::wire::escaped;

/// A place in a file: its line and its column, from 1.
pub(super) type Place = (u64, u64);

/// How many members are told that are there twice.
const MOST_TWICE: usize = 100;

/// The places that were asked for, and members that are there more than once.
pub(super) struct Places {
    found: HashMap<String, Place>,
    pub(super) twice: Vec<(String, Place)>,
}

impl Places {
    /// Finds the values of these pointers. Line by line, each is an item of a list.
    pub(super) fn find(text: &str, lines: bool, pointers: &[&str]) -> Self {
        // What is missing is missing from somewhere.
        let mut wanted = HashSet::new();
        for pointer in pointers {
            let ends = pointer.match_indices('/').map(|(end, _)| end).chain([pointer.len()]);
            wanted.extend(ends.filter_map(|end| pointer.get(..end)));
        }
        let mut scanner = Scanner {
            text,
            at: 0,
            line: 1,
            counted: 0,
            column: 1,
            pointer: String::new(),
            wanted,
            places: Self { found: HashMap::new(), twice: Vec::new() },
        };
        if lines {
            scanner.note();
            let mut index = 0;
            scanner.skip_space();
            while scanner.peek().is_some() {
                scanner.below(&index.to_string(), Scanner::value);
                index += 1;
                scanner.skip_space();
            }
        } else {
            scanner.value();
        }
        scanner.places
    }

    /// Returns where a value is; of one that is missing, where it is missing from.
    pub(super) fn of(&self, pointer: &str) -> Place {
        let mut at = pointer;
        loop {
            match (self.found.get(at), at.rsplit_once('/')) {
                (Some(place), _) => return *place,
                (None, Some((above, _))) => at = above,
                (None, None) => return (1, 1),
            }
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    /// Up to where the characters of the line are counted, and the column there.
    counted: usize,
    column: u64,
    pointer: String,
    wanted: HashSet<&'a str>,
    places: Places,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek().filter(u8::is_ascii_whitespace) {
            self.at += 1;
            if byte == b'\n' {
                (self.line, self.counted, self.column) = (self.line + 1, self.at, 1);
            }
        }
    }

    /// The place here. Characters are counted from where they were counted last: a file may be a single line.
    fn place(&mut self) -> Place {
        let passed = self.text.get(self.counted..self.at).map_or(0, |text| text.chars().count());
        self.column += u64::try_from(passed).unwrap_or_default();
        self.counted = self.at;
        (self.line, self.column)
    }

    /// Notes where a value is, if it is asked for.
    fn note(&mut self) {
        if self.wanted.contains(self.pointer.as_str()) {
            let place = self.place();
            self.places.found.insert(self.pointer.clone(), place);
        }
    }

    /// Reads a part of a value.
    fn below(&mut self, name: &str, read: impl FnOnce(&mut Self)) {
        let above = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(name);
        read(self);
        self.pointer.truncate(above);
    }

    /// Reads a value. Whoever has parsed the text has bounded how deep it is.
    fn value(&mut self) {
        self.skip_space();
        self.note();
        match self.peek() {
            Some(b'{') => self.members(),
            Some(b'[') => self.items(),
            Some(b'"') => _ = self.string(),
            _ => {
                while self.peek().is_some_and(|byte| !matches!(byte, b',' | b']' | b'}') && !byte.is_ascii_whitespace()) {
                    self.at += 1;
                }
            }
        }
    }

    /// Returns whether there is another part, after the bracket or the comma here.
    fn goes_on(&mut self, end: u8) -> bool {
        self.at += 1;
        self.skip_space();
        let goes_on = self.peek().is_some_and(|byte| byte != end);
        if !goes_on {
            self.at += 1;
        }
        goes_on
    }

    fn items(&mut self) {
        let mut index = 0;
        while self.goes_on(b']') {
            self.below(&index.to_string(), Self::value);
            index += 1;
            self.skip_space();
            if self.peek() != Some(b',') {
                self.at += 1;
                return;
            }
        }
    }

    fn members(&mut self) {
        let mut seen = HashSet::new();
        while self.goes_on(b'}') {
            let start = self.place();
            let name = self.string();
            let again = !seen.insert(name.clone());
            self.skip_space();
            self.at += 1;
            self.below(&escaped(&name), |scanner| {
                if again && scanner.places.twice.len() < MOST_TWICE {
                    scanner.places.twice.push((scanner.pointer.clone(), start));
                }
                scanner.value();
            });
            self.skip_space();
            if self.peek() != Some(b',') {
                self.at += 1;
                return;
            }
        }
    }

    /// Reads a text.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek().filter(|byte| *byte != b'"') {
            self.at += if byte == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        self.text.get(start..self.at).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}
