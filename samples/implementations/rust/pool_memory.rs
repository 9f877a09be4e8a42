//! Guest memory for the pool, each segment of it in one piece below 4 GiB on the bus.

use crate::abi::{Bus, Errno, Phys, Platform, EINVAL, ENOMEM, FRAME_SHIFT};
use crate::backing::{order_of, Backing};
use crate::pool::{Pool, SEGMENT_SHIFT, SEGMENT_SIZE, SEGMENT_SLOTS};

const DEFAULT_SLABS: u64 = 32768;
const SEGMENT_ORDER: u32 = SEGMENT_SHIFT - FRAME_SHIFT;
const POOL_BITS: u32 = 32;
const MAX_SEGMENTS: u64 = 1 << (POOL_BITS - SEGMENT_SHIFT);

/// A segment where it is to stay.
struct Place {
    bus: Bus,
    exchanged: bool,
}

pub struct PoolMemory {
    start: Phys,
    order: u32,
    places: Vec<Place>,
}

impl PoolMemory {
    /// Finds memory for as many segments as can be had, one at least. Where the guest has no such block, half is asked for; where
    /// the hypervisor moves fewer, as many as it did.
    pub fn find(platform: &Platform, slabs: u64) -> Result<PoolMemory, Errno> {
        let slabs = if slabs == 0 { DEFAULT_SLABS } else { slabs };
        if slabs > MAX_SEGMENTS * SEGMENT_SLOTS {
            return Err(EINVAL);
        }
        let mut wanted = slabs.div_ceil(SEGMENT_SLOTS);
        let mut refusal = ENOMEM;
        while wanted > 0 {
            let mut fewer = wanted / 2;
            let order = order_of(wanted * SEGMENT_SIZE);
            if let Some(start) = platform.alloc_pages(order) {
                let mut memory = PoolMemory { start, order, places: Vec::new() };
                match memory.settle(platform, wanted) {
                    Ok(()) => return Ok(memory),
                    Err(rc) => refusal = rc,
                }
                fewer = if memory.places.is_empty() { fewer } else { memory.places.len() as u64 };
                memory.give_back(platform);
            }
            platform.warn(format_args!("pool: no memory for {} segments, {} are asked for", wanted, fewer));
            wanted = fewer;
        }
        Err(refusal)
    }

    pub fn pool(&self) -> Pool {
        Pool::new(self.start, self.places.iter().map(|place| place.bus))
    }

    /// Gives back to the hypervisor what came from there, then all to the guest.
    pub fn give_back(&self, platform: &Platform) {
        for (place, index) in self.places.iter().zip(0..) {
            if place.exchanged {
                platform.give_back(self.segment(index), SEGMENT_ORDER);
            }
        }
        platform.free_pages(self.start, self.order);
    }

    /// Puts each segment as low as can be, since narrow devices are to reach it. The width only grows from one to the next: low frames
    /// that were gone for one do not come back for another.
    fn settle(&mut self, platform: &Platform, segments: u64) -> Result<(), Errno> {
        let mut bits = SEGMENT_SHIFT;
        for index in 0..segments {
            let place = loop {
                match place(platform, self.segment(index), bits) {
                    Err(_) if bits < POOL_BITS => bits += 1,
                    settled => break settled?,
                }
            };
            self.places.push(place);
        }
        Ok(())
    }

    fn segment(&self, index: u64) -> Phys {
        self.start.plus(index * SEGMENT_SIZE)
    }
}

/// Leaves a segment that lies below 2^bits, in one piece and aligned to its size, where it is; has any other exchanged.
fn place(platform: &Platform, phys: Phys, bits: u32) -> Result<Place, Errno> {
    match Backing::of(platform, phys, SEGMENT_SIZE).within(SEGMENT_SIZE, (1 << bits) - 1) {
        Some(bus) if bus.0 % SEGMENT_SIZE == 0 => Ok(Place { bus, exchanged: false }),
        _ => platform.exchange(phys, SEGMENT_ORDER, bits).map(|bus| Place { bus, exchanged: true }),
    }
}
