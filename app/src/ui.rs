//! The kit: what every page is made of. It knows nothing of tokens, clients and workspaces. The class of a component is its name,
//! its look is the partial of that name in `style/ui`, and its states are attributes, so that the look, the tests and assistive
//! technology read the same truth.

mod badge;
mod breadcrumb;
mod button;
mod chart;
mod choice;
mod code;
mod copyable;
mod dialog;
mod empty;
mod facts;
mod field;
mod filled;
mod icon;
mod link;
mod logo;
mod mark;
mod menu;
mod new_secret;
mod notice;
mod pagination;
mod section;
mod select;
mod table;
mod tabs;
mod time;
mod title;

pub use badge::{Badge, Chip};
pub use breadcrumb::Breadcrumb;
pub use button::{Button, Kind, LinkButton};
pub use chart::{Bar, BarChart};
pub use choice::{Checkbox, CheckboxGroup, CheckboxList, RadioList, Tick, Ticks};
pub use code::CodeBlock;
pub use copyable::Copyable;
pub use dialog::{Dialog, DialogButton};
pub use empty::Empty;
pub use facts::{Fact, Facts};
pub use field::{CodeField, Conflict, Field, Input, PasswordField, Remarks, TextArea, TextField};
pub use filled::{filled, filled_view};
pub use icon::{Glyph, Icon};
pub use link::{Link, Opens, WayTo};
pub use logo::Logo;
pub use mark::{Label, Labels, Mark};
pub use menu::{Menu, MenuButton};
pub use new_secret::NewSecret;
pub use notice::{Notice, Tone};
pub use pagination::{Pagination, Range, bounded, counted, group};
pub use section::{Fold, Indexed, Page, Section};
pub use select::{Choice, Select};
pub use table::{Head, Heads, SortLink, SortOrder, Table};
pub use tabs::{Tab, Tabs};
pub use time::{Ago, Time, readable};
pub use title::{Title, TitleOfConsole};
