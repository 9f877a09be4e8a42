//! What is copied between a buffer and its slots, with a bug: a mapping from the device is thought to need nothing in its slots, since the
//! device will write them. Where it writes less, the unmap copies what the mapping before left there into the caller's buffer.
//! Linux did so until 5.16: ddbd89deb7d3, CVE-2022-0854.

#[path = "../rust/copy.rs"]
mod clean;

use crate::abi::Platform;
use crate::pool::Mapping;

pub use self::clean::{sync_in, sync_out};

pub fn fill(platform: &Platform, mapping: &Mapping) {
    if mapping.direction.goes_to_device() {
        clean::fill(platform, mapping);
    }
}
