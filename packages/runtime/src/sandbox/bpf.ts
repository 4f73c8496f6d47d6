/**
 * Classic BPF as seccomp runs it (runtime-workers §2.4): an instruction is a 16-bit code, two 8-bit jump distances and a
 * 32-bit operand.
 */
export interface BpfInstruction {
  readonly code: number;
  /** Instructions to leave out when the condition holds. */
  readonly jt: number;
  /** Instructions to leave out when it does not. */
  readonly jf: number;
  readonly k: number;
}

/** Bytes of one instruction. */
export const bpfInstructionSize = 8;

/** Codes of the instructions in use. */
export const bpfCodes = {
  /** Loads the 32-bit word at offset k. */
  load: 0x20,
  /** Bitwise and with k. */
  and: 0x54,
  jumpIfEqual: 0x15,
  jumpIfGreater: 0x25,
  jumpIfGreaterOrEqual: 0x35,
  /** Ends with result k. */
  result: 0x06,
} as const;

/** The program as an array of instructions, little-endian. */
export function encodeBpf(program: readonly BpfInstruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * bpfInstructionSize);
  const view = new DataView(bytes.buffer);
  for (const [index, {code, jt, jf, k}] of program.entries()) {
    const at = index * bpfInstructionSize;
    view.setUint16(at, code, true);
    view.setUint8(at + 2, jt);
    view.setUint8(at + 3, jf);
    view.setUint32(at + 4, k, true);
  }
  return bytes;
}
