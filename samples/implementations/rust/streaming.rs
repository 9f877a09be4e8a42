//! Streaming mappings, single and in lists.

use crate::abi::{Bus, Device, Direction, Errno, Phys, Segment, EIO, NONE, NO_WARN, SKIP_CPU_SYNC};
use crate::backing::Backing;
use crate::copy;
use crate::instance::Instance;
use crate::pool::{Demand, SEGMENT_SIZE};

impl Instance {
    /// Maps a buffer: as it lies where the device reaches it, it lies in one piece and nobody asks to bounce. None where it cannot be mapped.
    pub fn map(&self, device: &Device, phys: Phys, size: u64, direction: Direction, attrs: u64) -> Option<Bus> {
        if !self.platform.has(phys, size) {
            return None;
        }
        let backing = Backing::of(&self.platform, phys, size);
        if let Backing::Missing = backing {
            return None;
        }
        match backing.within(size, device.dma_mask) {
            Some(bus) if !self.force && !self.platform.needs_bounce(device, phys, bus) => {
                if attrs & SKIP_CPU_SYNC == 0 {
                    self.platform.hand_to_device(Some(device), bus, size, direction);
                }
                Some(bus)
            }
            _ => self.bounce(device, phys, size, direction, attrs),
        }
    }

    /// Ends a mapping. What is copied back and given back is what was mapped: the size counts for the caches of a direct one alone. Without
    /// a sync too the slots come back to the CPU: what its caches kept of them while the device wrote is nothing for the next mapping.
    pub fn unmap(&self, device: Option<&Device>, bus: Bus, size: u64, direction: Direction, attrs: u64) {
        let syncs = attrs & SKIP_CPU_SYNC == 0;
        match self.pool.find(bus) {
            Some(mapping) if mapping.bus == bus => {
                self.platform.hand_to_cpu(device, bus, mapping.size, mapping.direction);
                if syncs {
                    copy::sync_out(&self.platform, &mapping, 0, mapping.size, mapping.direction);
                }
                self.pool.release(&mapping);
            }
            None if !self.pool.contains(bus) => {
                if syncs {
                    self.platform.hand_to_cpu(device, bus, size, direction);
                }
            }
            _ => self.platform.warn(format_args!("unmap where no mapping begins, at bus address 0x{:x}", bus.0)),
        }
    }

    pub fn sync_for_cpu(&self, device: Option<&Device>, bus: Bus, size: u64, direction: Direction) {
        let Some(mapping) = self.pool.find(bus) else {
            return self.platform.hand_to_cpu(device, bus, size, direction);
        };
        let (from, size) = mapping.part(bus, size);
        self.platform.hand_to_cpu(device, bus, size, direction);
        copy::sync_out(&self.platform, &mapping, from, size, direction);
    }

    pub fn sync_for_device(&self, device: Option<&Device>, bus: Bus, size: u64, direction: Direction) {
        let Some(mapping) = self.pool.find(bus) else {
            return self.platform.hand_to_device(device, bus, size, direction);
        };
        let (from, size) = mapping.part(bus, size);
        copy::sync_in(&self.platform, &mapping, from, size, direction);
        self.platform.hand_to_device(device, bus, size, direction);
    }

    /// Maps all entries of a list, or none: a failed list holds no slots, and its buffers are as they were.
    pub fn map_list(&self, device: &Device, list: &mut [Segment], direction: Direction, attrs: u64) -> Result<usize, Errno> {
        for i in 0..list.len() {
            match self.map(device, Phys(list[i].phys), list[i].length, direction, attrs) {
                Some(bus) => list[i].set_mapped(bus.0, list[i].length),
                None => {
                    self.unmap_list(Some(device), &list[..i], direction, attrs | SKIP_CPU_SYNC);
                    list[..i + 1].iter_mut().for_each(|entry| entry.set_mapped(NONE, 0));
                    return Err(EIO);
                }
            }
        }
        Ok(list.len())
    }

    pub fn unmap_list(&self, device: Option<&Device>, list: &[Segment], direction: Direction, attrs: u64) {
        for entry in list {
            self.unmap(device, Bus(entry.dma_address), entry.dma_length, direction, attrs);
        }
    }

    /// The slots are handed over as a whole, so that no line of them is left that could be written back later.
    fn bounce(&self, device: &Device, phys: Phys, size: u64, direction: Direction, attrs: u64) -> Option<Bus> {
        let mapping = self.demand(device, phys, size, direction).and_then(|demand| self.pool.take(&demand));
        if let Some(mapping) = mapping {
            copy::fill(&self.platform, &mapping);
            let (run, bytes) = mapping.slots();
            self.platform.hand_to_device(Some(device), run, bytes, direction);
        } else if attrs & NO_WARN == 0 {
            self.platform.warn(format_args!("device {}: no slots for {} bytes", device.id, size));
        }
        mapping.map(|mapping| mapping.bus)
    }

    /// A mapping as large as a page begins on one, unless the device has low bits of its own to keep. Both are bits of the bus address.
    fn demand(&self, device: &Device, original: Phys, size: u64, direction: Direction) -> Option<Demand> {
        let boundary = match device.segment_boundary_mask {
            0 => u64::MAX,
            mask => mask,
        };
        if boundary & boundary.wrapping_add(1) != 0 {
            self.platform.bug("a segment boundary that is no power of two");
            return None;
        }
        let page_offset = self.platform.page_offset();
        let (kept, wanted) = match device.min_align_mask & (SEGMENT_SIZE - 1) {
            0 if size > page_offset => (page_offset & (SEGMENT_SIZE - 1), 0),
            kept => (kept, original.0),
        };
        (size <= SEGMENT_SIZE).then_some(Demand { original, size, direction, mask: device.dma_mask, boundary, kept, wanted })
    }
}
