import {toBase64, utf8} from "@oasis-node/primitives/bytes";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import {stringifyJson} from "@oasis-node/primitives/json";
import {AttestationError} from "@oasis-node/state-transition/registry";
import type {IasClient} from "./clients.ts";

/** Size in bytes of a quote without its signature. */
const quoteSize = 432;
const nanosecondsPerSecond = 1_000_000_000n;

/** The attestation service of a node that is told of none (runtime-workers §3.7): real enclaves stop at `getSigRL`. */
export function unconfiguredIas(clock: Clock): IasClient {
  return {
    getSPIDInfo: async () => ({spid: new Uint8Array(16), quoteSignatureType: 0n}),
    getSigRL: async () => {
      throw new AttestationError("report", "IAS proxy is not configured, mock used");
    },
    verifyEvidence: async ({quote, nonce}) => ({
      body: mockReport(quote, nonce, clock.now()),
      certificateChain: new Uint8Array(),
      signature: new Uint8Array(),
    }),
  };
}

/**
 * A report that nobody signed: good for nodes that verify no signatures, which only those for debugging do. `now`:
 * nanoseconds since 1970. The quote has been checked.
 */
export function mockReport(quote: Uint8Array, nonce: string, now: bigint): Uint8Array {
  const report = {
    version: 4n,
    timestamp: timestamp(now),
    isvEnclaveQuoteStatus: "OK",
    isvEnclaveQuoteBody: toBase64(quote.subarray(0, quoteSize)),
    ...(nonce === "" ? {} : {nonce}),
  };
  return utf8(stringifyJson(report));
}

/** UTC without a zone; no zeros at the end of the fraction. */
function timestamp(now: bigint): string {
  const seconds = new Date(toMilliseconds(now)).toISOString().slice(0, 19);
  const fraction = String(now % nanosecondsPerSecond)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return fraction === "" ? seconds : `${seconds}.${fraction}`;
}
