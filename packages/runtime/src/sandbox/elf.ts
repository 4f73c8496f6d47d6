import {TypedError} from "@oasis-node/primitives/errors";

/** Why bytes are no executable of this machine. */
export class ElfError extends TypedError<"notElf" | "wrongArchitecture" | "malformed"> {}

/** What starting a program needs to know about it. */
export interface ElfInfo {
  /** Path of the dynamic loader; null for a static program. */
  readonly interpreter: string | null;
  /** Shared libraries it names. */
  readonly needed: readonly string[];
}

/** Reads part of a file; fewer bytes at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const magic = 0x7f454c46;
const headerSize = 64;
const programHeaderSize = 56;
const machineX8664 = 62;
const machineNames: Readonly<Record<number, string>> = {3: "i386", 40: "ARM", 183: "AArch64", 243: "RISC-V"};
const segmentTypes = {load: 1, dynamic: 2, interpreter: 3} as const;
const dynamicTags = {end: 0n, needed: 1n, stringTable: 5n, stringTableSize: 10n} as const;

/** No real program comes near. */
const limits = {programHeaders: 1024, interpreter: 4096, dynamic: 1 << 20, strings: 16 << 20} as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: bigint;
  readonly fileSize: number;
}

/** Looks into an ELF file for x86-64; reads no more of it than its headers and lists. Throws `ElfError`. */
export async function readElf(readAt: ReadAt): Promise<ElfInfo> {
  const header = await readAt(0, headerSize);
  checkHeader(header);
  const segments = await readSegments(readAt, viewOf(header));
  const interpreter = segments.find(({type}) => type === segmentTypes.interpreter);
  const dynamic = segments.find(({type}) => type === segmentTypes.dynamic);
  return {
    interpreter: interpreter === undefined ? null : await readInterpreter(readAt, interpreter),
    needed: dynamic === undefined ? [] : await readNeeded(readAt, dynamic, segments),
  };
}

function checkHeader(header: Uint8Array): void {
  if (header.length < 4 || viewOf(header).getUint32(0) !== magic)
    throw new ElfError("notElf", "not an ELF file", {details: {beginning: beginningOf(header)}});
  if (header.length < headerSize) throw malformed("the file ends inside its header");
  const view = viewOf(header);
  const is64 = header[4] === 2;
  const isLittleEndian = header[5] === 1;
  const machine = view.getUint16(18, isLittleEndian);
  if (is64 && isLittleEndian && machine === machineX8664) return;
  const name = machineNames[machine] ?? (machine === machineX8664 ? "x86-64" : `machine ${machine}`);
  const found = `${name}, ${is64 ? 64 : 32} bits, ${isLittleEndian ? "little" : "big"}-endian`;
  throw new ElfError("wrongArchitecture", `a program for ${found}`, {details: {found}});
}

async function readSegments(readAt: ReadAt, header: DataView): Promise<Segment[]> {
  const count = header.getUint16(56, true);
  const size = header.getUint16(54, true);
  if (count > limits.programHeaders || (count > 0 && size !== programHeaderSize))
    throw malformed("its program headers make no sense");
  const bytes = await readExactly(readAt, toOffset(header.getBigUint64(32, true)), count * programHeaderSize);
  const view = viewOf(bytes);
  return Array.from({length: count}, (_, index) => {
    const at = index * programHeaderSize;
    return {
      type: view.getUint32(at, true),
      offset: toOffset(view.getBigUint64(at + 8, true)),
      address: view.getBigUint64(at + 16, true),
      fileSize: toOffset(view.getBigUint64(at + 32, true)),
    };
  });
}

async function readInterpreter(readAt: ReadAt, {offset, fileSize}: Segment): Promise<string> {
  if (fileSize > limits.interpreter) throw malformed("the path of its loader is too long");
  return textAt(await readExactly(readAt, offset, fileSize), 0);
}

async function readNeeded(readAt: ReadAt, dynamic: Segment, segments: readonly Segment[]): Promise<string[]> {
  if (dynamic.fileSize > limits.dynamic) throw malformed("its dynamic section is too long");
  const entries = dynamicEntries(await readExactly(readAt, dynamic.offset, dynamic.fileSize));
  const names = entries.filter(([tag]) => tag === dynamicTags.needed).map(([, value]) => toOffset(value));
  if (names.length === 0) return [];
  const address = entries.find(([tag]) => tag === dynamicTags.stringTable)?.[1];
  const size = toOffset(entries.find(([tag]) => tag === dynamicTags.stringTableSize)?.[1] ?? 0n);
  if (address === undefined || size > limits.strings) throw malformed("it has no usable string table");
  const strings = await readExactly(readAt, fileOffset(address, segments), size);
  return names.map((at) => textAt(strings, at));
}

function dynamicEntries(bytes: Uint8Array): (readonly [tag: bigint, value: bigint])[] {
  const view = viewOf(bytes);
  const entries: (readonly [bigint, bigint])[] = [];
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const tag = view.getBigUint64(at, true);
    if (tag === dynamicTags.end) break;
    entries.push([tag, view.getBigUint64(at + 8, true)]);
  }
  return entries;
}

/** Where in the file a virtual address is. */
function fileOffset(address: bigint, segments: readonly Segment[]): number {
  const segment = segments.find(
    ({type, address: start, fileSize}) =>
      type === segmentTypes.load && address >= start && address - start < BigInt(fileSize),
  );
  if (segment === undefined) throw malformed("an address in it is outside of the file");
  return segment.offset + Number(address - segment.address);
}

async function readExactly(readAt: ReadAt, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await readAt(offset, length);
  if (bytes.length < length) throw malformed("the file ends too early");
  return bytes;
}

/** Text up to the next zero byte. */
function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  if (at > bytes.length || end < 0) throw malformed("a text in it does not end");
  return new TextDecoder().decode(bytes.subarray(at, end));
}

function toOffset(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed("an offset in it is outside of the file");
  return Number(value);
}

function viewOf({buffer, byteOffset, length}: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function malformed(reason: string): ElfError {
  return new ElfError("malformed", reason);
}

/** What people see of a file that is something else: a script, an archive. */
function beginningOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 16));
  return JSON.stringify(text);
}
