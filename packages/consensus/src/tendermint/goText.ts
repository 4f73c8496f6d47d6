import {toHex} from "@oasis-node/primitives/bytes";

/** Upper-case hexadecimal, as Go prints hashes and addresses. */
export function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}

/** The first six bytes, filled up with zeros. */
export function fingerprint(bytes: Uint8Array): string {
  return upperHex(bytes.subarray(0, 6)).padEnd(12, "0");
}

/** A byte slice as Go prints it by default. */
export function decimalBytes(bytes: Uint8Array): string {
  return `[${bytes.join(" ")}]`;
}
