//! `xendma.h` as Rust sees it: what the harness provides, with safe methods over its callbacks and its memory.

use std::ffi::CString;
use std::fmt;
use std::os::raw::{c_char, c_int, c_void};
use std::ptr;

pub const ABI_VERSION: u32 = 1;
pub const SKIP_CPU_SYNC: u64 = 1 << 5;
/// `DMA_ATTR_NO_WARN` of the kernel.
pub const NO_WARN: u64 = 1 << 8;
pub const POOL_FORCE: u32 = 1 << 0;
pub const POOL_EARLY: u32 = 1 << 1;

/// No frame, no page, no mapping: all ones in every place.
pub const NONE: u64 = u64::MAX;

pub const FRAME_SHIFT: u32 = 12;
pub const FRAME_SIZE: u64 = 1 << FRAME_SHIFT;

const DEVICE_NONCOHERENT: u32 = 1 << 0;
const LOG_WARNING: c_int = 4;

pub type Errno = c_int;
pub const ENXIO: Errno = -6;
pub const EIO: Errno = -5;
pub const ENOMEM: Errno = -12;
pub const EINVAL: Errno = -22;

/// A guest (pseudo-physical) byte address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Phys(pub u64);

/// A bus (machine) byte address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bus(pub u64);

impl Phys {
    pub fn pfn(self) -> u64 {
        self.0 >> FRAME_SHIFT
    }

    pub fn plus(self, bytes: u64) -> Phys {
        Phys(self.0 + bytes)
    }
}

impl Bus {
    /// Whether a device that drives no address above the mask reaches all of it.
    pub fn is_within(self, size: u64, mask: u64) -> bool {
        self.0 <= mask && size - 1 <= mask - self.0
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Bidirectional = 0,
    ToDevice = 1,
    FromDevice = 2,
}

impl Direction {
    pub fn of(number: c_int) -> Option<Direction> {
        match number {
            0 => Some(Direction::Bidirectional),
            1 => Some(Direction::ToDevice),
            2 => Some(Direction::FromDevice),
            _ => None,
        }
    }

    pub fn goes_to_device(self) -> bool {
        self != Direction::FromDevice
    }

    pub fn comes_from_device(self) -> bool {
        self != Direction::ToDevice
    }
}

/// `struct xd_device`.
#[repr(C)]
pub struct Device {
    pub dma_mask: u64,
    pub coherent_mask: u64,
    pub segment_boundary_mask: u64,
    pub min_align_mask: u64,
    pub id: u32,
    flags: u32,
}

impl Device {
    pub fn snoops(&self) -> bool {
        self.flags & DEVICE_NONCOHERENT == 0
    }
}

/// `struct xd_pool`.
#[repr(C)]
pub struct PoolRequest {
    pub slabs: u64,
    pub flags: u32,
    reserved: u32,
}

/// `struct xd_segment`.
#[repr(C)]
pub struct Segment {
    pub phys: u64,
    pub length: u64,
    pub dma_address: u64,
    pub dma_length: u64,
}

impl Segment {
    pub fn unmapped(phys: u64, length: u64) -> Segment {
        Segment { phys, length, dma_address: NONE, dma_length: 0 }
    }

    pub fn set_mapped(&mut self, bus: u64, length: u64) {
        self.dma_address = bus;
        self.dma_length = length;
    }
}

/// `struct xd_platform`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Platform {
    pub abi_version: u32,
    pub page_shift: u32,
    nr_pfns: u64,
    memory: *mut u8,
    ctx: *mut c_void,
    pfn_to_bfn: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    _bfn_to_pfn: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    _bfn_to_local_pfn: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    _pfn_valid: unsafe extern "C" fn(*mut c_void, u64) -> c_int,
    create_contiguous_region: unsafe extern "C" fn(*mut c_void, u64, u32, u32, *mut u64) -> c_int,
    destroy_contiguous_region: unsafe extern "C" fn(*mut c_void, u64, u32),
    alloc_pages: unsafe extern "C" fn(*mut c_void, u32) -> u64,
    free_pages: unsafe extern "C" fn(*mut c_void, u64, u32),
    arch_need_swiotlb: unsafe extern "C" fn(*mut c_void, *const Device, u64, u64) -> c_int,
    cache_clean: unsafe extern "C" fn(*mut c_void, u64, u64, c_int),
    cache_invalidate: unsafe extern "C" fn(*mut c_void, u64, u64, c_int),
    log: unsafe extern "C" fn(*mut c_void, c_int, *const c_char),
    bug: unsafe extern "C" fn(*mut c_void, *const c_char),
}

// SAFETY of all that follows: the harness gave the table, keeps memory and context alive for as long as the instance, and calls from
// several threads only where it can itself be called so.
impl Platform {
    pub fn memory_size(&self) -> u64 {
        self.nr_pfns << FRAME_SHIFT
    }

    /// Whether bytes, one at least, are guest memory.
    pub fn has(&self, phys: Phys, size: u64) -> bool {
        size != 0 && phys.0 < self.memory_size() && size <= self.memory_size() - phys.0
    }

    /// The guest's page less one.
    pub fn page_offset(&self) -> u64 {
        (1 << self.page_shift) - 1
    }

    pub fn copy(&self, from: Phys, to: Phys, size: u64) {
        assert!(self.has(from, size) && self.has(to, size), "a copy leaves guest memory");
        unsafe { ptr::copy(self.memory.add(from.0 as usize), self.memory.add(to.0 as usize), size as usize) }
    }

    pub fn clear(&self, phys: Phys, size: u64) {
        assert!(self.has(phys, size), "a clear leaves guest memory");
        unsafe { ptr::write_bytes(self.memory.add(phys.0 as usize), 0, size as usize) }
    }

    pub fn bfn(&self, pfn: u64) -> Option<u64> {
        Some(unsafe { (self.pfn_to_bfn)(self.ctx, pfn) }).filter(|&bfn| bfn != NONE)
    }

    pub fn needs_bounce(&self, device: &Device, phys: Phys, bus: Bus) -> bool {
        unsafe { (self.arch_need_swiotlb)(self.ctx, device, phys.0, bus.0) != 0 }
    }

    pub fn alloc_pages(&self, order: u32) -> Option<Phys> {
        Some(unsafe { (self.alloc_pages)(self.ctx, order) }).filter(|&phys| phys != NONE).map(Phys)
    }

    pub fn free_pages(&self, phys: Phys, order: u32) {
        unsafe { (self.free_pages)(self.ctx, phys.0, order) }
    }

    /// Has the hypervisor put consecutive frames below 2^bits behind 2^order frames of the guest.
    pub fn exchange(&self, phys: Phys, order: u32, bits: u32) -> Result<Bus, Errno> {
        let mut bus = NONE;
        match unsafe { (self.create_contiguous_region)(self.ctx, phys.0, order, bits, &mut bus) } {
            0 => Ok(Bus(bus)),
            rc => Err(rc),
        }
    }

    pub fn give_back(&self, phys: Phys, order: u32) {
        unsafe { (self.destroy_contiguous_region)(self.ctx, phys.0, order) }
    }

    /// A device that does not snoop is handed lines that are written back, in every direction: what it does not write stays the CPU's.
    pub fn hand_to_device(&self, device: Option<&Device>, bus: Bus, size: u64, direction: Direction) {
        if device.is_some_and(|device| !device.snoops()) {
            unsafe { (self.cache_clean)(self.ctx, bus.0, size, direction as c_int) }
        }
    }

    pub fn hand_to_cpu(&self, device: Option<&Device>, bus: Bus, size: u64, direction: Direction) {
        if direction.comes_from_device() && device.is_some_and(|device| !device.snoops()) {
            unsafe { (self.cache_invalidate)(self.ctx, bus.0, size, direction as c_int) }
        }
    }

    pub fn warn(&self, line: fmt::Arguments<'_>) {
        if let Ok(line) = CString::new(line.to_string()) {
            unsafe { (self.log)(self.ctx, LOG_WARNING, line.as_ptr()) }
        }
    }

    /// The caller is in breach of contract; the op that says so returns at once.
    pub fn bug(&self, line: &str) {
        if let Ok(line) = CString::new(line) {
            unsafe { (self.bug)(self.ctx, line.as_ptr()) }
        }
    }
}
