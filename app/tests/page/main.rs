//! The page without a browser: stories through `update`, panels as HTML.

mod around;
mod author;
mod first;
mod fixture;
mod panels;
mod parts;
mod share;
mod stories;
