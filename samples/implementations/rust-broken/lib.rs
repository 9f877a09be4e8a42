//! The broken twin of `../rust`: the clean modules, but for the one that fills the slots of a new mapping.
//!
//! `rustc --crate-type cdylib -C opt-level=3 -C panic=abort -o libxd-broken.so lib.rs`

#[path = "../rust/abi.rs"]
mod abi;
#[path = "../rust/backing.rs"]
mod backing;
#[path = "../rust/coherent.rs"]
mod coherent;
mod copy;
#[path = "../rust/instance.rs"]
mod instance;
#[path = "../rust/pool.rs"]
mod pool;
#[path = "../rust/pool_memory.rs"]
mod pool_memory;
#[path = "../rust/streaming.rs"]
mod streaming;
#[path = "../rust/table.rs"]
mod table;

const NAME: &[u8] = b"ordered extents, broken (Rust)\0";

#[no_mangle]
pub extern "C" fn xendma_ops(abi_version: u32) -> *const table::Ops {
    table::of_version(abi_version)
}
