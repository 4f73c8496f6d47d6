import {utf8} from "../bytes/index.ts";
import {SigningContextError} from "./signingContextError.ts";

/** Domain separation of signatures: what a key signs under one context is worth nothing under another. */
export interface SigningContext {
  readonly name: string;
  /** Whether the chain context becomes part of it, so that signatures of one network fail on another. */
  readonly chainSeparation: boolean;
  /** A suffix that every use must give: its fixed prefix, and the bytes of the given part at most. */
  readonly suffix: {readonly prefix: string; readonly maxLength: number} | null;
  /** What is signed under it. */
  readonly signs: string;
}

/** Stands between a context and the chain context. */
export const chainContextSeparator = " for chain ";
/** Bytes of a chain context at most. */
export const maxChainContextLength = 64;
/** Bytes of a prepared context at most: what RFC 8032 allows for Ed25519ctx. */
export const maxContextLength = 255;

/** Every runtime signs under contexts of its own, told apart by its ID in hexadecimal. */
const runtimeSuffix = {prefix: " for runtime ", maxLength: 64} as const;

function context(
  name: string,
  signs: string,
  options: Partial<Pick<SigningContext, "chainSeparation" | "suffix">> = {},
): SigningContext {
  return Object.freeze({name, chainSeparation: false, suffix: null, ...options, signs});
}

/** All signing contexts of the protocol (primitives-mkvs §2.6). */
export const signingContexts = {
  transaction: context("oasis-core/consensus: tx", "consensus transactions", {chainSeparation: true}),
  tendermint: context(
    "oasis-core/tendermint",
    "votes, proposals and peer challenges of the consensus engine",
  ),
  registerEntity: context("oasis-core/registry: register entity", "entity descriptors, in genesis too"),
  registerNode: context("oasis-core/registry: register node", "node descriptors, in genesis too"),
  executorCommitment: context("oasis-core/roothash: executor commitment", "executor commitments", {
    chainSeparation: true,
    suffix: runtimeSuffix,
  }),
  computeResultsHeader: context("oasis-core/roothash: compute results header", "results headers, by the RAK"),
  proposedBatch: context("oasis-core/roothash: proposed batch", "batches dispatched by the scheduler", {
    chainSeparation: true,
    suffix: runtimeSuffix,
  }),
  storageReceipt: context("oasis-core/storage: receipt", "storage receipts", {chainSeparation: true}),
  keyManagerInitResponse: context("oasis-core/keymanager: init response", "init responses of key managers"),
  keyManagerPolicy: context("oasis-core/keymanager: policy", "SGX policies of key managers"),
  libp2p: context("oasis-core/worker: libp2p", "identities in libp2p handshakes"),
} as const satisfies Readonly<Record<string, SigningContext>>;

/** The context of that name. Throws `SigningContextError` `unregistered`. */
export function signingContextByName(name: string): SigningContext {
  const found = Object.values(signingContexts).find((candidate) => candidate.name === name);
  if (found === undefined) throw new SigningContextError("unregistered", {name});
  return found;
}

/**
 * Checks what registration demands of contexts (primitives-mkvs §2.6): a name, no chain separator in it, room for every
 * part in 255 bytes, and no name twice. Throws `SigningContextError`.
 */
export function checkSigningContexts(contexts: Iterable<SigningContext>): void {
  const names = new Set<string>();
  for (const {name, chainSeparation, suffix} of contexts) {
    const chainLength = chainSeparation ? chainContextSeparator.length + maxChainContextLength : 0;
    const suffixLength = suffix === null ? 0 : utf8(suffix.prefix).length + suffix.maxLength;
    const length = utf8(name).length + chainLength + suffixLength;
    if (name === "" || length > maxContextLength) throw new SigningContextError("malformed", {name, length});
    if (name.includes(chainContextSeparator)) throw new SigningContextError("containsSeparator", {name});
    if (names.has(name)) throw new SigningContextError("alreadyRegistered", {name});
    names.add(name);
  }
}
