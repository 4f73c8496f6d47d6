import {describe, expect, test} from "vitest";
import {bpfCodes, bpfInstructionSize, seccompProgram} from "../../src/sandbox/index.ts";

/** Numbers that the page allows, as it writes them (runtime-workers §2.4). */
const page =
  "0–55, 57–100, 102, 104–132, 137, 138, 140–152, 154, 157–160, 162, 186–211, 213–226, 228–235, 240–245, 247, " +
  "251–255, 257, 258, 260–271, 273–278, 280–297, 299, 301, 302, 306, 307, 309, 314–319, 322, 325, 326";

const results = {kill: 0, allow: 0x7fff0000, eperm: 0x00050001, enosys: 0x00050026};
const x8664 = 0xc000003e;

interface Call {
  readonly number: number;
  readonly architecture?: number;
  readonly argument?: bigint;
}

/** Runs the program as the kernel does. */
function verdict({number, architecture = x8664, argument = 0n}: Call): number {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, true);
  data.setUint32(4, architecture, true);
  data.setBigUint64(16, argument, true);
  const program = seccompProgram();
  const view = new DataView(program.buffer);
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const code = view.getUint16(at * bpfInstructionSize, true);
    const k = view.getUint32(at * bpfInstructionSize + 4, true);
    const jump = (holds: boolean) => view.getUint8(at * bpfInstructionSize + (holds ? 2 : 3));
    if (code === bpfCodes.result) return k;
    if (code === bpfCodes.load) accumulator = data.getUint32(k, true);
    else if (code === bpfCodes.and) accumulator = (accumulator & k) >>> 0;
    else if (code === bpfCodes.jumpIfEqual) at += jump(accumulator === k);
    else if (code === bpfCodes.jumpIfGreater) at += jump(accumulator > k);
    else if (code === bpfCodes.jumpIfGreaterOrEqual) at += jump(accumulator >= k);
    else throw new RangeError(`code ${code}`);
  }
}

function allowedNumbers(): Set<number> {
  const numbers = new Set<number>();
  for (const range of page.split(", ")) {
    const [first = 0, last = first] = range.split("–").map(Number);
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return numbers;
}

describe("the system call filter", () => {
  test("decides about every number as the page says", () => {
    const allowed = allowedNumbers();
    expect(allowed.size).toBe(264);
    for (let number = 0; number < 1200; number++) {
      if (number === 56) continue;
      const wanted = number === 435 ? results.enosys : allowed.has(number) ? results.allow : results.eperm;
      expect([number, verdict({number})]).toEqual([number, wanted]);
    }
  });

  test("lets clone make no namespaces of the mask", () => {
    const clone = (argument: bigint) => verdict({number: 56, argument});
    for (const flag of [0x20000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x20000000n, 0x40000000n])
      expect([clone(flag), clone(flag | 0x11n)]).toEqual([results.eperm, results.eperm]);
    for (const flags of [0n, 0x11n, 0x3d0f00n, 0x02000000n, 0x1_0000_0000n])
      expect(clone(flags)).toBe(results.allow);
  });

  test("kills what calls as another architecture", () => {
    for (const architecture of [0x40000003, 0xc00000b7, 0])
      expect(verdict({number: 0, architecture})).toBe(results.kill);
    for (const number of [0x40000000, 0x40000001, 0xffffffff]) expect(verdict({number})).toBe(results.kill);
  });

  test("begins and ends with the bytes it should", () => {
    const program = Buffer.from(seccompProgram());
    expect(program.length % bpfInstructionSize).toBe(0);
    const beginning = [
      "2000000004000000", // load the architecture
      "150001003e0000c0", // x86-64: leave out the next
      "0600000000000000", // kill
      "2000000000000000", // load the number
      "3500000100000040", // x32
      "0600000000000000", // kill
      "15000001b3010000", // clone3
      "0600000026000500", // ENOSYS
      "1500000538000000", // clone, or else leave out its rule
      "2000000010000000", // load the flags
      "540000000000027c", // the new namespaces among them
      "1500000100000000", // none
      "060000000000ff7f", // allow
      "0600000001000500", // EPERM
      "3500010000000000", // first range
    ];
    expect(
      program
        .subarray(0, 8 * beginning.length)
        .toString("hex")
        .match(/.{16}/g),
    ).toEqual(beginning);
    expect(program.subarray(-8).toString("hex")).toBe("0600000001000500");
  });
});
