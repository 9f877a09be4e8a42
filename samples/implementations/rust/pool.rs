//! The bounce pool: which bus addresses are free, and what is mapped where.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use crate::abi::{Bus, Direction, Phys};

pub const SLOT_SHIFT: u32 = 11;
pub const SLOT_SIZE: u64 = 1 << SLOT_SHIFT;
pub const SEGMENT_SHIFT: u32 = 18;
pub const SEGMENT_SIZE: u64 = 1 << SEGMENT_SHIFT;
pub const SEGMENT_SLOTS: u64 = SEGMENT_SIZE / SLOT_SIZE;

/// What a mapping asks of its slots.
pub struct Demand {
    pub original: Phys,
    pub size: u64,
    pub direction: Direction,
    /// The highest address that the device drives.
    pub mask: u64,
    /// The device's boundary less one; the mapping crosses no multiple of it.
    pub boundary: u64,
    /// The bits of the bus address that count.
    pub kept: u64,
    /// And what they are to be.
    pub wanted: u64,
}

impl Demand {
    /// How far into its first slot the mapping begins.
    fn offset(&self) -> u64 {
        self.kept & self.wanted & (SLOT_SIZE - 1)
    }

    /// The bytes of the slots that it takes.
    fn run(&self) -> u64 {
        (self.offset() + self.size + SLOT_SIZE - 1) & !(SLOT_SIZE - 1)
    }

    fn allows(&self, bus: u64) -> bool {
        (bus ^ self.wanted) & self.kept == 0 && (bus ^ (bus + self.size - 1)) & !self.boundary == 0
    }

    /// The highest place of the mapping's slots within a free extent.
    fn place_in(&self, start: u64, end: u64) -> Option<u64> {
        let in_reach = self.mask.checked_sub(self.offset() + self.size - 1)? & !(SLOT_SIZE - 1);
        let mut first = end.checked_sub(self.run())?.min(in_reach);
        while first >= start {
            if self.allows(first + self.offset()) {
                return Some(first);
            }
            first = first.checked_sub(SLOT_SIZE)?;
        }
        None
    }
}

/// A bounced mapping that is live: all that its unmap needs to know, whatever the caller says then.
#[derive(Clone, Copy)]
pub struct Mapping {
    /// The guest address of its first byte in the pool.
    pub slot: Phys,
    /// Its bus address.
    pub bus: Bus,
    /// The guest address of the bytes that it mirrors.
    pub original: Phys,
    pub size: u64,
    pub direction: Direction,
    run_start: u64,
    run: u64,
}

impl Mapping {
    /// The bus addresses of its slots: where they begin, and how many bytes they are.
    pub fn slots(&self) -> (Bus, u64) {
        (Bus(self.run_start), self.run)
    }

    /// The guest address of the first of its slots.
    pub fn run_phys(&self) -> Phys {
        Phys(self.slot.0 - (self.bus.0 - self.run_start))
    }

    /// How far into the mapping an address points, and how much of a range from there on it covers.
    pub fn part(&self, bus: Bus, size: u64) -> (u64, u64) {
        let skipped = bus.0 - self.bus.0;
        (skipped, size.min(self.size - skipped))
    }
}

struct Slots {
    /// Free extents of whole slots, from the first address to the one behind the last. None reaches over a segment.
    free: BTreeMap<u64, u64>,
    /// Live mappings, by the bus address of their first byte.
    live: BTreeMap<u64, Mapping>,
    bytes_in_use: u64,
}

impl Slots {
    fn add_free(&mut self, mut start: u64, mut end: u64) {
        if start % SEGMENT_SIZE != 0 {
            if let Some((&before, &meets)) = self.free.range(..start).next_back() {
                if meets == start {
                    self.free.remove(&before);
                    start = before;
                }
            }
        }
        if end % SEGMENT_SIZE != 0 {
            if let Some(behind) = self.free.remove(&end) {
                end = behind;
            }
        }
        self.free.insert(start, end);
    }

    fn take(&mut self, demand: &Demand) -> Option<u64> {
        let (start, end, first) =
            self.free.range(..demand.mask).rev().find_map(|(&start, &end)| demand.place_in(start, end).map(|first| (start, end, first)))?;
        self.free.remove(&start);
        if start < first {
            self.free.insert(start, first);
        }
        if first + demand.run() < end {
            self.free.insert(first + demand.run(), end);
        }
        self.bytes_in_use += demand.run();
        Some(first)
    }
}

pub struct Pool {
    start: Phys,
    /// The bus address of each segment and its number in the guest, in the order of the bus.
    by_bus: Vec<(Bus, usize)>,
    slots: Mutex<Slots>,
}

impl Pool {
    /// A pool with all slots free.
    pub fn new(start: Phys, segments: impl Iterator<Item = Bus>) -> Pool {
        let mut by_bus: Vec<(Bus, usize)> = segments.enumerate().map(|(index, bus)| (bus, index)).collect();
        by_bus.sort_unstable();
        let free = by_bus.iter().map(|&(bus, _)| (bus.0, bus.0 + SEGMENT_SIZE)).collect();
        Pool { start, by_bus, slots: Mutex::new(Slots { free, live: BTreeMap::new(), bytes_in_use: 0 }) }
    }

    pub fn range(&self) -> (Phys, Phys) {
        (self.start, self.start.plus(self.by_bus.len() as u64 * SEGMENT_SIZE))
    }

    /// Whether a device reaches all of it.
    pub fn is_within(&self, mask: u64) -> bool {
        self.by_bus.iter().all(|&(segment, _)| segment.is_within(SEGMENT_SIZE, mask))
    }

    /// Whether a bus address is one of the pool's. Asked of the pool alone: no other domain's address is taken for one of it.
    pub fn contains(&self, bus: Bus) -> bool {
        self.guest_address(bus).is_some()
    }

    pub fn slots_in_use(&self) -> u64 {
        self.lock().bytes_in_use / SLOT_SIZE
    }

    /// Takes slots at the highest place that will do, and remembers what they are for. None where there is no such place.
    pub fn take(&self, demand: &Demand) -> Option<Mapping> {
        let mut slots = self.lock();
        let run_start = slots.take(demand)?;
        let bus = Bus(run_start + demand.offset());
        let mapping = Mapping {
            slot: self.guest_address(bus)?,
            bus,
            original: demand.original,
            size: demand.size,
            direction: demand.direction,
            run_start,
            run: demand.run(),
        };
        slots.live.insert(bus.0, mapping);
        Some(mapping)
    }

    /// The live mapping that an address lies in.
    pub fn find(&self, bus: Bus) -> Option<Mapping> {
        if !self.contains(bus) {
            return None;
        }
        let slots = self.lock();
        let (_, mapping) = slots.live.range(..=bus.0).next_back()?;
        Some(*mapping).filter(|mapping| bus.0 - mapping.bus.0 < mapping.size)
    }

    pub fn release(&self, mapping: &Mapping) {
        let mut slots = self.lock();
        if slots.live.remove(&mapping.bus.0).is_some() {
            slots.bytes_in_use -= mapping.run;
            slots.add_free(mapping.run_start, mapping.run_start + mapping.run);
        }
    }

    fn guest_address(&self, bus: Bus) -> Option<Phys> {
        let behind = self.by_bus.partition_point(|&(segment, _)| segment <= bus);
        let (segment, index) = *self.by_bus[..behind].last()?;
        let into = bus.0 - segment.0;
        (into < SEGMENT_SIZE).then(|| self.start.plus(index as u64 * SEGMENT_SIZE + into))
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().expect("a thread that panics ends the process")
    }
}
