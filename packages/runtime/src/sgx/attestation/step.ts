import {encode} from "@oasis-node/primitives/cbor";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type CapabilityTee, teeHardware} from "@oasis-node/state-transition/node";
import {
  AttestationError,
  checkEnclave,
  type EnclaveRules,
  quoteFromBytes,
} from "@oasis-node/state-transition/registry";
import {AvrBundle} from "../../protocol/index.ts";
import type {QuoteInfo, QuoteRequest} from "./clients.ts";
import {quoteBufferSize, trimQuote} from "./quote.ts";

/** What holds as long as the enclave's process lives. */
interface Platform {
  /** EPID group of this machine. */
  readonly groupId: number;
  readonly spid: Uint8Array;
  readonly signatureType: number;
}

/** The enclave's attestation key, and what the report has to repeat. */
interface Rak {
  readonly rakPub: PublicKey;
  readonly nonce: string;
}

/** Where an attestation stands, by what it waits for (runtime-workers §3.4). */
export type AttestationState =
  | {readonly kind: "new"}
  | {readonly kind: "quoteInfo"}
  | {readonly kind: "spidInfo"; readonly targetInfo: Uint8Array; readonly groupId: number}
  | {readonly kind: "rakInit"; readonly platform: Platform}
  /** The enclave has its key: it can be attested, and again. */
  | {readonly kind: "ready"; readonly platform: Platform}
  | {readonly kind: "sigRl"; readonly platform: Platform}
  | {readonly kind: "rakReport"; readonly platform: Platform; readonly sigRl: Uint8Array}
  | {readonly kind: "quote"; readonly platform: Platform; readonly rak: Rak}
  | {readonly kind: "avr"; readonly platform: Platform; readonly rak: Rak}
  | {readonly kind: "rakAvr"; readonly platform: Platform; readonly rak: Rak; readonly avr: AvrBundle};

/** What to ask whom: AESM, the attestation service, or the enclave. */
export type AttestationCall =
  | {readonly kind: "initQuote"}
  | {readonly kind: "getSpidInfo"}
  | {readonly kind: "rakInit"; readonly targetInfo: Uint8Array}
  | {readonly kind: "getSigRl"; readonly groupId: number}
  | {readonly kind: "rakReport"}
  | {readonly kind: "getQuote"; readonly request: QuoteRequest}
  | {readonly kind: "verifyEvidence"; readonly quote: Uint8Array; readonly nonce: string}
  | {readonly kind: "rakAvr"; readonly avr: AvrBundle};

/** An answer has the kind of the state that waits for it. */
export type AttestationEvent =
  | {readonly kind: "attest"}
  | ({readonly kind: "quoteInfo"} & QuoteInfo)
  | {readonly kind: "spidInfo"; readonly spid: Uint8Array; readonly quoteSignatureType: bigint}
  | {readonly kind: "rakInit"}
  | {readonly kind: "sigRl"; readonly sigRl: Uint8Array}
  | {
      readonly kind: "rakReport";
      readonly rakPub: PublicKey;
      readonly report: Uint8Array;
      readonly nonce: string;
    }
  | {readonly kind: "quote"; readonly buffer: Uint8Array}
  | {readonly kind: "avr"; readonly avr: AvrBundle}
  | {readonly kind: "rakAvr"}
  /** The call has failed. */
  | {readonly kind: "failed"; readonly error: unknown};

export type AttestationEffect =
  | {readonly kind: "call"; readonly call: AttestationCall}
  | {readonly kind: "attested"; readonly capabilityTee: CapabilityTee}
  | {readonly kind: "failed"; readonly error: unknown};

/** `null`: nothing is to be done. */
export type AttestationStep = readonly [AttestationState, AttestationEffect | null];

/** Quotes of enclaves carry no nonce of ours: the enclave's own is in its report. */
const quoteNonce = new Uint8Array(16);

/**
 * What to do next to attest an enclave. One call is under way at a time; an event that is not its answer changes nothing.
 * A failure leads back to where another `attest` can begin. Never throws.
 */
export function attestationStep(
  state: AttestationState,
  event: AttestationEvent,
  rules: EnclaveRules,
): AttestationStep {
  if (event.kind === "failed") return failed(state, event.error);
  try {
    return begin(state, event) ?? prepare(state, event) ?? attest(state, event, rules) ?? [state, null];
  } catch (error) {
    if (error instanceof AttestationError) return failed(state, error);
    throw error;
  }
}

function begin(state: AttestationState, {kind}: AttestationEvent): AttestationStep | null {
  if (kind !== "attest") return null;
  if (state.kind === "new") return call({kind: "quoteInfo"}, {kind: "initQuote"});
  if (state.kind === "ready") return askForSigRl(state.platform);
  return null;
}

/** Once in the life of an enclave: it gets its key. */
function prepare(state: AttestationState, event: AttestationEvent): AttestationStep | null {
  if (state.kind === "quoteInfo" && event.kind === "quoteInfo") {
    const {targetInfo} = event;
    const groupId = groupNumber(event.groupId);
    return call({kind: "spidInfo", targetInfo, groupId}, {kind: "getSpidInfo"});
  }
  if (state.kind === "spidInfo" && event.kind === "spidInfo") {
    const {groupId, targetInfo} = state;
    const platform = {groupId, spid: event.spid, signatureType: Number(event.quoteSignatureType)};
    return call({kind: "rakInit", platform}, {kind: "rakInit", targetInfo});
  }
  if (state.kind === "rakInit" && event.kind === "rakInit") return askForSigRl(state.platform);
  return null;
}

/** Every time: the list of revoked signatures is asked for anew, for it matters whether one is. */
function attest(
  state: AttestationState,
  event: AttestationEvent,
  rules: EnclaveRules,
): AttestationStep | null {
  if (state.kind === "sigRl" && event.kind === "sigRl")
    return call({kind: "rakReport", platform: state.platform, sigRl: event.sigRl}, {kind: "rakReport"});
  if (state.kind === "rakReport" && event.kind === "rakReport") {
    const {platform, sigRl} = state;
    const {rakPub, nonce, report} = event;
    return call(
      {kind: "quote", platform, rak: {rakPub, nonce}},
      {kind: "getQuote", request: quoteRequest(platform, report, sigRl)},
    );
  }
  if (state.kind === "quote" && event.kind === "quote") {
    const {platform, rak} = state;
    const quote = trimQuote(event.buffer);
    // The service need not hear of an enclave that nobody would take.
    checkEnclave(quoteFromBytes(quote), rules);
    return call({kind: "avr", platform, rak}, {kind: "verifyEvidence", quote, nonce: rak.nonce});
  }
  if (state.kind === "avr" && event.kind === "avr") {
    const {platform, rak} = state;
    return call({kind: "rakAvr", platform, rak, avr: event.avr}, {kind: "rakAvr", avr: event.avr});
  }
  if (state.kind === "rakAvr" && event.kind === "rakAvr") {
    const {platform, rak, avr} = state;
    return [
      {kind: "ready", platform},
      {kind: "attested", capabilityTee: capabilityOf(rak, avr)},
    ];
  }
  return null;
}

function quoteRequest({spid, signatureType}: Platform, report: Uint8Array, sigRl: Uint8Array): QuoteRequest {
  const bufferSize = quoteBufferSize(sigRl.length);
  return {report, signatureType, spid, nonce: quoteNonce, sigRl: sigRl.length > 0 ? sigRl : null, bufferSize};
}

function capabilityOf({rakPub}: Rak, avr: AvrBundle): CapabilityTee {
  return {hardware: teeHardware.intelSgx, rak: rakPub, attestation: encode(AvrBundle, avr)};
}

function askForSigRl(platform: Platform): AttestationStep {
  return call({kind: "sigRl", platform}, {kind: "getSigRl", groupId: platform.groupId});
}

function call(state: AttestationState, next: AttestationCall): AttestationStep {
  return [state, {kind: "call", call: next}];
}

/** Before the enclave has its key everything begins anew. */
function failed(state: AttestationState, error: unknown): AttestationStep {
  if (state.kind === "new" || state.kind === "ready") return [state, null];
  const hasKey = "platform" in state && state.kind !== "rakInit";
  return [hasKey ? {kind: "ready", platform: state.platform} : {kind: "new"}, {kind: "failed", error}];
}

function groupNumber(groupId: Uint8Array): number {
  if (groupId.length < 4)
    throw new AttestationError("quote", "aesm: malformed response", {details: {length: groupId.length}});
  return new DataView(groupId.buffer, groupId.byteOffset, 4).getUint32(0, true);
}
