import {mkdir, open, readdir, readFile, rename, rm, rmdir, unlink} from "node:fs/promises";
import {join} from "node:path";
import {setImmediate} from "node:timers/promises";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import type {Hash} from "@oasis-node/primitives/hash";
import type {NodeDb} from "../db/index.ts";
import type {Root} from "../node/index.ts";
import {chunkSteps} from "./createChunk.ts";
import {CheckpointError, checkpointErrors} from "./errors.ts";
import {type ChunkMetadata, checkpointVersion, type GetCheckpointsRequest, Metadata} from "./metadata.ts";

const METADATA_FILE = "meta";
const CHUNKS_DIRECTORY = "chunks";
const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Keeps checkpoints as files, `<directory>/<version>/<root hash, hex>/{meta, chunks/<index>}`, readable by the owner only. The
 * type of a root is no part of the path (primitives-mkvs §4.12). `meta` appears last and at once, so that a checkpoint
 * either is complete or does not exist.
 */
export class FileCheckpointStore {
  readonly #directory: string;
  readonly #db: NodeDb;

  constructor(directory: string, db: NodeDb) {
    this.#directory = directory;
    this.#db = db;
  }

  /**
   * Makes the checkpoint of a root that the database has, or returns the one there is. A chunk is closed once it holds
   * `chunkSize` bytes before compression. Others can work in between. Whatever goes wrong, nothing of the checkpoint
   * remains; also when the signal aborts, whose reason is thrown.
   */
  async create(root: Root, chunkSize: bigint, signal?: AbortSignal): Promise<Metadata> {
    const directory = this.#checkpointDirectory(root);
    await makeDirectory(directory);
    try {
      return (await readMetadata(directory)) ?? (await this.#write(directory, root, {chunkSize, signal}));
    } catch (error) {
      await rm(directory, {recursive: true, force: true});
      throw error;
    }
  }

  /** Throws `checkpointNotFound`. */
  async get(version: number, root: Root): Promise<Metadata> {
    const metadata =
      version === checkpointVersion ? await readMetadata(this.#checkpointDirectory(root)) : null;
    if (metadata === null) throw checkpointErrors.checkpointNotFound();
    return metadata;
  }

  /**
   * All checkpoints, by version and root hash as text, or those of one root version; the namespace is not looked at.
   * As the reference answers on the wire: `null` when there are none, an empty list for an unknown format version.
   */
  async list({
    version,
    rootVersion,
  }: Pick<GetCheckpointsRequest, "version" | "rootVersion">): Promise<Metadata[] | null> {
    if (version !== checkpointVersion) return [];
    const versions = rootVersion === null ? await namesIn(this.#directory) : [rootVersion.toString()];
    const found: Metadata[] = [];
    for (const name of versions) {
      const versionDirectory = join(this.#directory, name);
      for (const hash of await namesIn(versionDirectory)) {
        const metadata = await readMetadata(join(versionDirectory, hash));
        if (metadata !== null) found.push(metadata);
      }
    }
    return found.length > 0 ? found : null;
  }

  /** The compressed bytes of a chunk. Throws `chunkNotFound`. */
  async getChunk({version, root, index}: ChunkMetadata): Promise<Uint8Array> {
    const bytes =
      version === checkpointVersion ? await read(chunkPath(this.#checkpointDirectory(root), index)) : null;
    if (bytes === null) throw checkpointErrors.chunkNotFound({details: {index}});
    return bytes;
  }

  /** Throws `checkpointNotFound`. */
  async delete(version: number, root: Root): Promise<void> {
    if (version !== checkpointVersion) throw checkpointErrors.checkpointNotFound();
    const directory = this.#checkpointDirectory(root);
    try {
      await unlink(join(directory, METADATA_FILE));
    } catch (cause) {
      throw checkpointErrors.checkpointNotFound({cause});
    }
    await rm(directory, {recursive: true, force: true});
    const versionDirectory = this.#versionDirectory(root);
    if ((await namesIn(versionDirectory)).length === 0) await rmdir(versionDirectory);
  }

  async #write(directory: string, root: Root, {chunkSize, signal}: Creation): Promise<Metadata> {
    // Chunks of a creation that a crash cut short may be of another size.
    await rm(join(directory, CHUNKS_DIRECTORY), {recursive: true, force: true});
    await makeDirectory(join(directory, CHUNKS_DIRECTORY));
    const chunks: Hash[] = [];
    for (const chunk of chunkSteps(this.#db, root, chunkSize)) {
      signal?.throwIfAborted();
      if (chunk === null) {
        await setImmediate();
        continue;
      }
      await writeDurably(chunkPath(directory, BigInt(chunks.length)), chunk.bytes);
      chunks.push(chunk.digest);
    }
    const metadata = Metadata.make({version: checkpointVersion, root, chunks});
    const path = join(directory, METADATA_FILE);
    await writeDurably(`${path}.new`, encode(Metadata, metadata));
    await rename(`${path}.new`, path);
    await syncDirectory(directory);
    return metadata;
  }

  #versionDirectory({version}: Root): string {
    return join(this.#directory, version.toString());
  }

  #checkpointDirectory(root: Root): string {
    return join(this.#versionDirectory(root), toHex(root.hash));
  }
}

interface Creation {
  readonly chunkSize: bigint;
  readonly signal: AbortSignal | undefined;
}

function chunkPath(directory: string, index: bigint): string {
  return join(directory, CHUNKS_DIRECTORY, index.toString());
}

/** `null` when there is none. */
async function readMetadata(directory: string): Promise<Metadata | null> {
  const bytes = await read(join(directory, METADATA_FILE));
  if (bytes === null) return null;
  try {
    return decode(Metadata, bytes);
  } catch (cause) {
    throw new CheckpointError("corruptedMetadata", "checkpoint: corrupted checkpoint metadata", {
      details: {directory},
      cause,
    });
  }
}

/** `null` when it cannot be read, whatever the reason. */
async function read(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}

/** Sorted; none when there is no such directory. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    return [];
  }
}

async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, {recursive: true, mode: DIRECTORY_MODE});
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w", FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename of a file in it survive a crash. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
