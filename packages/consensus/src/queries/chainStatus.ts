import {emptyRoot, type Root} from "@oasis-node/mkvs/node";
import {zeroTime} from "@oasis-node/primitives/cbor";
import {asEpoch, asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import {asHash, type Hash} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {engineAddress, findValidator} from "../tendermint/index.ts";
import {type ChainBlock, chainBlock} from "./chainBlock.ts";
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
}

const noHash = asHash(new Uint8Array(32));

/** PERF: reads at most three blocks and one epoch. */
export async function chainStatus(queries: ChainQueries, consensusKey: PublicKey): Promise<ChainStatus> {
  const genesisHeight = queries.genesis.height;
  const lastRetainedHeight = queries.lastRetainedHeight();
  const {lastHeight: latestHeight} = queries.states;
  const [genesis, lastRetained, latest] = await Promise.all([
    kept(queries, genesisHeight),
    kept(queries, lastRetainedHeight),
    latestHeight === 0n ? null : kept(queries, latestHeight),
  ]);
  return {
    ...latestPart(queries, latest),
    genesisHeight,
    genesisHash: genesis?.hash ?? noHash,
    lastRetainedHeight,
    lastRetainedHash: lastRetained?.hash ?? noHash,
    chainContext: queries.chainContext,
    isValidator: await isValidator(queries, latestHeight, consensusKey),
  };
}

function latestPart(
  queries: ChainQueries,
  latest: ChainBlock | null,
): Pick<ChainStatus, "latestHeight" | "latestHash" | "latestTime" | "latestEpoch" | "latestStateRoot"> {
  if (latest === null) {
    return {
      latestHeight: asHeight(0n),
      latestHash: noHash,
      latestTime: zeroTime,
      latestEpoch: asEpoch(0n),
      latestStateRoot: {...emptyRoot(asNamespace(new Uint8Array(32)), 0n, 0), hash: noHash},
    };
  }
  return {
    latestHeight: latest.height,
    latestHash: latest.hash,
    latestTime: latest.time,
    latestEpoch: queries.states.at(latest.height, ({beacon}) => beacon.epoch()),
    latestStateRoot: latest.stateRoot,
  };
}

async function kept({engine}: ChainQueries, height: Height): Promise<ChainBlock | null> {
  const block = await engine.block(height);
  return block === null ? null : chainBlock(block);
}

async function isValidator(queries: ChainQueries, latest: Height, key: PublicKey): Promise<boolean> {
  const next = asHeight(latest + 1n);
  const {height: first} = queries.genesis;
  const validators = await queries.engine.validators(next < first ? first : next);
  return validators !== null && findValidator(validators, engineAddress(key)) !== null;
}
