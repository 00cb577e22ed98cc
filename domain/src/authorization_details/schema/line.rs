//! The line of a text at which a place of its JSON is.

/// Returns the line, counted from 1, at which what a JSON pointer is to stands in a text that is JSON: that of its name, or of the item. None for
/// the whole.
pub(super) fn of(text: &str, pointer: &str) -> Option<u32> {
    let steps: Vec<String> = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    if steps.is_empty() {
        return None;
    }
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    for step in &steps {
        reader.find(step)?;
    }
    let before = text.get(..reader.at)?;
    u32::try_from(before.matches('\n').count()).ok().map(|line| line + 1)
}

/// A reader of JSON that is known to be such.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// Goes to a member or an item of the value that begins here. Of a member that is there twice the last is meant, as everywhere.
    fn find(&mut self, step: &str) -> Option<()> {
        self.skip_to_name_or_value();
        let is_object = self.peek()? == b'{';
        let (mut index, mut found) = (0_usize, None);
        self.at += 1;
        loop {
            self.skip_to_name_or_value();
            if matches!(self.peek()?, b'}' | b']') {
                break;
            }
            let begins = self.at;
            let name = if is_object { self.name()? } else { index.to_string() };
            if name == step {
                found = Some((begins, self.at));
            }
            self.skip_to_name_or_value();
            self.skip_value()?;
            index += 1;
        }
        let (begins, value) = found?;
        // The line is that of the name, and what is below it is looked for behind it.
        self.at = if is_object { value } else { begins };
        Some(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_to_name_or_value(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':')) {
            self.at += 1;
        }
    }

    /// Reads a text that begins here.
    fn name(&mut self) -> Option<String> {
        let begins = self.at;
        self.skip_text();
        serde_json::from_slice(self.bytes.get(begins..self.at)?).ok()
    }

    fn skip_text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_text(),
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' | b',' if open == 0 => return Some(()),
                b'}' | b']' => {
                    open -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if open == 0 && matches!(self.peek(), None | Some(b',' | b'}' | b']')) {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_place_is_found_however_the_text_is_laid_out() {
        let text = "{\n  \"a\": {\"}\\\"\": 1,\n    \"b/c\": [1, {\"x\": \"]\"},\n      [2,\n 3]]},\n  \"d\"\n: \"e\"\n}";
        for (pointer, line) in [
            ("", None),
            ("/a", Some(2)),
            ("/a/}\"", Some(2)),
            ("/a/b~1c", Some(3)),
            ("/a/b~1c/1/x", Some(3)),
            ("/a/b~1c/2", Some(4)),
            ("/a/b~1c/2/1", Some(5)),
            ("/d", Some(6)),
            ("/none", None),
            ("/a/b~1c/7", None),
        ] {
            assert_eq!(of(text, pointer), line, "{pointer}");
        }
    }
}
