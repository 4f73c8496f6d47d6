import {createHash} from "node:crypto";

/** Size of a consensus address in bytes. */
const consensusAddressSize = 20;

/** How the engine names a validator: the first 20 bytes of the SHA-256 of its key (consensus-core §5.1). */
export function consensusAddress(key: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(key).digest().subarray(0, consensusAddressSize));
}
