import {type OrderedStore, WriteSet} from "@oasis-node/mkvs/db";
import {equal} from "@oasis-node/primitives/bytes";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {AbciResponses} from "../abci/index.ts";
import {EngineError} from "../engine/index.ts";
import {decode, encode, type ProtoType} from "../protobuf/index.ts";
import {Block, type BlockId, type Commit, ValidatorSet} from "../tendermint/index.ts";
import {EvidenceRecords} from "./evidenceRecords.ts";
import {genesisKey, heightKey, patternKey, resultsKey, topKey} from "./keys.ts";
import {pack, unpack} from "./packing.ts";
import {BlockRecord, GenesisRecord, TopRecord} from "./records.ts";

/** Heights whose blocks one write removes at most, so that a write stays short. */
const prunedAtOnce = 256n;

/** Bytes of the block that others are packed like, at most: longer ones are not typical. */
const longestPattern = 2048;

/** The chain that a store is for. */
export interface StoredChain {
  /** Hash of the genesis document as text. */
  readonly chainContext: string;
  readonly initialHeight: Height;
}

/** A block as it is stored. */
export interface StoredBlock {
  readonly id: BlockId;
  readonly block: Block;
  /** Bytes of its protobuf form. */
  readonly size: number;
}

/** All that one height adds to the store. */
export interface NewBlock {
  readonly id: BlockId;
  readonly block: Block;
  /** Protobuf form of the block. */
  readonly bytes: Uint8Array;
  /** Signatures over the block. */
  readonly commit: Commit;
  readonly responses: AbciResponses;
  /** Validators of the next block and the one after it. */
  readonly nextValidators: ValidatorSet;
  readonly afterNextValidators: ValidatorSet;
  /** Blocks below need not be kept. */
  readonly retainHeight: Height;
  /** Evidence that is too old below this height. */
  readonly evidenceFrom: bigint;
}

interface PlacedValidators {
  /** Height below which they are stored. */
  readonly height: bigint;
  readonly set: ValidatorSet;
}

/**
 * Blocks of one chain with their results and validators, over a store that belongs to whoever opened it. A block goes
 * in with a single durable write, together with its signatures: what has been signed is what is stored, so nothing else can
 * be signed at its height. Throws `NodeDbError` when the store fails, `EngineError` `badStore` for what contradicts itself.
 */
export class BlockStore {
  readonly evidence: EvidenceRecords;
  readonly #store: OrderedStore;
  #top: TopRecord | null;
  /** Record of the first block that was stored after another one; it stays when that block is pruned. */
  #pattern: Uint8Array | null;
  /** The newest block, which is asked for most. */
  #newest: StoredBlock | null = null;
  readonly #genesisValidators: ValidatorSet;
  readonly #initialHeight: Height;

  private constructor(store: OrderedStore, {initialHeight}: StoredChain, genesisValidators: ValidatorSet) {
    this.#store = store;
    this.evidence = new EvidenceRecords(store);
    this.#initialHeight = initialHeight;
    this.#genesisValidators = genesisValidators;
    const top = store.get(topKey);
    this.#top = top === null ? null : decodeRecord(TopRecord, top);
    this.#pattern = store.get(patternKey);
  }

  /**
   * The store of a chain; a new one is marked as belonging to it. `genesisValidators`: of the first block. Throws
   * `EngineError` `badStore` for the store of another chain.
   */
  static open(store: OrderedStore, chain: StoredChain, genesisValidators: ValidatorSet): BlockStore {
    const found = store.get(genesisKey);
    if (found === null) {
      const changes = new WriteSet();
      changes.put(genesisKey, encode(GenesisRecord, chain));
      const key = heightKey("validators", chain.initialHeight);
      changes.put(key, encode(ValidatorSet, genesisValidators));
      store.write(changes);
    } else checkChain(decodeRecord(GenesisRecord, found), chain);
    return new BlockStore(store, chain, genesisValidators);
  }

  /** 0 before the first block. */
  get latestHeight(): Height {
    return asHeight(this.#top?.latest ?? 0n);
  }

  /** First height that is kept; 0 before the first block. */
  get earliestHeight(): Height {
    return asHeight(this.#top?.earliest ?? 0n);
  }

  /** Signatures over the newest block; null before the first. */
  get latestCommit(): Commit | null {
    return this.#top?.commit ?? null;
  }

  /** Null when the height is pruned or still to come. */
  block(height: Height): StoredBlock | null {
    if (this.#newest?.block.header.height === height) return this.#newest;
    const record = this.#record(height);
    if (record === null) return null;
    return {id: record.id, block: decodeRecord(Block, record.block), size: record.block.length};
  }

  /** Signatures over the block of a height. */
  commit(height: Height): Commit | null {
    if (height === this.latestHeight) return this.latestCommit;
    return this.block(asHeight(height + 1n))?.block.lastCommit ?? null;
  }

  responses(height: Height): AbciResponses | null {
    const bytes = this.#store.get(resultsKey(height));
    return bytes === null ? null : decodeRecord(AbciResponses, bytes);
  }

  /** Validators of a height that is kept, or of the next two. */
  validators(height: Height): ValidatorSet | null {
    const top = this.#top;
    if (top === null) return height === this.#initialHeight ? this.#genesisValidators : null;
    if (height < top.earliest || height > top.latest + 2n) return null;
    const stored = this.#store.get(heightKey("validators", this.#validatorsHeight(top, height)));
    if (stored === null) throw badStore("the validators of a block are missing", {height});
    return decodeRecord(ValidatorSet, stored);
  }

  /** Adds the block after the newest; durable when it returns. Removes what need not be kept. */
  append(added: NewBlock): void {
    const {block, id, bytes, commit} = added;
    const {height} = block.header;
    const before = this.#top;
    const changes = new WriteSet();
    const {nextValidators, afterNextValidators} = added;
    const own = {height: before?.nextValidatorsHeight ?? this.#initialHeight, set: this.#genesisValidators};
    const next =
      before === null
        ? putIfOther(changes, height + 1n, nextValidators, own)
        : {height: before.afterNextValidatorsHeight, set: nextValidators};
    const afterNext = putIfOther(changes, height + 2n, afterNextValidators, next);
    const record = encode(BlockRecord, {id, block: bytes, validatorsHeight: own.height});
    changes.put(heightKey("block", height), pack(record, this.#pattern));
    const isPattern = this.#pattern === null && before !== null && record.length <= longestPattern;
    if (isPattern) changes.put(patternKey, record);
    changes.put(resultsKey(height), encode(AbciResponses, added.responses));
    const proved = block.evidence.evidence.filter((one) => one !== null);
    this.evidence.putCommitted(changes, proved);
    this.evidence.removeBelow(changes, added.evidenceFrom);
    const earliest = this.#prune(changes, before?.earliest ?? height, added.retainHeight);
    const top: TopRecord = {
      earliest,
      latest: height,
      commit,
      nextValidatorsHeight: next.height,
      afterNextValidatorsHeight: afterNext.height,
    };
    changes.put(topKey, encode(TopRecord, top));
    this.#store.write(changes);
    this.#top = top;
    if (isPattern) this.#pattern = record;
    this.#newest = {id, block, size: bytes.length};
  }

  /** Removes blocks from the earliest on, never the newest; gives the first height that stays. */
  #prune(changes: WriteSet, earliest: bigint, retainHeight: Height): bigint {
    const latest = this.#top?.latest ?? 0n;
    const wanted = retainHeight < latest ? retainHeight : latest;
    const end = earliest + prunedAtOnce;
    const kept = wanted < end ? wanted : end;
    if (kept <= earliest) return earliest;
    for (let height = earliest; height < kept; height++) {
      changes.delete(heightKey("block", height));
      changes.delete(resultsKey(height));
    }
    const validatorsHeight = this.#heightOfValidators(asHeight(kept));
    const [from, to] = [heightKey("validators", 0n), heightKey("validators", validatorsHeight)];
    for (const [key] of this.#store.range(from, to)) changes.delete(key);
    return kept;
  }

  #validatorsHeight(top: TopRecord, height: Height): bigint {
    if (height === top.latest + 1n) return top.nextValidatorsHeight;
    if (height === top.latest + 2n) return top.afterNextValidatorsHeight;
    return this.#heightOfValidators(height);
  }

  #heightOfValidators(height: Height): bigint {
    const record = this.#record(height);
    if (record === null) throw badStore("the record of a block is missing", {height});
    return record.validatorsHeight;
  }

  #record(height: Height): BlockRecord | null {
    const packed = this.#store.get(heightKey("block", height));
    return packed === null ? null : decodeRecord(BlockRecord, unpack(packed, this.#pattern));
  }
}

/** Where the validators of a height are stored: with those before them when they are the same. */
function putIfOther(
  changes: WriteSet,
  height: bigint,
  set: ValidatorSet,
  before: PlacedValidators,
): PlacedValidators {
  const bytes = encode(ValidatorSet, set);
  if (equal(bytes, encode(ValidatorSet, before.set))) return before;
  changes.put(heightKey("validators", height), bytes);
  return {height, set};
}

function checkChain(found: GenesisRecord, wanted: StoredChain): void {
  if (found.chainContext === wanted.chainContext && found.initialHeight === wanted.initialHeight) return;
  throw badStore("the stored blocks belong to another genesis document", {found, wanted});
}

function decodeRecord<T>(type: ProtoType<T>, bytes: Uint8Array): T {
  try {
    return decode(type, bytes);
  } catch (cause) {
    throw new EngineError("badStore", `a record of the block store is damaged: ${type.name}`, {cause});
  }
}

function badStore(message: string, details: Record<string, unknown>): EngineError {
  return new EngineError("badStore", message, {details});
}
