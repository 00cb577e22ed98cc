//! The two kinds of types: what is sent and told, and what is told alone. Each says what its JSON is like, in the words of its comments.

/// Declares types of what programs send and get. A member that a type does not name is refused, and one that is not sent is as it usually is.
/// `told` are the members that are not the sender's to set, `needed` those that have to be sent.
macro_rules! sent {
    ($(
        $(#[doc = $about:literal])*
        pub struct $name:ident $(told [$($told:ident)*])? $(needed [$($needed:ident)*])? {
            $($(#[doc = $doc:literal])* $(#[serde($($serde:tt)*)])* pub $member:ident: $type:ty,)*
        }
    )*) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $doc])* $(#[serde($($serde)*)])* pub $member: $type,)*
        }

        $crate::wire::types::object!(
            $name, true, &[$($about),*], &[$($(stringify!($told)),*)?], &[$($(stringify!($needed)),*)?];
            $([$($doc),*] $member: $type,)*
        );
    )*};
}

/// Declares types of what programs get.
macro_rules! told {
    ($(
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $($(#[doc = $doc:literal])* $(#[serde($($serde:tt)*)])* pub $member:ident: $type:ty,)*
        }
    )*) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        pub struct $name {
            $($(#[doc = $doc])* $(#[serde($($serde)*)])* pub $member: $type,)*
        }

        $crate::wire::types::object!($name, false, &[$($about),*], &[], &[]; $([$($doc),*] $member: $type,)*);
    )*};
}

/// Says what the JSON of a struct is like.
macro_rules! object {
    ($name:ident, $sent:expr, $about:expr, $told:expr, $needed:expr; $([$($doc:literal),*] $member:ident: $type:ty,)*) => {
        impl $crate::wire::shape::Shaped for $name {
            fn shape() -> $crate::wire::shape::Shape {
                let (told, needed): (&[&str], &[&str]) = ($told, $needed);
                $crate::wire::shape::Shape::Object($crate::wire::shape::Object {
                    name: stringify!($name),
                    about: $crate::wire::shape::words($about),
                    sent: $sent,
                    members: vec![$($crate::wire::shape::Member {
                        name: stringify!($member),
                        about: $crate::wire::shape::words(&[$($doc),*]),
                        shape: <$type as $crate::wire::shape::Shaped>::shape(),
                        told: told.contains(&stringify!($member)),
                        needed: needed.contains(&stringify!($member)),
                    }),*],
                })
            }
        }
    };
}

pub(crate) use {object, sent, told};
