import {relative} from "node:path";
import type {Localnet, RoleStake} from "@oasis-node/localnet/localnet";
import type {Holder} from "@oasis-node/localnet/network";
import {addressToText} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {prettyAmount, type TokenContext} from "@oasis-node/primitives/token";

/** What there is to tell of a network when it is ready. */
export interface LocalnetReport {
  readonly localnet: Localnet;
  /** Last round of each ParaTime, in their order. */
  readonly rounds: readonly bigint[];
  readonly token: TokenContext;
  readonly stake: readonly RoleStake[];
  /** Whether a ParaTime was asked for that the network does not have. */
  readonly isParatimeMissing: boolean;
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
export function jsonReport({
  localnet,
  rounds,
  stake,
  escrow,
  balances,
  epoch,
  readyMs,
}: LocalnetReport): string {
  const {paths, chainContext, isNew, entity, accounts, paratimes, node} = localnet;
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
    paratimes: paratimes.map((id, index) => ({id: toHex(id), round: Number(rounds[index] ?? 0n)})),
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
    ...(report.isParatimeMissing
      ? ["ParaTime   none: this network was made without it; --fresh makes one that has it"]
      : []),
    ...localnet.paratimes.map(
      (id, index) => `ParaTime   ${toHex(id)}: ${roundText(report.rounds[index] ?? 0n)}`,
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

/** Things to do with a network: look at the node, look at an account, call the ParaTime, send tokens. */
function commands({paths, accounts, paratimes}: Localnet, show: (path: string) => string): string[] {
  const socket = `-a unix:${show(paths.socket)}`;
  const [from, to] = accounts;
  const status = `npx oasis-node control status ${socket}`;
  if (from === undefined || to === undefined) return [status];
  return [
    status,
    `npx oasis-node stake account info ${socket} --stake.account.address ${addressToText(from.address)}`,
    ...paratimes.map((id) => paratimeCommand(toHex(id), socket)),
    `${transferCommand(paths.genesis, from, to, show)} && npx oasis-node consensus submit_tx --transaction.file tx.json ${socket}`,
  ];
}

function roundText(round: bigint): string {
  return round === 0n ? "no round yet, the log tells why" : `round ${round}`;
}

function paratimeCommand(id: string, socket: string): string {
  return `npx oasis-node paratime call ${id} insert '{"key": "hello", "value": "world"}' --nonce ${socket}`;
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
