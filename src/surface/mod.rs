//! What a visitor is asked with: the banner and the preferences, as drawings. The page makes nodes of them; on the command line
//! `verify` draws them again, for what a receipt says was shown.

pub mod banner;
pub mod preferences;
