import {type OrderedStore, WriteSet} from "@oasis-node/mkvs/db";
import {decode, encode} from "../protobuf/index.ts";
import {Evidence, evidenceHash, evidenceHeight} from "../tendermint/index.ts";
import {endKey, evidenceKey, heightKey} from "./keys.ts";

/** Evidence that waits for a block, and which evidence has been in one, as long as it is not too old. */
export class EvidenceRecords {
  readonly #store: OrderedStore;
  /** Most stores never hold any, and then no block needs to look. */
  #count: number;

  constructor(store: OrderedStore) {
    this.#store = store;
    this.#count = this.#all("pendingEvidence").length + this.#all("committedEvidence").length;
  }

  /** Pieces of evidence that are kept, or a few more. */
  get count(): number {
    return this.#count;
  }

  /** In the order of heights. */
  pending(): readonly Evidence[] {
    return this.#all("pendingEvidence").flatMap(([, bytes]) => decode(Evidence, bytes) ?? []);
  }

  isPending(evidence: Evidence): boolean {
    return this.#store.get(keyOf("pendingEvidence", evidence)) !== null;
  }

  isCommitted(evidence: Evidence): boolean {
    return this.#store.get(keyOf("committedEvidence", evidence)) !== null;
  }

  /** Remembers evidence that waits; durable when it returns. */
  addPending(evidence: Evidence): void {
    const changes = new WriteSet();
    changes.put(keyOf("pendingEvidence", evidence), encode(Evidence, evidence));
    this.#store.write(changes);
    this.#count++;
  }

  /** Adds to a write that evidence is in a block. */
  putCommitted(changes: WriteSet, list: readonly Evidence[]): void {
    for (const evidence of list) {
      changes.delete(keyOf("pendingEvidence", evidence));
      changes.put(keyOf("committedEvidence", evidence), Uint8Array.of(1));
      this.#count++;
    }
  }

  /** Adds to a write that evidence below a height is too old to matter. */
  removeBelow(changes: WriteSet, height: bigint): void {
    if (this.#count === 0 || height <= 0n) return;
    for (const kind of ["pendingEvidence", "committedEvidence"] as const) {
      for (const [key] of this.#store.range(heightKey(kind, 0n), heightKey(kind, height)))
        changes.delete(key);
    }
  }

  #all(kind: "pendingEvidence" | "committedEvidence"): (readonly [Uint8Array, Uint8Array])[] {
    return [...this.#store.range(heightKey(kind, 0n), endKey(kind))];
  }
}

function keyOf(kind: "pendingEvidence" | "committedEvidence", evidence: Evidence): Uint8Array {
  return evidenceKey(kind, evidenceHeight(evidence), evidenceHash(evidence));
}
