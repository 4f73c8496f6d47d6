import type {Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Api} from "@oasis-node/rpc/service";
import {governanceService} from "@oasis-node/rpc/services/governance";
import {UnknownMemberError} from "@oasis-node/state-transition/enumeration";
import {type ClientContext, withNode} from "../client/index.ts";
import {prettyJson} from "../files/index.ts";
import {failuresOf, orFail} from "../framework/index.ts";

const failed = failuresOf("cmd/governance");

/** A vote that has no name stands in the state, which JSON cannot show: the reference fails in these words. */
class UnprintableError extends TypedError<"unprintable"> {
  constructor(reason: string, cause: UnknownMemberError) {
    super("unprintable", `failed to marshal to pretty JSON: json: ${reason}`, {cause});
  }
}

/** What a command asks the node, and how failures name it. */
export interface Question<T> {
  readonly schema: Schema<T>;
  readonly name: string;
  /** Its name in failures of JSON. */
  readonly jsonName: string;
  /** Why votes without a name cannot be shown there. */
  readonly unprintable: (vote: string) => string;
  ask(governance: Api<typeof governanceService>): Promise<T>;
}

/** Asks the node, and prints the answer as JSON. */
export async function printAnswer<T>(context: ClientContext, question: Question<T>): Promise<void> {
  const {name, jsonName, schema, ask, unprintable} = question;
  const answer = await withNode(context, failed, (node) =>
    orFail(
      () => ask(node.api(governanceService)),
      (err) => failed(`error querying ${name}`, {err}),
    ),
  );
  const text = await orFail(
    () => prettyVotes(schema, answer, unprintable),
    (err) => failed(`failed to get pretty JSON of ${jsonName}`, {err}),
  );
  context.environment.stdout.write(`${text}\n`);
}

/** Number of the proposal that a command is about; they start at 1. */
export function requiredProposal(id: bigint): bigint {
  if (id === 0n) throw failed("proposal ID required");
  return id;
}

function prettyVotes<T>(schema: Schema<T>, answer: T, unprintable: (vote: string) => string): string {
  try {
    return prettyJson(schema, answer);
  } catch (error) {
    if (!(error instanceof UnknownMemberError)) throw error;
    throw new UnprintableError(unprintable(`invalid vote: ${String(error.details.value)}`), error);
  }
}

/** Votes are keys of a proposal's results. */
export function unprintableResult(vote: string): string {
  return `encoding error for type "map[api.Vote]quantity.Quantity": ${JSON.stringify(vote)}`;
}
