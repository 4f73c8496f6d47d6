import type {NodeDb} from "../db/index.ts";
import {checkpointErrors} from "./errors.ts";
import {chunkMetadata, type Metadata} from "./metadata.ts";
import {defaultMaxInflatedLength, restoreChunk} from "./restoreChunk.ts";

export interface RestorerOptions {
  /** Most bytes a chunk may expand to, besides what the compression itself allows (about 21 times). */
  readonly maxInflatedLength?: number;
}

/**
 * Restores one checkpoint at a time into a node database, chunk by chunk in any order. Starts the database's multipart
 * insert and aborts it, which removes everything of that version again; finalising it, with all roots of the version, is
 * the caller's (primitives-mkvs §4.12).
 */
export class Restorer {
  readonly #db: NodeDb;
  readonly #maxInflatedLength: number;
  #current: Restore | null = null;

  constructor(db: NodeDb, {maxInflatedLength = defaultMaxInflatedLength}: RestorerOptions = {}) {
    this.#db = db;
    this.#maxInflatedLength = maxInflatedLength;
  }

  /** The checkpoint being restored. */
  get current(): Metadata | null {
    return this.#current?.metadata ?? null;
  }

  /** Throws `restoreAlreadyInProgress`, and what the database throws when it cannot start. */
  async start(metadata: Metadata): Promise<void> {
    if (this.#current !== null) throw checkpointErrors.restoreAlreadyInProgress();
    const restore = new Restore(metadata);
    this.#current = restore;
    try {
      await this.#db.startMultipartInsert(metadata.root.version);
    } catch (error) {
      this.#forget(restore);
      throw error;
    }
  }

  /**
   * Verifies a chunk and stores its nodes; true when it was the last one. Throws `chunkCorrupted` when the bytes are not
   * those announced (try another source) and `chunkProofVerificationFailed` when they are but do not belong to the root:
   * then the restore has been aborted.
   */
  async restoreChunk(index: bigint, compressed: Uint8Array): Promise<boolean> {
    const restore = this.#current;
    if (restore === null) throw checkpointErrors.noRestoreInProgress();
    if (!restore.pending.delete(index)) throw checkpointErrors.chunkAlreadyRestored({details: {index}});
    restore.importing += 1;
    try {
      const chunk = chunkMetadata(restore.metadata, index);
      await restoreChunk(this.#db, chunk, compressed, this.#maxInflatedLength);
    } catch (error) {
      restore.pending.add(index);
      if (checkpointErrors.chunkProofVerificationFailed.is(error)) await this.#abort(restore);
      throw error;
    } finally {
      restore.importing -= 1;
    }
    if (this.#current !== restore) throw checkpointErrors.noRestoreInProgress();
    if (restore.pending.size > 0 || restore.importing > 0) return false;
    this.#forget(restore);
    return true;
  }

  /** Gives up and leaves the database without anything of the checkpoint. Does nothing when none is being restored. */
  async abort(): Promise<void> {
    if (this.#current !== null) await this.#abort(this.#current);
  }

  async #abort(restore: Restore): Promise<void> {
    this.#forget(restore);
    // Mutations of a database run in order: chunks being stored come first and go too.
    await this.#db.abortMultipartInsert();
  }

  #forget(restore: Restore): void {
    if (this.#current === restore) this.#current = null;
  }
}

class Restore {
  readonly metadata: Metadata;
  /** Indexes of the chunks nobody has brought yet. */
  readonly pending: Set<bigint>;
  /** Chunks being stored. */
  importing = 0;

  constructor(metadata: Metadata) {
    this.metadata = metadata;
    this.pending = new Set(metadata.chunks?.map((_, index) => BigInt(index)));
  }
}
