import {
  packEntries,
  type SignedMessage,
  VerificationPool,
  type VerificationPoolOptions,
  verify,
} from "../ed25519/index.ts";
import {PublicKeyBlacklist} from "./blacklist.ts";
import {type PreparedContext, type PreparedMessage, prepareMessage} from "./prepare.ts";
import type {PublicKey} from "./publicKey.ts";
import type {RawSignature, Signature} from "./signatureTypes.ts";
import {VerdictCache} from "./verdictCache.ts";

/** One signature to verify. */
export interface SignatureCheck extends SignedMessage {
  readonly publicKey: PublicKey;
  readonly message: PreparedMessage;
  readonly signature: RawSignature;
}

export interface SignatureVerifierOptions extends Omit<VerificationPoolOptions, "onVerdict"> {
  /** Keys that never verify; none by default. */
  readonly blacklist?: PublicKeyBlacklist;
  /** Verdicts remembered at most, 16 384 by default (about 4 MiB). */
  readonly cacheEntries?: number;
}

export interface BulkOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies signatures for the whole node: at once for the state machine, on threads for many or for strangers. All ways
 * give the same verdicts, honour the blacklist, and share the verdicts they found.
 */
export class SignatureVerifier {
  readonly #blacklist: PublicKeyBlacklist;
  readonly #cache: VerdictCache;
  readonly #pool: VerificationPool;

  constructor({blacklist, cacheEntries, ...pool}: SignatureVerifierOptions = {}) {
    this.#blacklist = blacklist ?? PublicKeyBlacklist.empty;
    this.#cache = new VerdictCache(cacheEntries ?? 16_384);
    const onVerdict = (entry: Uint8Array, valid: boolean): void => this.#cache.set(entry, valid);
    this.#pool = new VerificationPool({...pool, onVerdict});
  }

  /** Whether the key may be used at all, that is, is not blacklisted (primitives-mkvs §2.9). */
  isUsable(publicKey: PublicKey): boolean {
    return !this.#blacklist.has(publicKey);
  }

  /** Whether the signature is valid. PERF: a fresh one costs a verification, a remembered one about a microsecond. */
  verify({publicKey, message, signature}: SignatureCheck): boolean {
    if (!this.isUsable(publicKey)) return false;
    const entry = packEntries([{publicKey, message, signature}]);
    const known = this.#cache.get(entry);
    if (known !== undefined) return known;
    const valid = verify(publicKey, message, signature);
    this.#cache.set(entry, valid);
    return valid;
  }

  /** Whether there are signatures and all are valid for the one message. */
  verifyManyToOne(message: PreparedMessage, signatures: readonly Signature[]): boolean {
    return this.verifyBatch(signatures.map((signature) => ({message, ...signature})));
  }

  /** Whether there are checks and all are valid: an empty batch is not (primitives-mkvs §2.7). */
  verifyBatch(checks: readonly SignatureCheck[]): boolean {
    return checks.length > 0 && checks.every((check) => this.verify(check));
  }

  /** Whether the signature is valid for a message under a context. */
  verifyUnder(context: PreparedContext, message: Uint8Array, signature: Signature): boolean {
    return this.verify({message: prepareMessage(context, message), ...signature});
  }

  /**
   * Verdicts of many signatures, using all processors, the calling thread in small steps; goes before the signatures of
   * strangers. Rejects with the signal's reason or with `VerificationPoolError`.
   */
  async verifyBulk(checks: readonly SignatureCheck[], {signal}: BulkOptions = {}): Promise<boolean[]> {
    return this.#verifyAll(checks, true, signal);
  }

  /**
   * Verdicts of signatures from strangers, on other threads only: an invalid signature costs several times a valid one,
   * and nobody shall slow the calling thread down with them. Rejects as `verifyBulk` does; `busy` sheds load.
   */
  async verifyUntrusted(checks: readonly SignatureCheck[], {signal}: BulkOptions = {}): Promise<boolean[]> {
    return this.#verifyAll(checks, false, signal);
  }

  /** Ends the threads; what is under way rejects with `closed`. Synchronous verification goes on working. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #verifyAll(
    checks: readonly SignatureCheck[],
    assist: boolean,
    signal: AbortSignal | undefined,
  ): Promise<boolean[]> {
    const known = checks.map((check) =>
      this.isUsable(check.publicKey) ? this.#cache.get(packEntries([check])) : false,
    );
    const unknown = checks.filter((_, index) => known[index] === undefined);
    const fresh = (await this.#pool.verify(unknown, {assist, signal})).values();
    return known.map((verdict) => verdict ?? fresh.next().value === true);
  }
}
