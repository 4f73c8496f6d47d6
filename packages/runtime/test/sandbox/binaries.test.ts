import {chmod, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {
  checkBinary,
  checkBubblewrap,
  ElfError,
  LibraryCacheError,
  loadLibrarySearch,
  parseLibraryCache,
  readElf,
  resolveLibraries,
  SandboxError,
} from "../../src/sandbox/index.ts";
import {buildTestRuntime, whyNoBinary} from "../support/testRuntime.ts";

const noBinary = await whyNoBinary();
let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "oasis-node-test-"));
});
afterAll(() => rm(directory, {recursive: true, force: true}));

async function file(name: string, content: Uint8Array | string, mode = 0o755): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

/** Header of an ELF file, of 64 bits and little-endian but for `changes`. */
function header(changes: Readonly<Record<number, number>> = {}): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes[18] = 62;
  for (const [at, byte] of Object.entries(changes)) bytes[Number(at)] = byte;
  return bytes;
}

const readerOf = (bytes: Uint8Array) => async (offset: number, length: number) =>
  bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length));

describe("a binary", () => {
  test("that cannot be used is refused with what was found, what was wanted and a remedy", async () => {
    const cases: readonly (readonly [path: string, code: string, found: string])[] = [
      [join(directory, "nowhere"), "binaryMissing", "is not there"],
      [directory, "binaryNotFile", "is not a file"],
      [await file("plain", header(), 0o644), "binaryNotExecutable", "is not executable"],
      [await file("script", "#!/bin/sh\nexit"), "binaryNotElf", 'begins with "#!/bin/sh\\nexit"'],
      [await file("empty", ""), "binaryNotElf", 'begins with ""'],
      [await file("arm", header({18: 183})), "binaryWrongArchitecture", "a program for AArch64, 64 bits"],
      [await file("old", header({4: 1, 18: 3})), "binaryWrongArchitecture", "a program for i386, 32 bits"],
      [await file("short", header().subarray(0, 30)), "binaryMalformed", "ends inside its header"],
    ];
    for (const [path, code, found] of cases) {
      const error: unknown = await checkBinary(path).catch((reason) => reason);
      if (!(error instanceof SandboxError)) throw error;
      expect([path, error.code]).toEqual([path, code]);
      expect(error.message).toContain(found);
      expect(error.finding.wanted).toBe("an executable ELF file for x86-64");
      expect(error.finding.remedy).not.toBe("");
    }
  });

  test("changed anywhere is read or refused", async () => {
    const base = new Uint8Array(256);
    base.set(header({32: 64, 54: 56, 56: 2}));
    base.set([2], 64);
    base.set([1], 120);
    const changes = fc.array(fc.tuple(fc.nat(255), fc.integer({min: 0, max: 255})), {maxLength: 12});
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const bytes = base.slice();
        for (const [at, byte] of list) bytes[at] = byte;
        await readElf(readerOf(bytes)).catch((error: unknown) => expect(error).toBeInstanceOf(ElfError));
      }),
      {numRuns: 2000, seed: 6},
    );
  });

  test.skipIf(noBinary !== null)(
    `names its libraries, and they are found (${noBinary ?? "gcc"})`,
    async () => {
      const elf = await checkBinary(await buildTestRuntime());
      expect(elf.needed).toContain("libc.so.6");
      const libraries = await resolveLibraries(elf, await loadLibrarySearch(undefined));
      const aliases = libraries.flatMap((library) => library.aliases);
      expect(aliases.toSorted()).toEqual(["ld-linux-x86-64.so.2", "libc.so.6"]);
      expect(new Set(libraries.map(({path}) => path)).size).toBe(libraries.length);
      const missing = {interpreter: null, needed: ["libnever.so.1"]};
      await expect(resolveLibraries(missing, await loadLibrarySearch(undefined))).rejects.toMatchObject({
        code: "libraryMissing",
      });
      expect(await checkBinary(await buildTestRuntime({isStatic: true}))).toEqual({
        interpreter: null,
        needed: [],
      });
    },
  );
});

/** A library cache of the new format. */
function cacheOf(
  entries: readonly (readonly [flags: number, name: string, path: string, hwcap: bigint])[],
): Uint8Array {
  const strings = entries.flatMap(([, name, path]) => [name, path]);
  const start = 48 + entries.length * 24;
  const offsets = strings.map(
    (_, index) => start + strings.slice(0, index).join("\0").length + (index > 0 ? 1 : 0),
  );
  const text = new TextEncoder().encode(`${strings.join("\0")}\0`);
  const bytes = new Uint8Array(start + text.length);
  bytes.set(new TextEncoder().encode("glibc-ld.so.cache1.1"));
  bytes.set(text, start);
  const view = new DataView(bytes.buffer);
  view.setUint32(20, entries.length, true);
  view.setUint32(24, text.length, true);
  entries.forEach(([flags, , , hwcap], index) => {
    const at = 48 + index * 24;
    view.setUint32(at, flags, true);
    view.setUint32(at + 4, offsets[2 * index] ?? 0, true);
    view.setUint32(at + 8, offsets[2 * index + 1] ?? 0, true);
    view.setBigUint64(at + 16, hwcap, true);
  });
  return bytes;
}

describe("the list of shared libraries", () => {
  const modern = cacheOf([
    [0x0303, "libc.so.6", "/v3/libc.so.6", 1n << 62n],
    [0x0303, "libc.so.6", "/lib/libc.so.6", 0n],
    [0x0003, "libm.so.6", "/lib32/libm.so.6", 0n],
    [0x0303, "libm.so.6", "/lib/libm.so.6", 0n],
    [0x0303, "libx.so.1", "/v4/libx.so.1", 2n],
    [0x0303, "libx.so.1", "/v3/libx.so.1", 1n],
  ]);

  test("gives those for this machine, and without demands on the processor where there is a choice", () => {
    const wanted = [
      ["libc.so.6", "/lib/libc.so.6"],
      ["libm.so.6", "/lib/libm.so.6"],
      ["libx.so.1", "/v4/libx.so.1"],
    ];
    expect([...parseLibraryCache(modern)]).toEqual(wanted);
  });

  test("is found behind the old format too", () => {
    const old = new Uint8Array(32 + modern.length);
    old.set(new TextEncoder().encode("ld.so-1.7.0\0"));
    old[12] = 1;
    old.set(modern, 32);
    expect(parseLibraryCache(old).get("libm.so.6")).toBe("/lib/libm.so.6");
  });

  test("changed anywhere is read or refused", () => {
    fc.assert(
      fc.property(
        fc.nat(modern.length - 1),
        fc.integer({min: 0, max: 255}),
        fc.boolean(),
        (at, byte, cut) => {
          const bytes = modern.slice();
          bytes[at] = byte;
          try {
            parseLibraryCache(cut ? bytes.subarray(0, at) : bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(LibraryCacheError);
          }
        },
      ),
      {numRuns: 2000, seed: 6},
    );
  });
});

describe("bubblewrap", () => {
  const script = (text: string) =>
    file(`bwrap-${text.length}-${Math.abs(hash(text))}`, `#!/bin/sh\n${text}\n`);

  test("that is absent, too old, something else, or cannot make namespaces is told apart", async () => {
    const fails =
      'case "$1" in --version) echo bubblewrap 0.8.0;; *) echo "bwrap: No permissions" >&2; exit 1;; esac';
    const cases: readonly (readonly [path: string, code: string, found: string])[] = [
      [join(directory, "no-bwrap"), "bubblewrapAbsent", "there is no bubblewrap"],
      [await script("echo bubblewrap 0.3.2"), "bubblewrapTooOld", "is bubblewrap 0.3.2"],
      [await script("echo hello"), "bubblewrapBroken", "hello"],
      [await script("exit 4"), "bubblewrapBroken", "does not run"],
      [await script(fails), "namespacesForbidden", "bwrap: No permissions"],
    ];
    for (const [path, code, found] of cases) {
      const error: unknown = await checkBubblewrap(path).catch((reason) => reason);
      if (!(error instanceof SandboxError)) throw error;
      expect([found, error.code]).toEqual([found, code]);
      expect(error.message).toContain(found);
    }
    expect(await checkBubblewrap(await script("echo bubblewrap 0.3.3"))).toBe("0.3.3");
  });
});

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7);
}
