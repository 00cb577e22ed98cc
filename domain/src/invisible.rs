//! Characters that nobody sees, or that change how others are seen. A name, a description or a payment that a user agrees to has none.

/// Returns whether a text holds a character that is not seen. What puts others together is letters' business: the joiners between letters of scripts that
/// have them and in pictures, and what chooses a variant of the character before it.
pub(crate) fn holds_invisible(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let seen = |index: Option<usize>| index.and_then(|index| characters.get(index)).is_some_and(|other| is_shaped(*other));
    let belongs = |index: usize, character: char| {
        let (before, after) = (index.checked_sub(1), index.checked_add(1));
        match character {
            // After a variant that was chosen, too: ❤️‍🔥.
            '\u{200c}' | '\u{200d}' => {
                let chosen = before.and_then(|index| characters.get(index)).is_some_and(|other| chooses_variant(*other));
                (seen(before) || chosen) && seen(after)
            }
            // The sign of a key: 1️⃣.
            '\u{fe0f}' if after.and_then(|index| characters.get(index)) == Some(&'\u{20e3}') => true,
            _ => chooses_variant(character) && seen(before),
        }
    };
    characters.iter().enumerate().any(|(index, character)| is_invisible(*character) && !belongs(index, *character))
}

/// Returns whether a text has something that is seen.
pub(crate) fn has_visible(text: &str) -> bool {
    text.chars().any(|character| !character.is_whitespace() && !is_invisible(character))
}

/// Returns whether a character is not seen: it is a control character, breaks the line, is to be ignored by whoever has no use for it, is blank though it
/// counts as a letter or a sign, or means nothing to anybody but two who have agreed on it.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control() || is_default_ignorable(character) || is_format(character) || is_blank(character) || is_nobodys(character)
}

/// A letter or a sign that can be joined, or has variants: those of ASCII have none.
fn is_shaped(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && !is_invisible(character)
}

/// Variation selectors (Unicode, property `Variation_Selector`).
const fn chooses_variant(character: char) -> bool {
    matches!(character, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The property `Default_Ignorable_Code_Point` of Unicode 17 (DerivedCoreProperties.txt): what is not shown by whoever does not know it. A test holds it
/// against the tables of ICU; those themselves would be in what browsers load.
const fn is_default_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Of the category `Cf` what is not ignorable by itself, and the breaks of lines and paragraphs.
const fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{2028}'..='\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}'
    )
}

/// Signs without ink that are no spaces: the blank pattern of Braille, and the head of no note.
const fn is_blank(character: char) -> bool {
    matches!(character, '\u{2800}' | '\u{1d159}')
}

/// For private use, or no character at all.
fn is_nobodys(character: char) -> bool {
    let number = u32::from(character);
    matches!(number, 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xf_0000..) || number & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

    use super::*;

    #[test]
    fn what_is_to_be_ignored_is_what_unicode_says() {
        let unicode = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        for character in '\0'..=char::MAX {
            assert_eq!(is_default_ignorable(character), unicode.contains(character), "{character:?}");
        }
    }

    #[test]
    fn a_character_that_nobody_sees_is_found_wherever_it_stands() {
        let hidden = [
            '\u{ad}',
            '\u{34f}',
            '\u{115f}',
            '\u{17b4}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{2028}',
            '\u{202e}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fffe}',
            '\u{e000}',
            '\u{1d159}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{10ffff}',
        ];
        for character in hidden {
            for text in [format!("{character}"), format!("{character}Bank"), format!("Ba{character}nk"), format!("Bank{character}")] {
                assert!(holds_invisible(&text), "{text:?}");
            }
            assert!(!has_visible(&format!(" {character}\u{a0}{character}")), "{character:?}");
        }
    }

    #[test]
    fn what_puts_others_together_stands_with_them() {
        for seen in ["❤️", "❤️‍🔥 Notes", "1️⃣", "👩‍💻", "می‌خواهم", "葛\u{e0100}城", "ᠠ\u{180b}", "Café", "a\u{301}"]
        {
            assert!(!holds_invisible(seen) && has_visible(seen), "{seen}");
        }
        for alone in ["a\u{fe0f}", "\u{fe0f}❤", " \u{200d} ", "\u{3000}\u{200d}\u{3000}", "❤\u{fe0f}\u{fe0f}"] {
            assert!(holds_invisible(alone), "{alone:?}");
        }
    }
}
