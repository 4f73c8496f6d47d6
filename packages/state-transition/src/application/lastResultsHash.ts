import {createHash} from "node:crypto";
import {concat} from "@oasis-node/primitives/bytes";
import type {TransactionResult} from "./requests.ts";

type Deterministic = Pick<TransactionResult, "code" | "data" | "gasWanted" | "gasUsed">;

/** LastResultsHash of the next header: RFC 6962 Merkle root, SHA-256, over the results of a block (consensus-core §1.7). */
export function lastResultsHash(results: readonly Deterministic[]): Uint8Array {
  return merkleRoot(results.map(encodeResult));
}

function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return sha256(concat(Uint8Array.of(0), first));
  const half = largestPowerBelow(leaves.length);
  return sha256(concat(Uint8Array.of(1), merkleRoot(leaves.slice(0, half)), merkleRoot(leaves.slice(half))));
}

/** The largest power of two that is less than `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}

/** Protobuf of the fields on which nodes must agree; zero fields are left out. */
function encodeResult({code, data, gasWanted, gasUsed}: Deterministic): Uint8Array {
  return concat(
    varintField(1, BigInt(code)),
    data.length === 0 ? data : concat(varint((2n << 3n) | 2n), varint(BigInt(data.length)), data),
    varintField(5, gasWanted),
    varintField(6, gasUsed),
  );
}

function varintField(number: number, value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  return concat(varint(BigInt(number) << 3n), varint(BigInt.asUintN(64, value)));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(data).digest());
}
