
# The P2M, from the kernel's own table. Needs a C compiler and /proc/kcore.
cat > "$out/p2m.c" <<'PROGRAM'
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ENTRIES 512
static int core;
static Elf64_Ehdr head;

/* Reads kernel memory through the segments of /proc/kcore. */
static int peek(uint64_t address, void *to, size_t length)
{
    for (int i = 0; i < head.e_phnum; i++) {
        Elf64_Phdr part;
        if (pread(core, &part, sizeof part, head.e_phoff + i * sizeof part) != sizeof part)
            return -1;
        if (part.p_type == PT_LOAD && address >= part.p_vaddr && address + length <= part.p_vaddr + part.p_memsz)
            return pread(core, to, length, part.p_offset + (address - part.p_vaddr)) == (ssize_t)length ? 0 : -1;
    }
    return -1;
}

static uint64_t symbol(const char *wanted)
{
    char line[512], name[256], type;
    uint64_t address;
    FILE *symbols = fopen("/proc/kallsyms", "r");
    while (symbols && fgets(line, sizeof line, symbols))
        if (sscanf(line, "%lx %c %255s", &address, &type, name) == 3 && !strcmp(name, wanted))
            return fclose(symbols), address;
    return 0;
}

static const char *kind_of(uint64_t word)
{
    return word == ~0ULL ? "none" : word >> 62 & 1 ? "identity" : word >> 63 ? "foreign" : "ram";
}

int main(void)
{
    uint64_t table, size = 0, words[ENTRIES], first = 0, frame = 0, count = 0;
    const char *kind = "";
    core = open("/proc/kcore", O_RDONLY);
    if (core < 0 || pread(core, &head, sizeof head, 0) != sizeof head || peek(symbol("xen_p2m_addr"), &table, 8) || peek(symbol("xen_p2m_size"), &size, 8))
        return fprintf(stderr, "the P2M cannot be read: a Xen PV guest and root are expected\n"), 1;
    puts("pfn_start,mfn_start,count,step,type");
    for (uint64_t pfn = 0; pfn <= size; pfn++) {
        if (pfn < size && pfn % ENTRIES == 0 && peek(table + pfn * 8, words, sizeof words))
            memset(words, 0xff, sizeof words);
        uint64_t word = pfn < size ? words[pfn % ENTRIES] : 0, mfn = word & ~(3ULL << 62);
        const char *now = pfn < size ? kind_of(word) : "";
        int none = !strcmp(now, "none");
        if (count && !strcmp(now, kind) && (none || mfn == frame + count)) {
            count++;
            continue;
        }
        if (count && !strcmp(kind, "none"))
            printf("%lx,,%lx,0,none\n", first, count);
        else if (count)
            printf("%lx,%lx,%lx,1,%s\n", first, frame, count, kind);
        kind = now, first = pfn, frame = mfn, count = 1;
    }
    return 0;
}
PROGRAM
cc -O2 -o "$out/p2m" "$out/p2m.c" && "$out/p2m" > "$out/p2m.before.csv"
