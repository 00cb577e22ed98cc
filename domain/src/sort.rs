//! What lists can be sorted by: columns that an index has, or that are short to read. A column that each refresh of a token changes is none of
//! them, because it is in no index; such a list is filtered instead.

/// Of what kind the values are that a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortedBy {
    /// The items' key, or what rises with it.
    Key,
    /// A text.
    Text,
    /// A whole number.
    Number,
}

/// What a list can be sorted by.
pub trait Sort: Copy + Default + Eq + 'static {
    /// All of it, the usual one first.
    const ALL: &'static [Self];

    /// Returns its name, as an address and the admin API have it; with a `-` before it, it is sorted downwards.
    fn name(self) -> &'static str;

    /// Returns whether it is usually sorted downwards: what is new comes first.
    fn descends(self) -> bool;

    /// Returns of what kind its values are.
    fn kind(self) -> SortedBy;

    /// Returns whether this stands beside a key in the place of an item: a value of its kind, or nothing where it is the key itself.
    fn is_value(self, value: Option<&str>) -> bool {
        match (self.kind(), value) {
            (SortedBy::Key, value) => value.is_none(),
            (SortedBy::Text, value) => value.is_some_and(|text| !text.chars().any(char::is_control)),
            (SortedBy::Number, value) => value.is_some_and(|text| text.parse::<i64>().is_ok()),
        }
    }

    /// Reads an order. Returns it, and whether that is the opposite of the usual one; the list's usual order where nothing is asked for.
    fn parse(text: &str) -> Option<(Self, bool)> {
        if text.is_empty() {
            return Some((Self::default(), false));
        }
        let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let by = Self::ALL.iter().copied().find(|by| by.name() == name)?;
        Some((by, down != by.descends()))
    }

    /// Returns an order as [`Sort::parse`] reads it; nothing for the list's usual one.
    fn text(self, reversed: bool) -> String {
        match (self == Self::default() && !reversed, self.descends() != reversed) {
            (true, _) => String::new(),
            (false, true) => format!("-{}", self.name()),
            (false, false) => self.name().to_owned(),
        }
    }
}

macro_rules! sorts {
    ($(
        $(#[$doc:meta])*
        $list:ident { $($(#[$value_doc:meta])* $value:ident = $name:literal, descends: $descends:literal, by: $kind:ident;)* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub enum $list { $($(#[$value_doc])* $value,)* }

        impl Sort for $list {
            const ALL: &'static [Self] = &[$(Self::$value),*];

            fn name(self) -> &'static str {
                match self { $(Self::$value => $name,)* }
            }

            fn descends(self) -> bool {
                match self { $(Self::$value => $descends,)* }
            }

            fn kind(self) -> SortedBy {
                match self { $(Self::$value => SortedBy::$kind,)* }
            }
        }
    )* };
}

sorts! {
    /// What clients are sorted by.
    ClientSort {
        /// When they were created.
        #[default]
        CreatedAt = "created_at", descends: true, by: Key;
        /// Their name, in upper or lower case.
        Name = "client_name", descends: false, by: Text;
    }

    /// What users are sorted by.
    UserSort {
        /// When they were added.
        #[default]
        CreatedAt = "created_at", descends: true, by: Key;
        /// What they sign in with.
        Identifier = "identifier", descends: false, by: Text;
        /// Their name, in upper or lower case.
        Name = "name", descends: false, by: Text;
    }

    /// What workspaces are sorted by.
    WorkspaceSort {
        /// Their part of addresses.
        #[default]
        Slug = "id", descends: false, by: Key;
        /// Their name, in upper or lower case.
        Name = "name", descends: false, by: Text;
        /// When they were created.
        CreatedAt = "created_at", descends: true, by: Number;
    }

    /// What administrators are sorted by.
    AdministratorSort {
        /// Their e-mail address.
        #[default]
        Email = "email", descends: false, by: Text;
        /// Their name, in upper or lower case.
        Name = "name", descends: false, by: Text;
        /// When they were added.
        CreatedAt = "created_at", descends: true, by: Number;
    }

    /// What webhooks are sorted by.
    WebhookSort {
        /// When they were created.
        #[default]
        CreatedAt = "created_at", descends: false, by: Key;
        /// Their name, in upper or lower case.
        Name = "name", descends: false, by: Text;
    }

    /// What lists are sorted by that tell what happened, or began, at what time.
    TimeSort {
        /// The time.
        #[default]
        Time = "time", descends: true, by: Key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_value_of_the_kind_that_the_list_is_sorted_by() {
        let fits = |by: WorkspaceSort| ["", "Shop: 1", "-7", "1.5", "a\n", "9223372036854775808"].map(|text| by.is_value(Some(text)));
        assert_eq!(fits(WorkspaceSort::Slug), [false; 6]);
        assert_eq!(fits(WorkspaceSort::Name), [true, true, true, true, false, true]);
        assert_eq!(fits(WorkspaceSort::CreatedAt), [false, false, true, false, false, false]);
        assert_eq!(WorkspaceSort::ALL.iter().map(|by| by.is_value(None)).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn an_order_is_read_as_it_is_written_and_the_usual_one_is_not() {
        for by in UserSort::ALL.iter().copied() {
            for reversed in [false, true] {
                assert_eq!(UserSort::parse(&by.text(reversed)), Some((by, reversed)));
            }
        }
        assert_eq!(UserSort::CreatedAt.text(false), "");
        assert_eq!(
            [ClientSort::CreatedAt.text(true), ClientSort::Name.text(false), ClientSort::Name.text(true)],
            ["created_at", "client_name", "-client_name"]
        );
        assert_eq!(UserSort::parse("-created_at"), Some((UserSort::CreatedAt, false)), "in so many words");
        for odd in ["colour", "-", "--name", "Name"] {
            assert_eq!(UserSort::parse(odd), None, "{odd}");
        }
    }
}
