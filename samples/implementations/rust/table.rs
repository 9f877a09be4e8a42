//! The op table: pointers become references here, and breaches of contract are told before anything has an effect.

use std::os::raw::{c_char, c_int};
use std::{ptr, slice};

use crate::abi::{Bus, Device, Direction, Phys, Platform, PoolRequest, Segment, ABI_VERSION, EINVAL, FRAME_SHIFT, NONE};
use crate::instance::Instance;

type This = *mut Instance;
type Dev = *const Device;
type List = *mut Segment;

/// `struct xd_ops`.
#[repr(C)]
pub struct Ops {
    abi_version: u32,
    reserved: u32,
    name: *const c_char,
    create: unsafe extern "C" fn(*const Platform, *const PoolRequest, *mut c_int) -> This,
    destroy: unsafe extern "C" fn(This),
    alloc: unsafe extern "C" fn(This, Dev, u64, *mut u64, u64) -> u64,
    free: unsafe extern "C" fn(This, Dev, u64, u64, u64, u64),
    map_page: unsafe extern "C" fn(This, Dev, u64, u64, u64, c_int, u64) -> u64,
    unmap_page: unsafe extern "C" fn(This, Dev, u64, u64, c_int, u64),
    mapping_error: unsafe extern "C" fn(This, Dev, u64) -> c_int,
    map_sg: unsafe extern "C" fn(This, Dev, List, c_int, c_int, u64) -> c_int,
    unmap_sg: unsafe extern "C" fn(This, Dev, List, c_int, c_int, u64),
    sync_single_for_cpu: unsafe extern "C" fn(This, Dev, u64, u64, c_int),
    sync_single_for_device: unsafe extern "C" fn(This, Dev, u64, u64, c_int),
    sync_sg_for_cpu: unsafe extern "C" fn(This, Dev, List, c_int, c_int),
    sync_sg_for_device: unsafe extern "C" fn(This, Dev, List, c_int, c_int),
    dma_supported: unsafe extern "C" fn(This, Dev, u64) -> c_int,
    mmap: unsafe extern "C" fn(This, Dev, u64, u64, u64, *mut u64, u64) -> c_int,
    get_sgtable: unsafe extern "C" fn(This, Dev, List, c_int, u64, u64, u64) -> c_int,
    slots_in_use: unsafe extern "C" fn(This) -> u64,
    pool_range: unsafe extern "C" fn(This, *mut u64, *mut u64) -> c_int,
}

// SAFETY: nothing in it is ever written; its one pointer is to a literal.
unsafe impl Sync for Ops {}

static OPS: Ops = Ops {
    abi_version: ABI_VERSION,
    reserved: 0,
    name: crate::NAME.as_ptr() as *const c_char,
    create,
    destroy,
    alloc,
    free,
    map_page,
    unmap_page,
    mapping_error,
    map_sg,
    unmap_sg,
    sync_single_for_cpu,
    sync_single_for_device,
    sync_sg_for_cpu,
    sync_sg_for_device,
    dma_supported,
    mmap,
    get_sgtable,
    slots_in_use,
    pool_range,
};

pub fn of_version(abi_version: u32) -> *const Ops {
    if abi_version == ABI_VERSION {
        &OPS
    } else {
        ptr::null()
    }
}

impl Instance {
    fn direction(&self, number: c_int) -> Option<Direction> {
        let direction = Direction::of(number);
        if direction.is_none() {
            self.platform.bug("a DMA op without a direction");
        }
        direction
    }
}

unsafe fn list<'a>(segments: List, count: c_int) -> &'a mut [Segment] {
    if count > 0 {
        slice::from_raw_parts_mut(segments, count as usize)
    } else {
        &mut []
    }
}

unsafe extern "C" fn create(platform: *const Platform, pool: *const PoolRequest, rc: *mut c_int) -> This {
    match Instance::create(&*platform, &*pool) {
        Ok(instance) => {
            *rc = 0;
            Box::into_raw(Box::new(instance))
        }
        Err(refusal) => {
            *rc = refusal;
            ptr::null_mut()
        }
    }
}

unsafe extern "C" fn destroy(this: This) {
    drop(Box::from_raw(this));
}

unsafe extern "C" fn alloc(this: This, dev: Dev, size: u64, dma: *mut u64, _attrs: u64) -> u64 {
    let (phys, bus) = (*this).alloc(dev.as_ref(), size).unwrap_or((Phys(NONE), Bus(NONE)));
    *dma = bus.0;
    phys.0
}

unsafe extern "C" fn free(this: This, _dev: Dev, _size: u64, phys: u64, _dma: u64, _attrs: u64) {
    (*this).free(Phys(phys));
}

unsafe extern "C" fn map_page(this: This, dev: Dev, pfn: u64, offset: u64, size: u64, direction: c_int, attrs: u64) -> u64 {
    let this = &*this;
    let Some(direction) = this.direction(direction) else { return NONE };
    let Some(device) = dev.as_ref() else {
        this.platform.bug("a streaming mapping without a device");
        return NONE;
    };
    let phys = pfn.checked_mul(1 << FRAME_SHIFT).and_then(|page| page.checked_add(offset)).map(Phys);
    phys.and_then(|phys| this.map(device, phys, size, direction, attrs)).map_or(NONE, |bus| bus.0)
}

unsafe extern "C" fn unmap_page(this: This, dev: Dev, dma: u64, size: u64, direction: c_int, attrs: u64) {
    if let Some(direction) = (*this).direction(direction) {
        (*this).unmap(dev.as_ref(), Bus(dma), size, direction, attrs);
    }
}

unsafe extern "C" fn mapping_error(_this: This, _dev: Dev, dma: u64) -> c_int {
    c_int::from(dma == NONE)
}

unsafe extern "C" fn map_sg(this: This, dev: Dev, segments: List, count: c_int, direction: c_int, attrs: u64) -> c_int {
    let this = &*this;
    let Some(direction) = this.direction(direction) else { return EINVAL };
    let Some(device) = dev.as_ref() else {
        this.platform.bug("a streaming mapping without a device");
        return EINVAL;
    };
    match this.map_list(device, list(segments, count), direction, attrs) {
        Ok(mapped) => mapped as c_int,
        Err(rc) => rc,
    }
}

unsafe extern "C" fn unmap_sg(this: This, dev: Dev, segments: List, count: c_int, direction: c_int, attrs: u64) {
    if let Some(direction) = (*this).direction(direction) {
        (*this).unmap_list(dev.as_ref(), list(segments, count), direction, attrs);
    }
}

unsafe extern "C" fn sync_single_for_cpu(this: This, dev: Dev, dma: u64, size: u64, direction: c_int) {
    if let Some(direction) = (*this).direction(direction) {
        (*this).sync_for_cpu(dev.as_ref(), Bus(dma), size, direction);
    }
}

unsafe extern "C" fn sync_single_for_device(this: This, dev: Dev, dma: u64, size: u64, direction: c_int) {
    if let Some(direction) = (*this).direction(direction) {
        (*this).sync_for_device(dev.as_ref(), Bus(dma), size, direction);
    }
}

unsafe extern "C" fn sync_sg_for_cpu(this: This, dev: Dev, segments: List, count: c_int, direction: c_int) {
    if let Some(direction) = (*this).direction(direction) {
        for entry in list(segments, count) {
            (*this).sync_for_cpu(dev.as_ref(), Bus(entry.dma_address), entry.dma_length, direction);
        }
    }
}

unsafe extern "C" fn sync_sg_for_device(this: This, dev: Dev, segments: List, count: c_int, direction: c_int) {
    if let Some(direction) = (*this).direction(direction) {
        for entry in list(segments, count) {
            (*this).sync_for_device(dev.as_ref(), Bus(entry.dma_address), entry.dma_length, direction);
        }
    }
}

unsafe extern "C" fn dma_supported(this: This, _dev: Dev, mask: u64) -> c_int {
    c_int::from((*this).pool.is_within(mask))
}

unsafe extern "C" fn mmap(this: This, _dev: Dev, phys: u64, _dma: u64, size: u64, pfns: *mut u64, max_pfns: u64) -> c_int {
    let frames = if max_pfns == 0 { &mut [] } else { slice::from_raw_parts_mut(pfns, max_pfns as usize) };
    (*this).frames(Phys(phys), size, frames).err().unwrap_or(0)
}

unsafe extern "C" fn get_sgtable(this: This, _dev: Dev, segments: List, max: c_int, phys: u64, _dma: u64, size: u64) -> c_int {
    match (*this).table(Phys(phys), size, list(segments, max)) {
        Ok(entries) => entries as c_int,
        Err(rc) => rc,
    }
}

unsafe extern "C" fn slots_in_use(this: This) -> u64 {
    (*this).pool.slots_in_use()
}

unsafe extern "C" fn pool_range(this: This, phys_start: *mut u64, phys_end: *mut u64) -> c_int {
    let (start, end) = (*this).pool.range();
    *phys_start = start.0;
    *phys_end = end.0;
    0
}
