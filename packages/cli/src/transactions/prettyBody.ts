import {toBase64} from "@oasis-node/primitives/bytes";
import {decode, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {stringifyJson} from "@oasis-node/primitives/json";
import type {TokenContext} from "@oasis-node/primitives/token";
import type {Method, Transaction} from "@oasis-node/state-transition/consensus";
import {ProposalContent, ProposalVote} from "@oasis-node/state-transition/governance";
import {transactionMethod} from "@oasis-node/state-transition/methods";
import {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  type PrettyPrinter,
  prettyBodies,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "@oasis-node/state-transition/staking";
import {prettyProposal, prettyVote} from "./prettyGovernance.ts";

type BodyPrinter = (body: Uint8Array | null, prefix: string, token: TokenContext) => string;

/** Methods whose bodies have a layout of their own; all others show JSON (cli-config-grpc §3.2). */
const printers: ReadonlyMap<string, BodyPrinter> = new Map([
  printed("staking.Transfer", Transfer, prettyBodies["staking.Transfer"]),
  printed("staking.Burn", Burn, prettyBodies["staking.Burn"]),
  printed("staking.AddEscrow", Escrow, prettyBodies["staking.AddEscrow"]),
  printed("staking.ReclaimEscrow", ReclaimEscrow, prettyBodies["staking.ReclaimEscrow"]),
  printed(
    "staking.AmendCommissionSchedule",
    AmendCommissionSchedule,
    prettyBodies["staking.AmendCommissionSchedule"],
  ),
  printed("staking.Allow", Allow, prettyBodies["staking.Allow"]),
  printed("staking.Withdraw", Withdraw, prettyBodies["staking.Withdraw"]),
  printed("governance.SubmitProposal", ProposalContent, prettyProposal),
  printed("governance.CastVote", ProposalVote, prettyVote),
]);

/** The body of a transaction for people: lines that begin with a prefix. Never throws for what somebody else wrote. */
export function prettyBody({method, body}: Transaction, prefix: string, token: TokenContext): string {
  const known = transactionMethod(method);
  if (known === undefined) return `${prefix}<unknown method body: ${base64(body)}>\n`;
  try {
    const own = printers.get(method);
    return own === undefined ? jsonBody(known, body, prefix) : own(body, prefix, token);
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return `${prefix}<error: ${error.message}>\n${prefix}<malformed: ${base64(body)}>\n`;
  }
}

function printed<T>(method: string, schema: Schema<T>, print: PrettyPrinter<T>): [string, BodyPrinter] {
  return [method, (body, prefix, token) => print(decode(schema, body), prefix, token)];
}

function jsonBody({body: schema, pretty}: Method, body: Uint8Array | null, prefix: string): string {
  const value = decode(schema, body);
  const json = pretty === undefined ? toJson(schema, value) : pretty.to(value);
  return stringifyJson(json, "  ")
    .split("\n")
    .map((line) => `${prefix}${line}\n`)
    .join("");
}

function base64(bytes: Uint8Array | null): string {
  return toBase64(bytes ?? new Uint8Array());
}
