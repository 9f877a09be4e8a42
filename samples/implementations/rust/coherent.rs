//! Coherent memory.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::abi::{Bus, Device, Direction, Errno, Phys, Segment, EINVAL, ENOMEM, ENXIO, FRAME_SHIFT};
use crate::backing::{order_of, Backing};
use crate::instance::Instance;

const DEFAULT_MASK: u64 = u32::MAX as u64;

/// What was taken for an allocation: its memory tells all, whatever size, handle and mask are when it is freed.
struct Block {
    order: u32,
    exchanged: bool,
}

/// The blocks that are in use. Its lock also keeps the guest's and the hypervisor's frames to one thread at a time.
#[derive(Default)]
pub struct Blocks(Mutex<HashMap<Phys, Block>>);

impl Instance {
    /// Gives zeroed memory in one piece within the device's coherent mask: such as it lies, or with its block exchanged as a whole.
    pub fn alloc(&self, device: Option<&Device>, size: u64) -> Option<(Phys, Bus)> {
        let bytes = self.whole_pages(size)?;
        let mask = device.map(|device| device.coherent_mask).filter(|&mask| mask != 0).unwrap_or(DEFAULT_MASK);
        let order = order_of(bytes);
        let mut blocks = self.blocks.0.lock().expect("a thread that panics ends the process");
        let phys = self.platform.alloc_pages(order)?;
        let as_it_lies = Backing::of(&self.platform, phys, size).within(size, mask);
        let Some(bus) = as_it_lies.or_else(|| self.platform.exchange(phys, order, bits_within(mask)).ok()) else {
            self.platform.free_pages(phys, order);
            return None;
        };
        blocks.insert(phys, Block { order, exchanged: as_it_lies.is_none() });
        drop(blocks);
        self.platform.clear(phys, bytes);
        self.platform.hand_to_device(device, bus, bytes, Direction::Bidirectional);
        Some((phys, bus))
    }

    pub fn free(&self, phys: Phys) {
        let mut blocks = self.blocks.0.lock().expect("a thread that panics ends the process");
        let Some(block) = blocks.remove(&phys) else {
            return self.platform.warn(format_args!("free where no coherent memory begins, at guest address 0x{:x}", phys.0));
        };
        if block.exchanged {
            self.platform.give_back(phys, block.order);
        }
        self.platform.free_pages(phys, block.order);
    }

    /// The guest frames of Xen's size behind whole pages of the guest.
    pub fn frames(&self, phys: Phys, size: u64, frames: &mut [u64]) -> Result<(), Errno> {
        let bytes = self.whole_pages(size).filter(|&bytes| self.platform.has(phys, bytes)).ok_or(ENXIO)?;
        let frames = frames.get_mut(..(bytes >> FRAME_SHIFT) as usize).ok_or(EINVAL)?;
        for (frame, pfn) in frames.iter_mut().zip(phys.pfn()..) {
            *frame = pfn;
        }
        Ok(())
    }

    /// One entry of whole pages.
    pub fn table(&self, phys: Phys, size: u64, list: &mut [Segment]) -> Result<usize, Errno> {
        let bytes = self.whole_pages(size).ok_or(ENOMEM)?;
        let entry = list.first_mut().ok_or(ENOMEM)?;
        *entry = Segment::unmapped(phys.0 & !self.platform.page_offset(), bytes);
        Ok(1)
    }

    /// Sizes count in pages of the guest, since mmap shows whole ones. None where there is no such memory.
    fn whole_pages(&self, size: u64) -> Option<u64> {
        let offset = self.platform.page_offset();
        (1..=self.platform.memory_size()).contains(&size).then(|| (size + offset) & !offset)
    }
}

/// The most address bits of which the mask covers every address: a mask of odd form is never overstepped.
fn bits_within(mask: u64) -> u32 {
    mask.checked_add(1).map_or(64, |end| end.ilog2())
}
