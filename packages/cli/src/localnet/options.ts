import {bool, duration, option, stringMap, text, uint64} from "@oasis-node/node/options";
import {jsonOptions} from "../framework/index.ts";

const ours = {flagOnly: true, ours: true} as const;

/** Options of `localnet`, which the reference does not have. */
export const localnetOptions = {
  dir: option(text, "localnet", "directory of the network, made when it is not there", ours),
  fresh: option(bool, false, "remove what is in the directory and start over", ours),
  escrow: option(uint64, 1000n, "tokens that the entity of a new network has in escrow", ours),
  blocks_per_epoch: option(uint64, 15n, "blocks in an epoch of a new network", ours),
  empty_block_interval: option(
    duration,
    1_000_000_000n,
    "time after which a new network makes a block without transactions",
    ours,
  ),
  mock_epochs: option(
    bool,
    false,
    "a new network's epochs change by `debug control set-epoch` instead of passing with blocks",
    ours,
  ),
  paratime: option(
    stringMap,
    new Map(),
    "ParaTimes of a new network that the node runs: their IDs, 64 hexadecimal digits, and paths of their ELF binaries",
    ours,
  ),
  block_time: option(
    text,
    "instant",
    "when blocks are made: instant, or the time from one to the next",
    ours,
  ),
  ...jsonOptions,
};
