import {TypedError} from "@oasis-node/primitives/errors";

/** The file is not a library cache of glibc. */
export class LibraryCacheError extends TypedError<"malformed"> {}

const oldMagic = "ld.so-1.7.0\0";
const newMagic = "glibc-ld.so.cache1.1";
const oldEntrySize = 12;
const newHeaderSize = 20 + 4 + 4 + 20;
const newEntrySize = 24;

/** A 64-bit library for x86-64 and libc 6 (runtime-workers §2.2). */
const wantedFlags = 0x0303;

/**
 * Paths of the shared libraries of this machine by soname, out of `/etc/ld.so.cache` (runtime-workers §2.2). Where there
 * are several, one without demands on the processor comes first. Throws `LibraryCacheError`.
 */
export function parseLibraryCache(file: Uint8Array): Map<string, string> {
  const bytes = newFormat(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < newHeaderSize) throw malformed("truncated header");
  const count = view.getUint32(20, true);
  if (count > (bytes.length - newHeaderSize) / newEntrySize) throw malformed("truncated list");
  const paths = new Map<string, string>();
  const plain = new Set<string>();
  for (let index = 0; index < count; index++) {
    const at = newHeaderSize + index * newEntrySize;
    if ((view.getUint32(at, true) & wantedFlags) !== wantedFlags) continue;
    const name = textAt(bytes, view.getUint32(at + 4, true));
    const isPlain = view.getBigUint64(at + 16, true) === 0n;
    if (paths.has(name) && (plain.has(name) || !isPlain)) continue;
    paths.set(name, textAt(bytes, view.getUint32(at + 8, true)));
    if (isPlain) plain.add(name);
  }
  return paths;
}

/** The new format stands alone, or behind the old one, which has its own list in front. */
function newFormat(file: Uint8Array): Uint8Array {
  if (startsWith(file, newMagic)) return file;
  if (!startsWith(file, oldMagic) || file.length < oldMagic.length + 4) throw malformed("unknown format");
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const end = oldMagic.length + 4 + view.getUint32(oldMagic.length, true) * oldEntrySize;
  const bytes = file.subarray(Math.ceil(end / 8) * 8);
  if (!startsWith(bytes, newMagic)) throw malformed("unknown format");
  return bytes;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, text.length)) === text;
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  if (at >= bytes.length || end < 0) throw malformed("text outside of the file");
  return new TextDecoder().decode(bytes.subarray(at, end));
}

function malformed(reason: string): LibraryCacheError {
  return new LibraryCacheError("malformed", `library cache: ${reason}`);
}
