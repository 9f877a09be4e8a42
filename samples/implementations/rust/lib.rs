//! The DMA ops of a Xen guest in Rust, behind the C ABI of `xendma.h`, without a crate.
//!
//! A buffer that the device reaches and that lies in one piece on the bus is mapped as it lies. Any other is bounced. The pool
//! keeps two ordered maps, both by bus address: the free extents, and the mappings that live. Slots are looked for from the highest address
//! that the device drives downwards, so that the low ones are left to narrow devices; extents that meet are joined. Which mapping an
//! address lies in is one search, so an unmap and a sync act on what was mapped, wherever in it they point and whatever they say.
//!
//! Guest and bus addresses are types of their own, and raw pointers are followed in [`abi`] and [`table`] alone.
//!
//! `rustc --crate-type cdylib -C opt-level=3 -C panic=abort -o libxd.so lib.rs`

mod abi;
mod backing;
mod coherent;
mod copy;
mod instance;
mod pool;
mod pool_memory;
mod streaming;
mod table;

/// Shown in reports; ends with a zero.
const NAME: &[u8] = b"ordered extents (Rust)\0";

/// The one exported symbol: the ops, or null where another version of the ABI is spoken.
#[no_mangle]
pub extern "C" fn xendma_ops(abi_version: u32) -> *const table::Ops {
    table::of_version(abi_version)
}
