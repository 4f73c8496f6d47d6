import {relative} from "node:path";
import type {Localnet, RoleStake} from "@oasis-node/localnet/localnet";
import type {Holder} from "@oasis-node/localnet/network";
import {addressToText} from "@oasis-node/primitives/address";
import {prettyAmount, type TokenContext} from "@oasis-node/primitives/token";

/** What there is to tell of a network when it is ready. */
export interface LocalnetReport {
  readonly localnet: Localnet;
  readonly token: TokenContext;
  readonly stake: readonly RoleStake[];
  /** Base units that the entity has in escrow. */
  readonly escrow: bigint;
  /** Base units in each account, in their order. */
  readonly balances: readonly bigint[];
  readonly epoch: bigint;
  /** Milliseconds from the start of the command to a node that is ready. */
  readonly readyMs: number;
  /** Directory that paths are shown relative to. */
  readonly cwd: string;
}

/** One line for programs: amounts in base units as text, because they can be larger than programs count exactly. */
export function jsonReport({localnet, stake, escrow, balances, epoch, readyMs}: LocalnetReport): string {
  const {paths, chainContext, isNew, entity, accounts, node} = localnet;
  return JSON.stringify({
    ready_ms: Math.round(readyMs),
    new: isNew,
    dir: paths.directory,
    socket: `unix:${paths.socket}`,
    genesis: paths.genesis,
    chain_context: chainContext,
    height: Number(node.chain.engine.status().latestHeight),
    epoch: Number(epoch),
    entity: {address: addressToText(entity.address), dir: entity.directory, escrow: String(escrow)},
    stake: stake.map(({role, need, have, missing}) => ({
      role,
      need: String(need),
      have: String(have),
      missing: String(missing),
    })),
    accounts: accounts.map(({name, address, directory}, index) => ({
      name,
      address: addressToText(address),
      dir: directory,
      balance: String(balances[index] ?? 0n),
    })),
  });
}

/** The same for people, with commands to go on with. */
export function textReport(report: LocalnetReport): string {
  const {localnet, token, stake, balances, epoch, readyMs, cwd} = report;
  const {paths, entity, accounts, node, chainContext, isNew} = localnet;
  const height = node.chain.engine.status().latestHeight;
  const show = (path: string): string => shorter(path, cwd);
  const width = Math.max(...stake.map(({role}) => role.length), ...accounts.map(({name}) => name.length));
  const amount = (base: bigint): string => prettyAmount(base, token);
  return [
    `Network    ${show(paths.directory)}${isNew ? " (new)" : ""}: block ${height}, epoch ${epoch}, ready in ${(readyMs / 1000).toFixed(2)} s`,
    `Chain      ${chainContext}`,
    `Socket     unix:${show(paths.socket)}`,
    `Log        ${show(paths.log)}`,
    `Entity     ${addressToText(entity.address)}  ${amount(report.escrow)} in escrow`,
    ...stake.map(
      ({role, need, have, missing}) =>
        `  ${role.padEnd(width)}  needs ${amount(need)}, has ${amount(have)}${missing > 0n ? `: ${amount(missing)} are missing` : ""}`,
    ),
    "Accounts",
    ...accounts.map(
      ({name, address}, index) =>
        `  ${name.padEnd(width)}  ${addressToText(address)}  ${amount(balances[index] ?? 0n)}`,
    ),
    "",
    "Try in another terminal:",
    ...commands(localnet, show).map((line) => `  ${line}`),
    "",
    "Ctrl-C stops the network; the next start goes on with it.",
    "",
  ].join("\n");
}

/** Three things to do with a network: look at the node, look at an account, send tokens. */
function commands({paths, accounts}: Localnet, show: (path: string) => string): string[] {
  const socket = `-a unix:${show(paths.socket)}`;
  const [from, to] = accounts;
  const status = `npx oasis-node control status ${socket}`;
  if (from === undefined || to === undefined) return [status];
  return [
    status,
    `npx oasis-node stake account info ${socket} --stake.account.address ${addressToText(from.address)}`,
    `${transferCommand(paths.genesis, from, to, show)} && npx oasis-node consensus submit_tx --transaction.file tx.json ${socket}`,
  ];
}

function transferCommand(genesis: string, from: Holder, to: Holder, show: (path: string) => string): string {
  return [
    "npx oasis-node stake account gen_transfer --stake.amount 1000000000",
    `--stake.transfer.destination ${addressToText(to.address)}`,
    `--signer.backend file --signer.dir ${show(from.directory)}`,
    `-g ${show(genesis)} --debug.dont_blame_oasis`,
    "--transaction.fee.gas 2000 --transaction.file tx.json -y",
  ].join(" ");
}

/** Relative where that is shorter. */
function shorter(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.length < path.length ? short : path;
}
