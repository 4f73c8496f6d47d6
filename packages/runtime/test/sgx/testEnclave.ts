import {concat, utf8} from "@oasis-node/primitives/bytes";
import type {EnclaveIdentity} from "@oasis-node/primitives/sgx";
import {asMrEnclave, asMrSigner} from "@oasis-node/primitives/sgx";
import {asPublicKey} from "@oasis-node/primitives/signature";
import {rakHash} from "@oasis-node/state-transition/registry";
import type {BodyValue, Handlers, RuntimeRequests} from "../../src/protocol/index.ts";

export const identity: EnclaveIdentity = {
  mrEnclave: asMrEnclave(new Uint8Array(32).fill(1)),
  mrSigner: asMrSigner(new Uint8Array(32).fill(2)),
};

/** An enclave without hardware: what it would do with its key, and what it was told. */
export class TestEnclave {
  readonly rak = asPublicKey(new Uint8Array(32).fill(9));
  readonly told: BodyValue<"RuntimeCapabilityTEERakAvrRequest">["avr"][] = [];
  targetInfo: Uint8Array | null = null;
  #reports = 0;

  readonly handlers: Handlers<RuntimeRequests> = {
    RuntimeCapabilityTEERakInitRequest: ({targetInfo}) => {
      this.targetInfo = targetInfo;
      return {};
    },
    RuntimeCapabilityTEERakReportRequest: () => {
      const nonce = `nonce ${++this.#reports}`.padEnd(32, "=");
      return {rakPub: this.rak, report: concat(rakHash(this.rak), utf8(nonce)), nonce};
    },
    RuntimeCapabilityTEERakAvrRequest: ({avr}) => {
      this.told.push(avr);
      return {};
    },
  };
}

/** A quote about 64 bytes of report data, in debug mode unless said otherwise, in a buffer of a size. */
export function quoteOf(
  reportData: Uint8Array,
  {isDebug = true, bufferSize = 0, signature = 5} = {},
): Uint8Array {
  const quote = new Uint8Array(Math.max(436 + signature, bufferSize));
  const view = new DataView(quote.buffer);
  view.setUint16(0, 2, true);
  view.setBigUint64(96, isDebug ? 7n : 5n, true);
  quote.set(identity.mrEnclave, 112);
  quote.set(identity.mrSigner, 176);
  quote.set(reportData, 368);
  view.setUint32(432, signature, true);
  return quote;
}
