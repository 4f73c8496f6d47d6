import {type BpfInstruction, bpfCodes, encodeBpf} from "./bpf.ts";
import {
  allowedSystemCalls,
  auditArchX8664,
  clone3Call,
  cloneCall,
  errnos,
  newNamespaceFlags,
  x32Bit,
} from "./seccompTable.ts";

/** Where seccomp puts what it knows of a call. */
const offsets = {number: 0, architecture: 4, firstArgument: 16} as const;

/** What seccomp does with a call. */
export const seccompResults = {
  kill: 0,
  allow: 0x7fff0000,
  error: (errno: number): number => 0x00050000 | errno,
} as const;

/** The program that bubblewrap installs before it starts the runtime (runtime-workers §2.4), for fd 4. */
export function seccompProgram(): Uint8Array {
  return encodeBpf(seccompInstructions());
}

/**
 * Architecture first, then the calls that are looked into, then the ranges. The numbers ascend, so the first range that
 * begins above a call decides against it.
 */
function seccompInstructions(): BpfInstruction[] {
  const allow = result(seccompResults.allow);
  const refuse = result(seccompResults.error(errnos.eperm));
  return [
    load(offsets.architecture),
    ...unless(bpfCodes.jumpIfEqual, auditArchX8664, result(seccompResults.kill)),
    load(offsets.number),
    ...when(bpfCodes.jumpIfGreaterOrEqual, x32Bit, result(seccompResults.kill)),
    ...when(bpfCodes.jumpIfEqual, clone3Call, result(seccompResults.error(errnos.enosys))),
    ...cloneRule(allow, refuse),
    ...allowedSystemCalls.flatMap(([first, last]) => [
      ...unless(bpfCodes.jumpIfGreaterOrEqual, first, refuse),
      ...unless(bpfCodes.jumpIfGreater, last, allow),
    ]),
    refuse,
  ];
}

/** The low half of the first argument has all the flags. */
function cloneRule(allow: BpfInstruction, refuse: BpfInstruction): BpfInstruction[] {
  const body = [
    load(offsets.firstArgument),
    {code: bpfCodes.and, jt: 0, jf: 0, k: newNamespaceFlags},
    ...when(bpfCodes.jumpIfEqual, 0, allow),
    refuse,
  ];
  return [{code: bpfCodes.jumpIfEqual, jt: 0, jf: body.length, k: cloneCall}, ...body];
}

/** Ends with `then` when the condition holds. */
function when(code: number, k: number, then: BpfInstruction): BpfInstruction[] {
  return [{code, jt: 0, jf: 1, k}, then];
}

/** Ends with `otherwise` when the condition does not hold. */
function unless(code: number, k: number, otherwise: BpfInstruction): BpfInstruction[] {
  return [{code, jt: 1, jf: 0, k}, otherwise];
}

function load(offset: number): BpfInstruction {
  return {code: bpfCodes.load, jt: 0, jf: 0, k: offset};
}

function result(value: number): BpfInstruction {
  return {code: bpfCodes.result, jt: 0, jf: 0, k: value};
}
