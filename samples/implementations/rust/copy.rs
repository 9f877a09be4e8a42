//! What is copied between a buffer and its slots.

use crate::abi::{Direction, Platform};
use crate::pool::Mapping;

/// Fills the slots of a new mapping, in every direction and without a sync too: what the device does not write comes back as it was, and
/// nothing of the mapping before is seen, not in what is left of the slots either.
pub fn fill(platform: &Platform, mapping: &Mapping) {
    let (run, bytes) = mapping.slots();
    let before = mapping.bus.0 - run.0;
    let behind = bytes - before - mapping.size;
    if before != 0 {
        platform.clear(mapping.run_phys(), before);
    }
    copy_in(platform, mapping, 0, mapping.size);
    if behind != 0 {
        platform.clear(mapping.slot.plus(mapping.size), behind);
    }
}

/// Bytes from the buffer to the device's side.
pub fn copy_in(platform: &Platform, mapping: &Mapping, from: u64, size: u64) {
    platform.copy(mapping.original.plus(from), mapping.slot.plus(from), size);
}

/// Bytes from the device's side to the buffer.
pub fn copy_out(platform: &Platform, mapping: &Mapping, from: u64, size: u64) {
    platform.copy(mapping.slot.plus(from), mapping.original.plus(from), size);
}

/// What a sync for the device copies. Of a mapping from the device nothing: its bytes are the device's.
pub fn sync_in(platform: &Platform, mapping: &Mapping, from: u64, size: u64, direction: Direction) {
    if direction.goes_to_device() && mapping.direction.goes_to_device() {
        copy_in(platform, mapping, from, size);
    }
}

/// What a sync for the CPU, or an unmap, copies.
pub fn sync_out(platform: &Platform, mapping: &Mapping, from: u64, size: u64, direction: Direction) {
    if direction.comes_from_device() && mapping.direction.comes_from_device() {
        copy_out(platform, mapping, from, size);
    }
}
