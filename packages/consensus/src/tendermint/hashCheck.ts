import {hashSize} from "../merkle/index.ts";
import {TendermintError} from "./tendermintError.ts";

/** Checks that bytes are a hash or nothing. Throws `TendermintError` `invalidHash`. */
export function checkHash(hash: Uint8Array): void {
  if (hash.length === 0 || hash.length === hashSize) return;
  throw new TendermintError("invalidHash", `expected size to be ${hashSize} bytes, got ${hash.length} bytes`);
}
