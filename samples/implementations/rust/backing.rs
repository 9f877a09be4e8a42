//! What lies behind guest memory on the bus.

use crate::abi::{Bus, Phys, Platform, FRAME_SHIFT, FRAME_SIZE};

pub enum Backing {
    /// No machine frame, for one frame at least.
    Missing,
    /// Machine frames in another order than the guest's.
    Broken,
    /// Consecutive ones, from this address on.
    Consecutive(Bus),
}

impl Backing {
    /// Looks at every frame that the range touches, the last one as much as the others. Xen's frames count, whatever the guest's page is.
    pub fn of(platform: &Platform, phys: Phys, size: u64) -> Backing {
        let (pfn, last) = (phys.pfn(), phys.plus(size - 1).pfn());
        let Some(first) = platform.bfn(pfn) else { return Backing::Missing };
        let mut consecutive = true;
        for next in pfn + 1..last + 1 {
            match platform.bfn(next) {
                None => return Backing::Missing,
                Some(bfn) => consecutive &= bfn == first + (next - pfn),
            }
        }
        match consecutive {
            true => Backing::Consecutive(Bus(first << FRAME_SHIFT | phys.0 & (FRAME_SIZE - 1))),
            false => Backing::Broken,
        }
    }

    /// The bus address, where the range lies in one piece that a device reaches.
    pub fn within(self, size: u64, mask: u64) -> Option<Bus> {
        match self {
            Backing::Consecutive(bus) if bus.is_within(size, mask) => Some(bus),
            _ => None,
        }
    }
}

/// The least order of which a block holds so many bytes, in Xen's frames.
pub fn order_of(bytes: u64) -> u32 {
    ((bytes + FRAME_SIZE - 1) >> FRAME_SHIFT).next_power_of_two().trailing_zeros()
}
