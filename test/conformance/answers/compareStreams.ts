import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, list, type Schema} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {
  beaconBackend,
  consensusBackend,
  governanceBackend,
  type OwnChain,
  registryBackend,
  roothashBackend,
  schedulerBackend,
  stakingBackend,
} from "@oasis-node/rpc/backends";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import {GovernanceEvent} from "@oasis-node/state-transition/governance";
import {EntityEvent, NodeEvent, RegistryEvent, Runtime} from "@oasis-node/state-transition/registry";
import {Block, RoothashEvent, RuntimeState} from "@oasis-node/state-transition/roothash";
import {Committee} from "@oasis-node/state-transition/scheduler";
import {StakingEvent} from "@oasis-node/state-transition/staking";
import type {Reporter} from "../kind.ts";
import {base64, hex, type JsonObject, object, readJsonLines} from "../records.ts";
import {describeValue} from "../replay/describe.ts";
import {answersPath} from "./readBlocks.ts";

/** What streams told from the first block to the last, encoded, by the name of the stream. */
export type Streamed = Readonly<Record<string, readonly Uint8Array[]>>;

/** All runtimes that clients asked about. */
export async function recordedRuntimes(folder: string): Promise<readonly string[]> {
  const path = answersPath(folder);
  const ids = new Set<string>();
  for await (const line of readJsonLines(path)) {
    for (const name of Object.keys(object(object(line, path).runtimes, path))) {
      if (!name.includes("/")) ids.add(name);
    }
  }
  return [...ids];
}

/** Reads all streams of a chain until its engine ends. They begin before the first block. */
export async function collectStreams(chain: OwnChain, runtimes: readonly string[]): Promise<Streamed> {
  const registry = registryBackend(chain);
  const roothash = roothashBackend(chain);
  const streams: Record<string, Promise<readonly Uint8Array[]>> = {
    blocks: collect(ConsensusBlock, consensusBackend(chain).watchBlocks()),
    epochs: collect(Epoch, beaconBackend(chain).watchEpochs()),
    staking: collect(StakingEvent, stakingBackend(chain).watchEvents()),
    governance: collect(GovernanceEvent, governanceBackend(chain).watchEvents()),
    entities: collect(EntityEvent, registry.watchEntities()),
    nodes: collect(NodeEvent, registry.watchNodes()),
    runtimes: collect(Runtime, registry.watchRuntimes()),
    committees: collect(Committee, schedulerBackend(chain).watchCommittees()),
  };
  for (const name of runtimes) {
    const id = runtimeId(name);
    streams[`roothash ${name}`] = collect(RoothashEvent, roothash.watchEvents(id));
    streams[`rounds ${name}`] = collect(Block, blocksOf(roothash.watchBlocks(id)));
  }
  const names = Object.keys(streams);
  const told = await Promise.all(Object.values(streams));
  return Object.fromEntries(names.map((name, i) => [name, told[i] ?? []]));
}

/** What streams have to tell, by the answers to the questions of every height. */
export class ToldByAnswers {
  readonly #told = new Map<string, Uint8Array[]>();

  constructor() {
    // Before the first block.
    this.#add("epochs", encode(Epoch, Epoch.zero()));
  }

  get streams(): Streamed {
    return Object.fromEntries(this.#told);
  }

  add(answers: JsonObject): void {
    const read = <T>(field: string, schema: Schema<T>): T =>
      decode(schema, base64(answers[`${field}_cbor`], field));
    this.#add("blocks", base64(answers.block_cbor, "block"));
    this.#addNew("epochs", base64(answers.epoch_cbor, "epoch"));
    for (const event of read("staking_events", list(StakingEvent)) ?? [])
      this.#add("staking", encode(StakingEvent, event));
    for (const event of read("governance_events", list(GovernanceEvent)) ?? []) {
      this.#add("governance", encode(GovernanceEvent, event));
    }
    for (const event of read("registry_events", list(RegistryEvent)) ?? []) this.#addRegistry(event);
    for (const event of read("roothash_events", list(RoothashEvent)) ?? []) {
      if (event.finalized === null)
        this.#add(`roothash ${toHex(event.runtimeId)}`, encode(RoothashEvent, event));
    }
    this.#addRuntimes(object(answers.runtimes, "runtimes"));
  }

  #addRegistry({entityEvent, nodeEvent, runtimeEvent}: RegistryEvent): void {
    if (entityEvent !== null) this.#add("entities", encode(EntityEvent, entityEvent));
    if (nodeEvent !== null) this.#add("nodes", encode(NodeEvent, nodeEvent));
    if (runtimeEvent?.runtime) this.#add("runtimes", encode(Runtime, runtimeEvent.runtime));
  }

  #addRuntimes(runtimes: JsonObject): void {
    for (const [name, value] of Object.entries(runtimes)) {
      const [id = "", part] = name.split("/");
      const recorded = base64(object(value, name).cbor, name);
      if (part === "roothash") {
        const {currentBlock} = decode(RuntimeState, recorded);
        if (currentBlock !== null) this.#addNew(`rounds ${id}`, encode(Block, currentBlock));
      } else {
        for (const committee of decode(list(Committee), recorded) ?? []) {
          this.#add("committees", encode(Committee, committee));
        }
      }
    }
  }

  #add(stream: string, item: Uint8Array): void {
    const items = this.#told.get(stream);
    if (items === undefined) this.#told.set(stream, [item]);
    else items.push(item);
  }

  /** What lasts is told when it begins. */
  #addNew(stream: string, item: Uint8Array): void {
    const last = this.#told.get(stream)?.at(-1);
    if (last === undefined || toHex(last) !== toHex(item)) this.#add(stream, item);
  }
}

/** Compares what streams told with the answers; of committees which there were, for the answers do not tell of elections. */
export function compareStreams({streams}: ToldByAnswers, streamed: Streamed, report: Reporter): void {
  for (const name of new Set([...Object.keys(streams), ...Object.keys(streamed)])) {
    const [wanted, found] = [streams[name] ?? [], streamed[name] ?? []].map((items) =>
      name === "committees" ? distinct(items) : items,
    );
    report.expect(`${name}: items`, wanted?.length, found?.length);
    const index = wanted?.findIndex((item, i) => toHex(item) !== toHex(found?.[i] ?? new Uint8Array())) ?? -1;
    if (index < 0) continue;
    report.expect(`${name}: item ${index}`, describeItem(wanted?.[index]), describeItem(found?.[index]));
  }
}

function distinct(items: readonly Uint8Array[]): readonly Uint8Array[] {
  const unique = new Map(items.map((item) => [toHex(item), item]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function describeItem(item: Uint8Array | undefined): string {
  return item === undefined ? "nothing" : describeValue(item);
}

async function collect<T>(schema: Schema<T>, stream: AsyncIterable<T>): Promise<readonly Uint8Array[]> {
  const items: Uint8Array[] = [];
  for await (const item of stream) items.push(encode(schema, item));
  return items;
}

async function* blocksOf(blocks: AsyncIterable<{readonly block: Block | null}>): AsyncIterable<Block> {
  for await (const {block} of blocks) if (block !== null) yield block;
}

function runtimeId(name: string): Namespace {
  return asNamespace(hex(name, name));
}
