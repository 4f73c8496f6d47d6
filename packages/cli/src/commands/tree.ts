import {offlineConsensusCommands} from "../consensus/index.ts";
import {type CommandGroup, group} from "../framework/index.ts";
import {offlineGenesisCommands} from "../genesis/index.ts";
import {offlineGovernanceCommands} from "../governance/index.ts";
import {identityCommands} from "../identity/index.ts";
import {keymanagerCommands} from "../keymanager/index.ts";
import {localnetCommand} from "../localnet/index.ts";
import {offlineEntityCommands, offlineNodeCommands, offlineRuntimeCommands} from "../registry/index.ts";
import {signerCommands} from "../signer/index.ts";
import {offlineAccountCommands, offlineStakeCommands} from "../stake/index.ts";

/** All commands of `oasis-node` (cli-config-grpc §3.1). Only what is run gets imported with more than its options. */
export function commandTree(): CommandGroup {
  return group({
    name: "oasis-node",
    short: "Oasis node",
    long: "A node of an Oasis network, and the commands to work with it",
    commands: [
      group({
        name: "consensus",
        short: "work with transactions of the consensus layer",
        commands: [...offlineConsensusCommands],
      }),
      group({
        name: "genesis",
        short: "make, check and dump genesis documents",
        commands: [...offlineGenesisCommands],
      }),
      group({
        name: "governance",
        short: "propose, vote, and look at proposals",
        commands: [...offlineGovernanceCommands],
      }),
      identityCommands,
      keymanagerCommands,
      localnetCommand,
      registryCommands,
      signerCommands,
      stakeCommands,
    ],
  });
}

const registryCommands = group({
  name: "registry",
  short: "work with entities, nodes and ParaTimes",
  commands: [
    group({name: "entity", short: "make, register and list entities", commands: [...offlineEntityCommands]}),
    group({name: "node", short: "make and list nodes", commands: [...offlineNodeCommands]}),
    group({name: "runtime", short: "register and list ParaTimes", commands: [...offlineRuntimeCommands]}),
  ],
});

const stakeCommands = group({
  name: "stake",
  short: "work with tokens, accounts and escrow",
  commands: [
    ...offlineStakeCommands,
    group({
      name: "account",
      short: "look at an account, and make transactions of it",
      commands: [...offlineAccountCommands],
    }),
  ],
});
