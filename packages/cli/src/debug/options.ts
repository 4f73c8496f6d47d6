import {clientOptions, int, option, uint64} from "@oasis-node/node/options";

/** Of all commands of `debug control`. */
export const debugControlOptions = clientOptions;
export const setEpochOptions = {
  ...debugControlOptions,
  epoch: option(uint64, 0n, "epoch to go to", {shorthand: "e", flagOnly: true}),
};
export const waitNodesOptions = {
  ...debugControlOptions,
  nodes: option(int, 1, "number of nodes to wait for", {shorthand: "n", flagOnly: true}),
};
