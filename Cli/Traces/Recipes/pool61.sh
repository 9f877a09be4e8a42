probe "p:xs/tbl_map swiotlb_tbl_map_single+$at $dev orig=%si:x64 mapsize=%dx:x64 allocsize=%cx:x64 allocalign=%r8:x32 dir=%r9:s32 attrs=\$stack1:x64 minalign=+4(+$parms(%di)):x32 segb=+8(+$parms(%di)):x64"
probe "r64:xs/tbl_map_ret swiotlb_tbl_map_single ret=\$retval:x64"
probe "p:xs/tbl_unmap swiotlb_tbl_unmap_single+$at $dev tlb=%si:x64 mapsize=%dx:x64 dir=%cx:s32 attrs=%r8:x64"
probe "p:xs/bounce swiotlb_bounce+$at $dev tlb=%si:x64 size=%dx:x64 dir=%cx:s32"
