import {emptyRoot, type Root, rootTypes} from "@oasis-node/mkvs/node";
import {zeroTime} from "@oasis-node/primitives/cbor";
import {asEpoch, asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import {asHash, type Hash} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {CommittedBlockHeader} from "../engine/index.ts";
import {engineAddress, findValidator} from "../tendermint/index.ts";
import {blockOutline} from "./chainBlock.ts";
import type {ChainQueries} from "./chainQueries.ts";

/** Where the chain is, for the status of a node (cli-config-grpc §4). Hashes of blocks that are not kept are zero. */
export interface ChainStatus {
  latestHeight: Height;
  latestHash: Hash;
  latestTime: bigint;
  latestEpoch: Epoch;
  latestStateRoot: Root;
  genesisHeight: Height;
  genesisHash: Hash;
  lastRetainedHeight: Height;
  lastRetainedHash: Hash;
  chainContext: string;
  /** Whether the node's consensus key is among the validators of the block after the latest. */
  isValidator: boolean;
  /** Connected peers of the engine as `ID@host:port`. */
  nodePeers: string[];
}

type LatestPart = Pick<
  ChainStatus,
  "latestHeight" | "latestHash" | "latestTime" | "latestEpoch" | "latestStateRoot"
>;

const noHash = asHash(new Uint8Array(32));

/** PERF: reads at most two old blocks and one epoch. */
export async function chainStatus(queries: ChainQueries, consensusKey: PublicKey): Promise<ChainStatus> {
  const {height: genesisHeight} = queries.genesis;
  const {latest, earliestHeight, peers} = queries.engine.status();
  const lastRetainedHeight = earliestHeight < genesisHeight ? genesisHeight : earliestHeight;
  const genesisHash = await hashAt(queries, genesisHeight);
  return {
    ...(await latestPart(queries, latest)),
    genesisHeight,
    genesisHash,
    lastRetainedHeight,
    lastRetainedHash:
      lastRetainedHeight === genesisHeight ? genesisHash : await hashAt(queries, lastRetainedHeight),
    chainContext: queries.chainContext,
    isValidator: await isValidator(queries, consensusKey),
    nodePeers: [...peers],
  };
}

/** The latest block is the one whose state there is: the engine's may be one further. */
async function latestPart(queries: ChainQueries, engines: CommittedBlockHeader | null): Promise<LatestPart> {
  const {lastHeight} = queries.states;
  const isSame = engines !== null && engines.header.height === lastHeight;
  const header = isSame || lastHeight === 0n ? engines : await queries.engine.block(lastHeight);
  if (header === null || lastHeight === 0n) return nothingYet();
  const {height, hash, time, stateRoot} = blockOutline(header);
  return {
    latestHeight: height,
    latestHash: hash,
    latestTime: time,
    latestEpoch: queries.states.at(height, ({beacon}) => beacon.epoch()),
    latestStateRoot: stateRoot,
  };
}

function nothingYet(): LatestPart {
  return {
    latestHeight: asHeight(0n),
    latestHash: noHash,
    latestTime: zeroTime,
    latestEpoch: asEpoch(0n),
    latestStateRoot: {...emptyRoot(asNamespace(new Uint8Array(32)), 0n, rootTypes.invalid), hash: noHash},
  };
}

async function hashAt({engine}: ChainQueries, height: Height): Promise<Hash> {
  const block = await engine.block(height);
  return block === null ? noHash : asHash(block.id.hash);
}

async function isValidator({engine, states, genesis}: ChainQueries, key: PublicKey): Promise<boolean> {
  const next = states.lastHeight === 0n ? genesis.height : asHeight(states.lastHeight + 1n);
  const validators = await engine.validators(next);
  return validators !== null && findValidator(validators, engineAddress(key)) !== null;
}
