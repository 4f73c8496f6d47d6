import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {NodeDb} from "../db/index.ts";
import type {Root} from "../node/index.ts";
import {ProofBuilder} from "../syncer/index.ts";
import {Tree} from "../tree/index.ts";
import {ChunkEncoder} from "./chunkCodec.ts";

export interface Chunk {
  /** Compressed. */
  readonly bytes: Uint8Array;
  /** Of the compressed bytes. */
  readonly digest: Hash;
}

/**
 * The chunks of a root that the database has, made one at a time: each is the proof of a stretch of the tree in key order
 * (primitives-mkvs §4.12). A chunk ends with the first item that brings it to `chunkSize` bytes before compression.
 */
export function* createChunks(db: NodeDb, root: Root, chunkSize: bigint): Generator<Chunk, void, undefined> {
  for (const step of chunkSteps(db, root, chunkSize)) if (step !== null) yield step;
}

/** Items or entries between two pauses: a few milliseconds of work. */
const sliceLength = 500;

/** As `createChunks`; every null is a place to pause, so that others can work while a large chunk is made. */
export function* chunkSteps(
  db: NodeDb,
  root: Root,
  chunkSize: bigint,
): Generator<Chunk | null, void, undefined> {
  const tree = Tree.open({db, root, writeLog: false});
  try {
    let offset: Uint8Array | undefined = new Uint8Array();
    while (offset !== undefined) {
      const builder = new ProofBuilder(root.hash);
      const iterator = tree.iterator({visitor: builder});
      let item = iterator.seek(offset);
      for (let seen = 1; item !== null && builder.size < chunkSize; seen++) {
        if (seen % sliceLength === 0) yield null;
        item = iterator.next();
      }
      const encoder = new ChunkEncoder();
      let written = 0;
      for (const entry of builder.entries()) {
        encoder.write(entry);
        if (++written % sliceLength === 0) yield null;
      }
      const bytes = encoder.finish();
      // One more step finds the first key of the next chunk; its nodes come too late for this proof.
      offset = iterator.next()?.key;
      yield {bytes, digest: hashOf(bytes)};
    }
  } finally {
    tree.close();
  }
}
