probe "p:xs/tbl_map swiotlb_tbl_map_single+$at $dev orig=%si:x64 mapsize=%dx:x64 allocsize=%dx:x64 allocalign=%cx:x32 dir=%r8:s32 attrs=%r9:x64 minalign=+4(+$parms(%di)):x32 segb=+8(+$parms(%di)):x64"
probe "r64:xs/tbl_map_ret swiotlb_tbl_map_single ret=\$retval:x64"
probe "p:xs/tbl_unmap __swiotlb_tbl_unmap_single+$at $dev tlb=%si:x64 mapsize=%dx:x64 dir=%cx:s32 attrs=%r8:x64"
# This function begins without endbr64.
probe "p:xs/bounce swiotlb_bounce+5 $dev tlb=%si:x64 size=%dx:x64 dir=%cx:s32"
