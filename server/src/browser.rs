//! What a browser brings along: cookies, its reader's language, the origin of a form, and the proof that a form came from a page of ours.

pub(crate) mod cookies;
pub(crate) mod foreign_form;
pub(crate) mod form_tokens;
pub(crate) mod language;
pub(crate) mod navigation;
pub(crate) mod passkeys;
pub(crate) mod renewal;
pub(crate) mod same_origin;
pub(crate) mod scripts;
