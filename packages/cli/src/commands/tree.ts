import {offlineConsensusCommands, onlineConsensusCommands} from "../consensus/index.ts";
import {controlCommands} from "../control/index.ts";
import {debugControlCommands} from "../debug/index.ts";
import {type CommandGroup, group} from "../framework/index.ts";
import {offlineGenesisCommands, onlineGenesisCommands} from "../genesis/index.ts";
import {offlineGovernanceCommands, onlineGovernanceCommands} from "../governance/index.ts";
import {identityCommands} from "../identity/index.ts";
import {keymanagerCommands} from "../keymanager/index.ts";
import {localnetCommand} from "../localnet/index.ts";
import {nodeCommand} from "../node/index.ts";
import {paratimeCommands} from "../paratime/index.ts";
import {
  offlineEntityCommands,
  offlineNodeCommands,
  offlineRuntimeCommands,
  onlineEntityCommands,
  onlineNodeCommands,
  onlineRuntimeCommands,
} from "../registry/index.ts";
import {unsafeResetCommand} from "../reset/index.ts";
import {signerCommands} from "../signer/index.ts";
import {
  offlineAccountCommands,
  offlineStakeCommands,
  onlineAccountCommands,
  onlineStakeCommands,
} from "../stake/index.ts";
import {statusCommand} from "../status/index.ts";

/** All commands of `oasis-node` (cli-config-grpc §3.1). Only what is run gets imported with more than its options. */
export function commandTree(): CommandGroup {
  return group({
    name: "oasis-node",
    short: "Oasis node",
    long: "A node of an Oasis network, and the commands to work with it",
    command: nodeCommand,
    commands: [
      group({
        name: "consensus",
        short: "work with transactions of the consensus layer",
        commands: [...offlineConsensusCommands, ...onlineConsensusCommands],
      }),
      controlCommands,
      group({
        name: "debug",
        short: "work with test networks",
        commands: [debugControlCommands],
      }),
      group({
        name: "genesis",
        short: "make, check and dump genesis documents",
        commands: [...offlineGenesisCommands, ...onlineGenesisCommands],
      }),
      group({
        name: "governance",
        short: "propose, vote, and look at proposals",
        commands: [...offlineGovernanceCommands, ...onlineGovernanceCommands],
      }),
      identityCommands,
      keymanagerCommands,
      localnetCommand,
      statusCommand,
      paratimeCommands,
      registryCommands,
      signerCommands,
      stakeCommands,
      unsafeResetCommand,
    ],
  });
}

const registryCommands = group({
  name: "registry",
  short: "work with entities, nodes and ParaTimes",
  commands: [
    group({
      name: "entity",
      short: "make, register and list entities",
      commands: [...offlineEntityCommands, ...onlineEntityCommands],
    }),
    group({
      name: "node",
      short: "make and list nodes",
      commands: [...offlineNodeCommands, ...onlineNodeCommands],
    }),
    group({
      name: "runtime",
      short: "register and list ParaTimes",
      commands: [...offlineRuntimeCommands, ...onlineRuntimeCommands],
    }),
  ],
});

const stakeCommands = group({
  name: "stake",
  short: "work with tokens, accounts and escrow",
  commands: [
    ...offlineStakeCommands,
    ...onlineStakeCommands,
    group({
      name: "account",
      short: "look at an account, and make transactions of it",
      commands: [...offlineAccountCommands, ...onlineAccountCommands],
    }),
  ],
});
