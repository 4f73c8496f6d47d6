import type {Namespace} from "@oasis-node/primitives/namespace";
import type {AvrBundle} from "../../protocol/index.ts";

/** What the quoting enclave says of itself. */
export interface QuoteInfo {
  /** Identity of the quoting enclave, 512 bytes. */
  readonly targetInfo: Uint8Array;
  /** EPID group of this machine: 4 bytes, little-endian. */
  readonly groupId: Uint8Array;
}

export interface QuoteRequest {
  /** What the enclave reports to the quoting enclave, 432 bytes. */
  readonly report: Uint8Array;
  /** 0 unlinkable, 1 linkable. */
  readonly signatureType: number;
  /** Who asks: 16 bytes. */
  readonly spid: Uint8Array;
  /** 16 bytes. */
  readonly nonce: Uint8Array;
  /** Signatures of the group that are revoked; null for none. */
  readonly sigRl: Uint8Array | null;
  /** Bytes that the quote may take. */
  readonly bufferSize: number;
}

/** Intel's service on this machine that speaks with the quoting enclave (runtime-workers §3.4). */
export interface AesmClient {
  initQuote(signal: AbortSignal): Promise<QuoteInfo>;
  /** The whole buffer: the quote and what is left. */
  getQuote(request: QuoteRequest, signal: AbortSignal): Promise<Uint8Array>;
}

export interface Evidence {
  readonly runtimeId: Namespace;
  readonly quote: Uint8Array;
  readonly pseManifest: Uint8Array | null;
  /** The enclave's, 32 characters. */
  readonly nonce: string;
}

/** Intel's attestation service, through a proxy (runtime-workers §3.7): what the gRPC client of `IAS` has too. */
export interface IasClient {
  getSPIDInfo(
    request: null,
    options: {readonly signal: AbortSignal},
  ): Promise<{readonly spid: Uint8Array; readonly quoteSignatureType: bigint}>;
  /** Of an EPID group. */
  getSigRL(groupId: number, options: {readonly signal: AbortSignal}): Promise<Uint8Array | null>;
  verifyEvidence(evidence: Evidence, options: {readonly signal: AbortSignal}): Promise<AvrBundle>;
}
