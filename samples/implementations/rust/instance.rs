//! One implementation over one machine.

use crate::abi::{Errno, Platform, PoolRequest, ABI_VERSION, EINVAL, FRAME_SHIFT, POOL_EARLY, POOL_FORCE};
use crate::coherent::Blocks;
use crate::pool::{Pool, SEGMENT_SHIFT};
use crate::pool_memory::PoolMemory;

pub struct Instance {
    pub platform: Platform,
    pub pool: Pool,
    pub blocks: Blocks,
    pub force: bool,
    memory: PoolMemory,
}

impl Instance {
    /// Makes the pool. At early boot there is no going on without one.
    pub fn create(platform: &Platform, request: &PoolRequest) -> Result<Instance, Errno> {
        if platform.abi_version != ABI_VERSION || !(FRAME_SHIFT..=SEGMENT_SHIFT).contains(&platform.page_shift) {
            return Err(EINVAL);
        }
        let memory = PoolMemory::find(platform, request.slabs).inspect_err(|_| {
            if request.flags & POOL_EARLY != 0 {
                platform.bug("no bounce pool at early boot");
            }
        })?;
        Ok(Instance { platform: *platform, pool: memory.pool(), blocks: Blocks::default(), force: request.flags & POOL_FORCE != 0, memory })
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.memory.give_back(&self.platform);
    }
}
